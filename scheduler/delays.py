"""Does a visit still fit if the patient comes late? Its whole length from then on, beside whoever comes next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from scheduler import cells
from scheduler.bits import span
from scheduler.clinic import Clinic
from scheduler.model import Slot
from scheduler.opening import spans_of_blocks
from scheduler.ports import Occupancy


def still_fits(clinic: Clinic, slot: Slot, delay: timedelta, occupancy: Occupancy) -> bool:
    """Whether provider and room are free for the visit when it begins that much later, within working hours."""
    later = replace(slot, starts_at=slot.starts_at + delay, ends_at=slot.ends_at + delay)
    return _in_hours(clinic, later) and _is_free(clinic, slot, later, occupancy)


def _in_hours(clinic: Clinic, slot: Slot) -> bool:
    zone = clinic.zone(slot.location)
    day = slot.starts_at.astimezone(zone).date()
    spans = spans_of_blocks(clinic.provider(slot.provider).hours_at(slot.location, day), day, zone)
    return any(opens <= slot.starts_at and slot.ends_at <= closes for opens, closes in spans)


def _is_free(clinic: Clinic, own: Slot, later: Slot, occupancy: Occupancy) -> bool:
    left = dict(cells.occupied(clinic, own))
    for resource, wanted in cells.occupied(clinic, later):
        beyond = range(max(wanted.start, left[resource].stop), wanted.stop)
        if beyond and _is_taken(resource, beyond, occupancy):
            return False
    return True


def _is_taken(resource: str, wanted: range, occupancy: Occupancy) -> bool:
    first, last = wanted.start // cells.CELLS_A_DAY, (wanted.stop - 1) // cells.CELLS_A_DAY
    origin, size = first * cells.CELLS_A_DAY, (last - first + 1) * cells.CELLS_A_DAY
    busy = occupancy.busy([resource], first, last).get(resource, 0)
    return bool(busy & span(wanted.start - origin, wanted.stop - origin, size))
