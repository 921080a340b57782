"""Cancel: every visit is read back, with another time as the third choice, and waits for a yes.

Afterwards: is care still needed? Then a new visit of the same type is looked for. Reasons are kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.effects import CancelAppointment, NoteReason, OpenCase
from dialogs.events import AppointmentCancelled, Facts, NotAllowed
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.book import Booking
from dialogs.flows.choosing import about_it, choosing, listed, starting, still_booked
from dialogs.flows.reschedule import Move, about_moving
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    GaveWhen,
    KeepsVisit,
    SaidGoodbye,
    SelectedAll,
    Thanked,
    WantsBooking,
    WantsCancel,
    WantsMove,
    WentBack,
)
from dialogs.visits import Kind, Person, Visit
from scheduler.model import Appointment
from scheduler.wishes import ANY_TIME


@dataclass(frozen=True, slots=True)
class Cancelling:
    """The visits to choose from, then the one chosen (or `all_of_them`), then the committed rows; and why.

    `goes_on` where another wish was told with this one: then nobody asks for a new time in between.
    """

    visits: tuple[Visit, ...]
    all_of_them: bool = False
    cancelled: tuple[Appointment, ...] = ()
    reason: str = ""
    goes_on: bool = False

    @property
    def name(self) -> str:
        return self.visits[0].name if self.visits else ""


def values(memory: Cancelling) -> dict[str, object]:
    return {"visits": memory.visits} if memory.all_of_them else listed(memory)


def still_to_cancel(memory: Cancelling, facts: Facts, now: datetime) -> Cancelling | None:
    """The visits still booked; once they are cancelled there is nothing left to compare."""
    return memory if memory.cancelled else still_booked(memory, facts, now)


def together(memory: Cancelling, event: object) -> bool:
    return memory.all_of_them


def take_all(memory: Cancelling, event: object) -> Cancelling:
    return replace(memory, all_of_them=True)


def cancel_next(memory: Cancelling) -> CancelAppointment:
    return CancelAppointment(memory.visits[len(memory.cancelled)].id)


def keep_reason(memory: Cancelling, said: object) -> Cancelling:
    return replace(memory, reason=getattr(said, "reason", "") or memory.reason)


def note_reason(memory: Cancelling) -> tuple[NoteReason, ...]:
    return tuple(NoteReason(row.id, memory.reason) for row in memory.cancelled) if memory.reason else ()


def not_needed(memory: Cancelling, said: object) -> Cancelling:
    return memory if memory.reason else replace(memory, reason="not_needed")


def note_not_needed(memory: Cancelling) -> tuple[NoteReason, ...]:
    return note_reason(memory) if memory.reason == "not_needed" else ()


def keep_row(memory: Cancelling, done: AppointmentCancelled) -> Cancelling:
    return replace(memory, cancelled=(*memory.cancelled, done.appointment))


def goes_on(memory: Cancelling, event: object) -> bool:
    return memory.goes_on


def more_to_cancel(memory: Cancelling, done: AppointmentCancelled) -> bool:
    return len(memory.cancelled) + 1 < len(memory.visits)


def row(memory: Cancelling, done: AppointmentCancelled) -> dict[str, object]:
    return {"visit": Visit(done.appointment, memory.name)}


def rows(memory: Cancelling, done: AppointmentCancelled) -> dict[str, object]:
    named = {visit.id: visit.name for visit in memory.visits}
    return {"visits": tuple(Visit(appointment, named[appointment.id]) for appointment in memory.cancelled)}


def to_move(memory: Cancelling, said: object) -> Move:
    return about_moving(memory.visits, said)


def to_book(memory: Cancelling, said: object) -> Booking:
    """The same type for the same patient, at a time perhaps said already."""
    row = memory.cancelled[-1]
    kind, person = Kind(row.slot.visit_type), Person(row.patient_id, memory.name)
    return Booking((kind,), (person,), kind, person, when=getattr(said, "when", ANY_TIME))


def find_new_time(memory: Cancelling) -> OpenCase:
    visit = memory.cancelled[-1]
    return OpenCase("cannot_book", "Cancelled a visit by text and would like a new time.", patient_id=visit.patient_id)


ANOTHER_TIME = (Confirmed, WantsMove, WantsBooking, GaveWhen)
INSTEAD_MOVE = On(WantsMove, about_it, to=Go("reschedule", to_move))
REFUSED = On(NotAllowed, say="visit_gone", to=DONE)

CANCEL = Flow(
    "cancel",
    starting("confirming", On(Entered, together, to="confirming_all")),
    choosing("which_to_cancel", On(SelectedAll, keep=take_all, to="confirming_all")),
    State(
        "confirming",
        INSTEAD_MOVE,
        On((KeepsVisit, Denied, WentBack), say="kept_as_booked", to=DONE),
        On((Confirmed, WantsCancel), about_it, keep=keep_reason, do=cancel_next, to="cancelling"),
        ask="confirm_cancel",
        menu=(Confirmed(), Denied(), WantsMove()),
    ),
    State(
        "confirming_all",
        On((KeepsVisit, Denied, WentBack), say="kept_as_booked", to=DONE),
        On((Confirmed, WantsCancel), about_it, keep=keep_reason, do=cancel_next, to="cancelling"),
        ask="confirm_cancel_all",
        menu=(Confirmed(), Denied()),
    ),
    State(
        "cancelling",
        On(AppointmentCancelled, more_to_cancel, keep=keep_row, do=cancel_next),
        On(
            AppointmentCancelled,
            together,
            keep=keep_row,
            do=note_reason,
            say="cancelled_all",
            tell=rows,
            to="offering_new_time",
        ),
        On(AppointmentCancelled, goes_on, keep=keep_row, do=note_reason, say="cancelled", tell=row, to=DONE),
        On(AppointmentCancelled, keep=keep_row, do=note_reason, say="cancelled", tell=row, to="offering_new_time"),
        REFUSED,
    ),
    State(
        "offering_new_time",
        On((Denied, KeepsVisit), keep=not_needed, do=note_not_needed, say="all_set", to=DONE),
        On((Thanked, SaidGoodbye, WentBack), say="all_set", to=DONE),
        On(ANOTHER_TIME, together, do=find_new_time, say="person_finds_time", to=DONE),
        On(ANOTHER_TIME, to=Go("book", to_book)),
        ask="offer_new_time",
        menu=(Confirmed(), Denied()),
    ),
    memory=Cancelling,
    values=values,
    refresh=still_to_cancel,
)
