"""The five-minute cells that a visit occupies, counted from 1970-01-01 00:00 UTC.

Odd minutes round outward. The buffers before and after a visit keep its provider, not its room.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from scheduler.clinic import Clinic
from scheduler.model import Slot

CELL = timedelta(minutes=5)
CELL_SECONDS = 300
CELLS_A_DAY = 288
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def provider_resource(provider: str) -> str:
    return f"provider:{provider}"


def room_resource(room: str) -> str:
    return f"room:{room}"


def cells_of(start: datetime, end: datetime) -> range:
    """The numbers of all cells that `[start, end)` touches."""
    return range(cell_at(start), cell_from(end))


def cell_at(instant: datetime) -> int:
    """The cell that `instant` lies in."""
    return (instant - EPOCH) // CELL


def cell_from(instant: datetime) -> int:
    """The first cell that begins at `instant` or later."""
    return -((EPOCH - instant) // CELL)


def instant_of_cell(cell: int) -> datetime:
    """When a cell begins."""
    return datetime.fromtimestamp(cell * CELL_SECONDS, UTC)


def busy_until(clinic: Clinic, slot: Slot) -> datetime:
    """When the provider is free again; a type that left the clinic file has no buffer any more."""
    try:
        return slot.ends_at + timedelta(minutes=clinic.visit_type(slot.visit_type).buffer_minutes)
    except LookupError:
        return slot.ends_at


def as_filed(clinic: Clinic, slot: Slot) -> Slot:
    """The slot with the buffer before it and the seats that today's clinic file gives it."""
    try:
        kind = clinic.visit_type(slot.visit_type)
    except LookupError:
        return slot
    before = timedelta(minutes=kind.buffer_before_minutes)
    return replace(slot, busy_from=slot.starts_at - before if before else None, seats=kind.capacity)


def taken(slot: Slot, busy_until: datetime) -> tuple[tuple[str, range], ...]:
    """(resource, cells) of a visit whose provider is free again at `busy_until`, in key order."""
    provider = (provider_resource(slot.provider), cells_of(slot.busy_from or slot.starts_at, busy_until))
    if slot.room is None:
        return (provider,)
    return provider, (room_resource(slot.room), cells_of(slot.starts_at, slot.ends_at))


def occupied(clinic: Clinic, slot: Slot) -> tuple[tuple[str, range], ...]:
    """(resource, cells) that a visit in this slot would occupy by today's clinic file, in key order."""
    return taken(as_filed(clinic, slot), busy_until(clinic, slot))


def day_masks(cells: range) -> Iterator[tuple[int, int]]:
    """The same cells as (UTC day number, 288-bit mask of that day)."""
    cell = cells.start
    while cell < cells.stop:
        day, first = divmod(cell, CELLS_A_DAY)
        count = min(cells.stop - cell, CELLS_A_DAY - first)
        yield day, ((1 << count) - 1) << first
        cell += count
