"""Visits that share provider, room and time because their type has a capacity: each takes a lane of its own.

The caller has locked the days. A group is made by its first visit; whoever else is there at that time is no part of it.
"""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import bindparam, select

from scheduler.errors import SlotTaken
from scheduler.model import Slot
from storage import cells
from storage.days import Spans
from storage.schema.calendar import appointments, holds
from storage.schema.calendar import cells as table
from storage.work import Work

_THERE = select(table.c.resource, table.c.lane, table.c.appointment_id, table.c.hold_id).where(
    table.c.clinic == bindparam("clinic"),
    table.c.resource.in_(bindparam("resources", expanding=True)),
    table.c.cell.between(bindparam("first"), bindparam("last")),
)
_GROUP = tuple(
    select(each.c.id).where(
        each.c.clinic == bindparam("clinic"),
        each.c.starts_at == bindparam("starts_at"),
        each.c.provider == bindparam("provider"),
        each.c.visit_type == bindparam("visit_type"),
        each.c.location == bindparam("location"),
    )
    for each in (appointments, holds)
)


def lanes(work: Work, slot: Slot, spans: Spans, leaving: str | None = None) -> dict[str, int]:
    """The lane of each resource in which a seat is free; none where the slot is for one alone. Raises `SlotTaken`.

    `leaving` is the id of a visit that gives its own cells up.
    """
    if slot.seats == 1:
        return {}
    cells.remove_expired(work, cells.keys(spans))
    group, taken = _group(work, slot), defaultdict[str, set[int]](set)
    for resource, wanted in spans:
        about = {"resources": [resource], "first": wanted.start, "last": wanted.stop - 1}
        for row in work.rows(_THERE, **about):
            occupant = row.appointment_id or row.hold_id
            if occupant not in (*group, leaving):
                raise SlotTaken
            if occupant != leaving:
                taken[resource].add(row.lane)
    free = {resource: min(set(range(slot.seats)) - taken[resource], default=None) for resource, _ in spans}
    found = {resource: lane for resource, lane in free.items() if lane is not None}
    if len(found) < len(free):
        raise SlotTaken
    return found


def _group(work: Work, slot: Slot) -> set[str]:
    """The ids of the visits and holds that this one would join."""
    about = {
        "starts_at": slot.starts_at,
        "provider": slot.provider,
        "visit_type": slot.visit_type,
        "location": slot.location,
    }
    return {row.id for statement in _GROUP for row in work.rows(statement, **about)}
