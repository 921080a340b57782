"""What may be booked where: the rules of the booking verbs, as functions of values.

A slot that somebody asks for is checked against today's clinic; the starts of a series are counted on the wall clock;
a family's visits are laid end to end. Who is there already is for the database to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.clinic import Clinic
from scheduler.clinic_tables import VisitType
from scheduler.errors import DoesNotFit, InThePast, SameTime, UnknownId, VisitCancelled, VisitOver
from scheduler.fitting import why_it_no_longer_fits
from scheduler.hours import hours_of
from scheduler.model import Appointment, AppointmentStatus, Slot
from scheduler.walltime import moved_by_days

MOST_IN_SERIES = 52

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A visit as somebody asks for it: what, with whom, when; `room` None takes the first that is free."""

    visit_type: str
    provider: str
    starts_at: datetime
    room: str | None = None

    def at(self, starts_at: datetime) -> Wanted:
        """The same at another time."""
        return replace(self, starts_at=starts_at)


def slots_for(clinic: Clinic, wanted: Wanted, now: datetime, *, anywhere: bool = False) -> tuple[Slot, ...]:
    """The slot that is asked for, once for each room that would do. Raises `UnknownId`, `InThePast` or `DoesNotFit`.

    `anywhere` is for staff who mean it: outside hours too. Who gives the visit, and in which rooms, still counts.
    """
    kind, slot = _placed(clinic, wanted)
    if wanted.starts_at < now:
        raise InThePast
    why = why_it_no_longer_fits(clinic, slot)
    if why is not None and not (anywhere and wanted.provider in kind.providers):
        raise DoesNotFit(why)
    rooms = hours_of(clinic).rooms_for(kind.id, slot.location)
    if kind.rooms and not rooms:
        raise DoesNotFit("no room for it is at that location")
    return tuple(replace(slot, room=room) for room in rooms if wanted.room in (None, room)) or (slot,)


def _placed(clinic: Clinic, wanted: Wanted) -> tuple[VisitType, Slot]:
    kind = clinic.visit_type(wanted.visit_type)
    provider = clinic.provider(wanted.provider)
    if wanted.room is not None and wanted.room not in kind.rooms:
        raise UnknownId("room for this visit type", wanted.room)
    ends_at = wanted.starts_at + kind.length
    return kind, Slot(provider.id, kind.id, provider.location, wanted.starts_at, ends_at)


def demand_movable(visit: Appointment, slot: Slot | None, now: datetime) -> None:
    """Whether staff may still move or cancel a visit. Raises `VisitCancelled`, `VisitOver` or `SameTime`."""
    if visit.status in (AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR):
        raise VisitCancelled
    if not visit.status.upcoming or visit.slot.starts_at <= now:
        raise VisitOver
    if slot is not None and (slot.provider, slot.starts_at) == (visit.slot.provider, visit.slot.starts_at):
        raise SameTime


def meets(one: Slot, other: Slot) -> bool:
    """Whether nobody could be at both."""
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def series_starts(first: datetime, every_days: int, times: int, zone: ZoneInfo) -> tuple[datetime, ...]:
    """`times` starts, `every_days` apart on the wall clock of `zone`."""
    return tuple(moved_by_days(first, every_days * number, zone) for number in range(times))


def adjacent(openings: Iterable[Slot], kind: VisitType, count: int) -> Iterator[tuple[Slot, ...]]:
    """Runs of `count` openings of one provider, each at the first start of the raster after the one before.

    `openings` are in the order of time; whoever wants the first run stops there.
    """
    runs: dict[tuple[str, datetime], tuple[Slot, ...]] = {}
    free_after = kind.length + (kind.buffer_minutes + kind.buffer_before_minutes) * _MINUTE
    gaps = [minutes * _MINUTE for minutes in range(0, kind.raster_minutes, 5)]
    for slot in openings:
        before = (runs.get((slot.provider, slot.starts_at - gap), ()) for gap in gaps)
        run = (*next(filter(None, before), ()), slot)[-count:]
        if len(run) == count:
            yield run
        runs[slot.provider, slot.starts_at + free_after] = run
