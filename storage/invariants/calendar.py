"""Visits, the cells that they occupy, the bitmaps for searching, and the audit of their changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import bindparam, select

from scheduler.cells import taken
from scheduler.model import AppointmentStatus
from storage import days
from storage.appointment_rows import facts
from storage.invariants.looking import Look, own
from storage.schema import appointments, audit, cells, holds
from storage.schema import days as day_rows
from storage.slots import SLOT, appointment_of, slot_of

Cell = tuple[str, int]

_VISITS = own(appointments)
_HOLDS = own(holds, "id", "moving", "busy_until", "expires_at", *SLOT)
_CELLS = own(cells, "resource", "lane", "cell", "appointment_id", "hold_id")
_DAYS = own(day_rows, "resource", "day", "busy")
_AUDITED = (
    select(audit.c.subject, audit.c.after)
    .where(
        audit.c.clinic == bindparam("clinic"),
        audit.c.subject.startswith("appointment:"),
    )
    .order_by(audit.c.id)
)


def overlaps(look: Look) -> Iterator[str]:
    """From the times alone: who is not overbooked lies beside nobody who is not either, but in a group with seats."""
    spans = defaultdict(list)
    for row in look.at(_VISITS):
        if AppointmentStatus(row.status).occupies and not row.overbooked:
            for resource, cells_of_visit in taken(slot_of(row), row.busy_until):
                spans[resource].append((cells_of_visit.start, cells_of_visit.stop, row.id, _group(row)))
    for resource, visits in spans.items():
        last_stop, last, last_group = 0, "", tuple[str, ...]()
        for start, stop, visit, group in sorted(visits):
            if start < last_stop and group != last_group:
                yield f"appointments {last} and {visit} at {resource}"
            if stop > last_stop:
                last_stop, last, last_group = stop, visit, group


def _group(row: Any) -> tuple[str, ...]:
    """What the visits of a group have in common; a visit without seats to share is alone in its own."""
    if row.seats == 1:
        return (row.id,)
    return (row.provider, row.visit_type, row.location, row.starts_at.isoformat())


def wrong_cells(look: Look) -> Iterator[str]:
    """Who occupies has exactly its cells, each resource in one lane; who does not has none."""
    of_visits, of_holds = _occupants(look)
    for row in look.at(_VISITS):
        wanted = _wanted(row) if AppointmentStatus(row.status).occupies else set()
        has = of_visits.pop(row.id, {})
        if set(has) != wanted:
            yield f"appointment {row.id} has {len(has)} cells where it needs {len(wanted)}, or has others"
        lanes = {(resource, lane) for (resource, _), lane in has.items()}
        if len(lanes) > len({resource for resource, _ in lanes}):
            yield f"appointment {row.id} lies in several lanes of one resource"
        if any(lane >= row.seats for _, lane in lanes) and not row.overbooked:
            yield f"appointment {row.id} lies beside others but is not marked as overbooked"
    yield from _wrong_holds(look, of_holds)


def _wrong_holds(look: Look, of_holds: dict[str, dict[Cell, int]]) -> Iterator[str]:
    """A hold has its cells, but for those that the visit has already which it would move."""
    for row in look.at(_HOLDS):
        has, wanted = set(of_holds.pop(row.id, {})), _wanted(row)
        if not has <= wanted or (row.moving is None and has != wanted):
            yield f"hold {row.id} has {len(has)} cells where it needs {len(wanted)}, or has others"


def _occupants(look: Look) -> tuple[dict[str, dict[Cell, int]], dict[str, dict[Cell, int]]]:
    of_visits: dict[str, dict[Cell, int]] = defaultdict(dict)
    of_holds: dict[str, dict[Cell, int]] = defaultdict(dict)
    for row in look.at(_CELLS):
        occupant = of_holds[row.hold_id] if row.appointment_id is None else of_visits[row.appointment_id]
        occupant[row.resource, row.cell] = row.lane
    return of_visits, of_holds


def _wanted(row: Any) -> set[Cell]:
    return {(resource, cell) for resource, spanned in taken(slot_of(row), row.busy_until) for cell in spanned}


def wrong_days(look: Look) -> Iterator[str]:
    """Each bitmap is what the cells of visits make it."""
    occupied = days.bitmaps((row.resource, row.cell) for row in look.at(_CELLS) if row.appointment_id is not None)
    kept = {(row.resource, row.day): int.from_bytes(row.busy, "little") for row in look.at(_DAYS)}
    for resource, day in sorted(occupied.keys() | kept.keys()):
        if occupied.get((resource, day), 0) != kept.get((resource, day), 0):
            yield f"day {day} of {resource}"


def unaudited(look: Look) -> Iterator[str]:
    """The log's last word about a visit is how the visit is."""
    said: dict[str, dict[str, object]] = {}
    for row in look.at(_AUDITED):
        if row.after and "starts_at" in row.after:
            said[row.subject] = row.after
    for row in look.at(_VISITS):
        if said.get(f"appointment:{row.id}") != facts(appointment_of(row)):
            yield f"appointment {row.id}"
