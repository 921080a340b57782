"""The booking verbs of staff and systems: book, move, a series, a family; each a part of the caller's transaction.

Where somebody was faster, the answer is the next openings, as a `Lost`; nothing was done then. Every other refusal is
raised, one class a reason, each with its sentence. What happens to a visit itself is `appointments`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from scheduler import booking as rules
from scheduler.availability import SlotQuery, openings
from scheduler.booking import Wanted
from scheduler.cells import CELL
from scheduler.clinic import Clinic
from scheduler.errors import BookingRefused, PatientBusy, SlotTaken, UnknownId
from scheduler.habits import Habits
from scheduler.model import Appointment, AppointmentStatus, Slot
from scheduler.ranking import choose
from scheduler.walltime import instant_of
from scheduler.wishes import When, Window
from storage import appointment_rows, appointments, patients
from storage.occupancy import StoredOccupancy
from storage.work import Work

PROPOSED = 3
ONE_DAY = timedelta(days=1)
TRIED = 8


@dataclass(frozen=True, slots=True)
class Lost:
    """Nothing was booked, because `refusal`; these are the next openings."""

    refusal: BookingRefused
    openings: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Series:
    """What became of each start: booked, or not and why."""

    booked: tuple[Appointment, ...]
    refused: tuple[tuple[datetime, Lost], ...]


@dataclass(frozen=True, slots=True)
class By:
    """Who books, and as what it is noted."""

    actor: str
    source: str
    overbook: bool = False

    def book(self, work: Work, clinic: Clinic, slot: Slot, patient_id: str, *, overbook: bool = False) -> Appointment:
        """A visit in this very slot. Raises `SlotTaken` or `PatientBusy`."""
        return appointments.book(
            work, clinic, slot, patient_id=patient_id, actor=self.actor, source=self.source, overbook=overbook
        )


def book(work: Work, clinic: Clinic, wanted: Wanted, patient_id: str, by: By) -> Appointment | Lost:
    """A new visit in the first room that is free. Raises `UnknownId`, `InThePast` or `DoesNotFit`."""
    _lock_patients(work, (patient_id,))
    slots = rules.slots_for(clinic, wanted, work.now, anywhere=by.overbook)

    def take(slot: Slot, overbook: bool) -> Appointment:
        return by.book(work, clinic, slot, patient_id, overbook=overbook)

    return _taken(work, clinic, slots, take, by)


def move(work: Work, clinic: Clinic, id: str, wanted: Wanted, by: By) -> Appointment | Lost:
    """A visit to another time or provider: old cells and new ones at once.

    Raises `UnknownId`, `VisitCancelled`, `VisitOver`, `SameTime`, `InThePast` or `DoesNotFit`.
    """
    visit = known(work, id)
    slots = rules.slots_for(clinic, wanted, work.now, anywhere=by.overbook)
    rules.demand_movable(visit, slots[0], work.now)

    def take(slot: Slot, overbook: bool) -> Appointment:
        return appointments.move_to(work, clinic, visit.id, slot, actor=by.actor, overbook=overbook)

    return _taken(work, clinic, slots, take, by)


def cancel(work: Work, clinic: Clinic, id: str, actor: str) -> Appointment:
    """A visit that is still to come. Raises `UnknownId`, `VisitCancelled` or `VisitOver`."""
    visit = known(work, id)
    rules.demand_movable(visit, None, work.now)
    return appointments.cancel(work, clinic, visit.id, actor=actor)


def set_status(work: Work, clinic: Clinic, id: str, status: AppointmentStatus, actor: str) -> Appointment:
    """The patient has arrived, is checked in, did not come, was seen. Raises `UnknownId` or `NotAllowed`."""
    return appointments.set_status(work, clinic, known(work, id).id, status, actor=actor)


def series(
    work: Work, clinic: Clinic, starts: Sequence[Wanted], patient_id: str, by: By, *, partly: bool = False
) -> Series:
    """All of these visits; where some cannot be, none, or with `partly` the others; and in any case which and why."""
    savepoint = work.connection.begin_nested()
    booked: list[Appointment] = []
    refused: list[tuple[datetime, Lost]] = []
    for wanted in starts:
        try:
            answer = book(work, clinic, wanted, patient_id, by)
        except BookingRefused as refusal:
            answer = Lost(refusal, next_openings(work, clinic, wanted))
        if isinstance(answer, Lost):
            refused.append((wanted.starts_at, answer))
        else:
            booked.append(answer)
    if refused and not partly:
        savepoint.rollback()
        return Series((), tuple(refused))
    savepoint.commit()
    return Series(tuple(booked), tuple(refused))


def family(
    work: Work, clinic: Clinic, query: SlotQuery, patient_ids: Sequence[str], by: By
) -> tuple[Appointment, ...] | Lost:
    """One visit for each, one after the other with one provider, at the first times that suit all. None or all."""
    _lock_patients(work, patient_ids)
    kind = clinic.visit_type(query.visit_type)
    found = openings(clinic, query, StoredOccupancy(work), work.now)
    for run in islice(rules.adjacent(found, kind, len(patient_ids)), TRIED):
        savepoint = work.connection.begin_nested()
        try:
            booked = tuple(_book_all(work, clinic, zip(patient_ids, run, strict=True), by))
        except (SlotTaken, PatientBusy):
            savepoint.rollback()
        else:
            savepoint.commit()
            return booked
    return Lost(SlotTaken(), ())


def known(work: Work, id: str) -> Appointment:
    """The visit by our id, or by another system's. Raises `UnknownId`."""
    visit = appointments.get(work, id) or appointments.by_external_id(work, [id]).get(id)
    if visit is None:
        raise UnknownId("appointment", id)
    return visit


def next_openings(work: Work, clinic: Clinic, wanted: Wanted, most: int = PROPOSED) -> tuple[Slot, ...]:
    """The first openings at or after the time that was asked for, with the same provider."""
    when = When((Window(max(wanted.starts_at, work.now), None),))
    query = SlotQuery(wanted.visit_type, wanted.provider, when=when, staff=True)
    return tuple(islice(openings(clinic, query, StoredOccupancy(work), work.now), most))


def openings_instead(work: Work, clinic: Clinic, visit: Appointment, most: int = PROPOSED) -> tuple[Slot, ...]:
    """Openings for a visit that cannot stay, by the patient's rules: on different days, near its time of day.

    From the day before it on, with its provider; where there are none, with anybody, and at last at any time.
    """
    slot, zone = visit.slot, clinic.zone(visit.slot.location)
    starts, length = slot.starts_at.astimezone(zone), clinic.visit_type(slot.visit_type).length
    busy = [other.slot for other in appointment_rows.upcoming_of(work, [visit.patient_id])]
    elsewhere = tuple(Window(mine.starts_at - length + CELL, mine.ends_at) for mine in busy)
    about = When((Window(instant_of(starts.date() - ONE_DAY, 0, zone), None),), elsewhere)
    wishes = ((slot.provider, about), (None, about), (None, When(excluded=elsewhere)))
    queries = (SlotQuery(slot.visit_type, provider, slot.location, when) for provider, when in wishes)
    habits = Habits(slot.provider, starts.time())
    found = (choose(clinic, query, StoredOccupancy(work), work.now, most, habits) for query in queries)
    return next(filter(None, found), ())


def _book_all(work: Work, clinic: Clinic, pairs: Iterator[tuple[str, Slot]], by: By) -> Iterator[Appointment]:
    for patient_id, slot in pairs:
        yield by.book(work, clinic, slot, patient_id)


def _taken(
    work: Work, clinic: Clinic, slots: Sequence[Slot], take: Callable[[Slot, bool], Appointment], by: By
) -> Appointment | Lost:
    """In the first room that is free; beside others only where staff mean it."""
    refusal: BookingRefused = SlotTaken()
    for slot, overbook in [(slot, False) for slot in slots] + ([(slots[0], True)] if by.overbook else []):
        try:
            return take(slot, overbook)
        except (SlotTaken, PatientBusy) as lost:
            refusal = lost
    first = slots[0]
    return Lost(refusal, next_openings(work, clinic, Wanted(first.visit_type, first.provider, first.starts_at)))


def _lock_patients(work: Work, ids: Sequence[str]) -> None:
    """Before anything else is locked, and always in the same order. Raises `UnknownId`."""
    for known in sorted(set(ids)):
        if patients.lock(work, known) is None:
            raise UnknownId("patient", known)
