"""What staff and other systems do with visits, as their patients hear of it: one text a change, unless unticked.

Each verb runs in the caller's transaction and locks the patient's conversation first, as the patient's own turns do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot import notices
from bot.cases import Caller
from bot.outreach import closures
from scheduler.availability import SlotQuery
from scheduler.booking import Wanted
from scheduler.clinic import Clinic
from scheduler.errors import UnknownId
from scheduler.exceptions import Exceptions
from scheduler.model import Appointment, AppointmentStatus, Patient, Slot
from storage import booking, conversations, exceptions, patients, reminders
from storage.booking import By, Lost, Series
from storage.exceptions import Entry
from storage.work import Work

OFFERED_INSTEAD = 2
SOURCES = {"token": "api", "staff": "staff"}


@dataclass(frozen=True, slots=True)
class How:
    """Who asks, whether beside others, and whether the patient is told."""

    caller: Caller
    overbook: bool = False
    tell: bool = True

    @property
    def by(self) -> By:
        return By(self.caller.actor, SOURCES[self.caller.kind], self.overbook)


@dataclass(frozen=True, slots=True)
class Choice:
    """A visit that cannot stay, and the openings proposed instead."""

    visit: Appointment
    openings: tuple[Slot, ...]


def patient(work: Work, id: str) -> Patient:
    """The patient by our id, or by another system's. Raises `UnknownId`."""
    found = patients.get(work, id) or patients.by_external_id(work, [id]).get(id)
    if found is None:
        raise UnknownId("patient", id)
    return found


def book(work: Work, clinic: Clinic, who: Patient, wanted: Wanted, how: How) -> Appointment | Lost:
    _in_turn(work, who)
    return _told_booked(work, clinic, booking.book(work, clinic, wanted, who.id, how.by), how)


def series(work: Work, clinic: Clinic, who: Patient, starts: Sequence[Wanted], how: How, *, partly: bool) -> Series:
    """Every visit is told; each is a text of its own, as each can be answered."""
    _in_turn(work, who)
    done = booking.series(work, clinic, starts, who.id, how.by, partly=partly)
    if done.booked and how.tell:
        notices.tell_booked(work, clinic, done.booked[0], *done.booked[1:])
    return done


def family(
    work: Work, clinic: Clinic, people: Sequence[Patient], query: SlotQuery, how: How
) -> tuple[Appointment, ...] | Lost:
    for who in sorted(people, key=lambda who: who.id):
        _in_turn(work, who)
    done = booking.family(work, clinic, query, [who.id for who in people], how.by)
    for visit in () if isinstance(done, Lost) else done:
        _told_booked(work, clinic, visit, how)
    return done


def move(work: Work, clinic: Clinic, id: str, wanted: Wanted, how: How) -> Appointment | Lost:
    visit = booking.known(work, id)
    _in_turn_of(work, visit)
    moved = booking.move(work, clinic, visit.id, wanted, how.by)
    if how.tell and not isinstance(moved, Lost):
        notices.tell_moved(work, clinic, moved)
    return moved


def cancel(work: Work, clinic: Clinic, id: str, how: How) -> Appointment:
    visit = booking.known(work, id)
    _in_turn_of(work, visit)
    cancelled = booking.cancel(work, clinic, visit.id, how.caller.actor)
    if how.tell:
        notices.tell_cancelled(work, clinic, visit)
    return cancelled


def set_status(work: Work, clinic: Clinic, id: str, status: AppointmentStatus, caller: Caller) -> Appointment:
    """The patient arrived, is checked in, was seen or did not come: nobody is told what they know."""
    return booking.set_status(work, clinic, id, status, caller.actor)


def enter(work: Work, clinic: Clinic, entered: Entry, caller: Caller) -> tuple[Choice, ...]:
    """Put time off, extra hours or a closure into force; who is affected, each with openings instead."""
    exceptions.enter(work, entered, actor=caller.actor)
    return choices(work, in_force(work, clinic), entered)


def in_force(work: Work, clinic: Clinic) -> Clinic:
    """The clinic as it is within this transaction."""
    now: Exceptions = exceptions.in_force(work.connection, work.clinic_id)
    return clinic.with_exceptions(now)


def choices(work: Work, clinic: Clinic, entered: Entry) -> tuple[Choice, ...]:
    """The visits that cannot stay, each with openings instead."""
    return tuple(
        Choice(visit, booking.openings_instead(work, clinic, visit, OFFERED_INSTEAD))
        for visit in exceptions.affected(work, entered)
    )


def offer_choices(work: Work, clinic: Clinic, entered: Entry) -> tuple[tuple[Choice, bool], ...]:
    """Text everybody affected their openings, to be answered by a number; and whether a text is on its way."""
    found = choices(work, clinic, entered)
    for choice in sorted(found, key=lambda choice: choice.visit.patient_id):
        _in_turn_of(work, choice.visit)
    return tuple((choice, _offered(work, clinic, entered, choice)) for choice in found)


def _offered(work: Work, clinic: Clinic, entered: Entry, choice: Choice) -> bool:
    """Whether the text is on its way; what nobody answers is left to staff."""
    message = notices.offer_instead(work, clinic, choice.visit, choice.openings)
    closures.note(work, clinic, choice.visit, f"exception:{entered.id}:{choice.visit.id}", message)
    return message is not None


def _told_booked(work: Work, clinic: Clinic, booked: Appointment | Lost, how: How) -> Appointment | Lost:
    if how.tell and not isinstance(booked, Lost):
        notices.tell_booked(work, clinic, booked)
    return booked


def _in_turn_of(work: Work, visit: Appointment) -> None:
    who = patients.get(work, visit.patient_id)
    if who is not None:
        _in_turn(work, who)


def _in_turn(work: Work, who: Patient) -> None:
    phone = reminders.told(work, who).phone
    talk = conversations.find(work, "sms", phone) if phone else None
    if talk is not None:
        conversations.lock_by_id(work, talk.id)
