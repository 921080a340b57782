"""Visits and the time they take.

A row of `cells` for each five minutes of each resource that a visit or hold occupies: its primary key is what refuses a
double booking. `days` keeps the same as one bitmap for each resource and day, for searching; it is derived.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    UniqueConstraint,
)

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, NAME, Instant


def slot_columns() -> list[Column[object]]:
    return [
        Column("provider", NAME, nullable=False),
        Column("visit_type", NAME, nullable=False),
        Column("location", NAME, nullable=False),
        Column("room", NAME),
        Column("starts_at", Instant, nullable=False),
        Column("ends_at", Instant, nullable=False),
        Column("busy_from", Instant),  # when the provider has to be free already, where that is before the start
        Column("seats", Integer, nullable=False, default=1),  # visits of that type and start which may share it
        Column("busy_until", Instant, nullable=False),  # when the provider is free again
    ]


appointments = Table(
    "appointments",
    metadata,
    clinic_column(),
    id_column(),
    Column("external_id", NAME, nullable=False),
    Column("patient_id", ID, nullable=False),
    *slot_columns(),
    Column("status", String(20), nullable=False),
    Column("confirmation", String(20), nullable=False),
    Column("source", String(20), nullable=False),
    Column("overbooked", Boolean(create_constraint=False), nullable=False),
    Column("imported_as", LargeBinary(32)),  # keyed hash of the row as which it was last imported
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("clinic", "external_id"),
    Index(None, "clinic", "patient_id", "starts_at"),
    Index(None, "clinic", "starts_at"),
    CheckConstraint("ends_at > starts_at AND busy_until >= ends_at", name="times"),
    belongs_to("patients", "patient_id"),
)

holds = Table(
    "holds",
    metadata,
    clinic_column(),
    id_column(),
    Column("patient_id", ID, nullable=False),
    Column("conversation_id", ID, nullable=False),
    Column("moving", ID),
    Column("moving_from", Instant),  # where that visit started when its new time was held
    *slot_columns(),
    Column("expires_at", Instant, nullable=False),
    Index(None, "clinic", "expires_at"),
    Index(None, "clinic", "starts_at"),
    Index(None, "clinic", "conversation_id"),
    belongs_to("patients", "patient_id"),
)

cells = Table(
    "cells",
    metadata,
    clinic_column(),
    Column("resource", String(140), primary_key=True),  # provider:lee, room:us1
    Column("cell", BigInteger, primary_key=True, autoincrement=False),
    Column("lane", Integer, primary_key=True, autoincrement=False),
    Column("appointment_id", ID),
    Column("hold_id", ID),
    CheckConstraint("(appointment_id IS NULL) <> (hold_id IS NULL)", name="one_occupant"),
    Index(None, "clinic", "appointment_id"),
    Index(None, "clinic", "hold_id"),
    belongs_to("appointments", "appointment_id"),
    belongs_to("holds", "hold_id"),
    sqlite_with_rowid=False,
)

days = Table(
    "days",
    metadata,
    clinic_column(),
    Column("resource", String(140), primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970-01-01, UTC
    Column("busy", LargeBinary(36), nullable=False),  # 288 bits, little-endian, without holds
    sqlite_with_rowid=False,
)

# Time off, extra hours and closures, as staff entered them; the clinic file knows nothing of them.
exceptions = Table(
    "exceptions",
    metadata,
    clinic_column(),
    id_column(),
    Column("kind", String(20), nullable=False),  # time_off, extra_hours, closure
    Column("provider", NAME),  # null for a closure: everybody
    Column("location", NAME),  # null for time off and closures: everywhere
    Column("starts_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("lifted_at", Instant),  # it counts no more
    Index(None, "clinic", "ends_at"),
    CheckConstraint("ends_at > starts_at", name="times"),
)
