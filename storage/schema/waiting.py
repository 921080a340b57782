"""The waiting list, and the openings that were offered to those on it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.schema.calendar import slot_columns
from storage.types import ID, NAME, Instant

# An entry keeps its id, and with it its place, until it is booked, left or expired.
waitlist = Table(
    "waitlist",
    metadata,
    clinic_column(),
    id_column(),
    Column("patient_id", ID, nullable=False),
    Column("visit_type", NAME, nullable=False),
    Column("provider", NAME),  # null: any
    Column("location", NAME),
    Column("moving", ID),  # the visit that would move; null: a new one is booked
    Column("moving_from", Instant),  # where that visit started when the patient joined
    Column("wish", Text, nullable=False),  # windows, as JSON
    Column("notice_minutes", Integer, nullable=False),
    Column("source", String(20), nullable=False),  # text, call, staff, api
    Column("state", String(10), nullable=False),  # waiting, offered, booked, left, expired
    Column("reason", String(40), nullable=False),  # why it is not waiting any more, or why nothing is offered now
    Column("offers", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Index(None, "clinic", "state", "id"),
    Index(None, "clinic", "patient_id"),
    belongs_to("patients", "patient_id"),
    belongs_to("appointments", "moving"),
)

waitlist_offers = Table(
    "waitlist_offers",
    metadata,
    clinic_column(),
    id_column(),
    Column("waitlist_id", ID, nullable=False),
    Column("hold_id", ID, nullable=False),  # the hold is gone when the offer is over
    *slot_columns(),
    Column("state", String(10), nullable=False),  # open, accepted, declined, lapsed, withdrawn
    Column("reason", String(40), nullable=False),
    Column("message_id", ID),
    Column("to_be_told", Boolean(create_constraint=False), nullable=False),  # withdrawn, and the patient does not know
    Column("offered_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index(None, "clinic", "state", "expires_at"),
    Index(None, "clinic", "waitlist_id"),
    Index(None, "clinic", "hold_id"),
    Index(None, "clinic", "message_id"),
    belongs_to("waitlist", "waitlist_id"),
    belongs_to("messages", "message_id"),
)
