"""Slots and appointments as rows: the columns that appointments and holds share, and back again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table

from scheduler.model import Appointment, AppointmentStatus, Confirmation, Slot
from storage.schema.calendar import appointments

SLOT = ("provider", "visit_type", "location", "starts_at", "ends_at", "room", "busy_from", "seats")
_OWN = (
    "id",
    "external_id",
    "patient_id",
    "status",
    "confirmation",
    "source",
    "overbooked",
    "created_at",
    "updated_at",
)


def columns(table: Table, *names: str) -> list[Any]:
    return [table.c[name] for name in names]


APPOINTMENT = columns(appointments, *_OWN, *SLOT)


def slot_of(row: Any) -> Slot:
    return Slot(
        row.provider, row.visit_type, row.location, row.starts_at, row.ends_at, row.room, row.busy_from, row.seats
    )


def slot_values(slot: Slot, busy_until: datetime) -> dict[str, Any]:
    """The slot's columns; `busy_until` is when its provider is free again."""
    return {name: getattr(slot, name) for name in SLOT} | {"busy_until": busy_until}


def appointment_of(row: Any) -> Appointment:
    return appointment_in([getattr(row, name) for name in (*_OWN, *SLOT)])


def appointment_in(values: Sequence[Any]) -> Appointment:
    """The appointment of a row that has the columns `APPOINTMENT` and no others."""
    own, external, patient, status, confirmation, source, over, created_at, updated_at, *slot = values
    state = AppointmentStatus(status), Confirmation(confirmation)
    return Appointment(own, external, patient, Slot(*slot), *state, source, over, created_at, updated_at)
