"""Why a time is taken, in words that help whoever corrects the file."""

from __future__ import annotations

from datetime import datetime

from scheduler.cells import busy_until
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Slot
from storage import appointments
from storage.work import Work

ONLY_EDGE = (
    "only shares the five-minute cell at its edge with another visit; "
    "move one of them by minutes, or say yes in overbook"
)
BUFFER = "lies in the time that is kept free after a visit; say yes in overbook if that is meant"
OVERLAP = "overlaps another visit of this provider or room; say yes in overbook if that is meant"
HELD = "is just being kept for a patient; import the row again in a few minutes"


def why_taken(work: Work, clinic: Clinic, slot: Slot, own: Appointment | None) -> str:
    """The reason for which a slot was refused; `own` is the visit that would move there."""
    others = appointments.in_the_way(work, clinic, slot, besides=own.id if own else None)
    if not others:
        return HELD
    if any(_overlap(slot, other.slot, slot.ends_at, other.slot.ends_at) for other in others):
        return OVERLAP
    if any(_overlap(slot, other.slot, busy_until(clinic, slot), busy_until(clinic, other.slot)) for other in others):
        return BUFFER
    return ONLY_EDGE


def _overlap(one: Slot, other: Slot, one_until: datetime, other_until: datetime) -> bool:
    return one.starts_at < other_until and other.starts_at < one_until
