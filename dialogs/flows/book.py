"""Book: a new visit for a patient whom this number may speak for. Which type, for whom, when; then as with a move."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.effects import BookAppointment, FindSlots, HoldSlot, JoinWaitlist, OpenCase
from dialogs.events import AppointmentBooked, Facts
from dialogs.flow import DONE, Flow, On, State
from dialogs.flows.choosing import MOST_CHOICES, about_it
from dialogs.flows.picking import (
    SLOT_LOST,
    TOO_LATE,
    Words,
    held,
    release,
    search_anew,
    states,
    tells,
    with_named_time,
)
from dialogs.flows.waitlist import InLine
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    KeepsVisit,
    NamedKind,
    NamedPatients,
    SelectedOption,
    WantsBooking,
    WentBack,
)
from dialogs.visits import Kind, Person, Visit, reachable
from scheduler.model import Hold, Slot
from scheduler.wishes import ANY_TIME, When

MOST_KINDS = 5


@dataclass(frozen=True, slots=True)
class Booking:
    """The types and patients to choose from and those chosen; the wish, what was offered, what is held."""

    kinds: tuple[Kind, ...]
    people: tuple[Person, ...]
    kind: Kind | None = None
    person: Person | None = None
    when: When = ANY_TIME
    provider: str | None = None
    refused: str | None = None
    offered: tuple[Slot, ...] = ()
    option: int = 1
    hold: Hold | None = None

    @property
    def seen(self) -> tuple[datetime, ...]:
        return tuple(slot.starts_at for slot in self.offered)

    def wish(self) -> FindSlots:
        kind, person = self.kind, self.person
        return FindSlots(
            kind.id if kind else "", self.provider, when=self.when, patient_id=person.id if person else None
        )

    def claim(self, slot: Slot) -> HoldSlot:
        return HoldSlot(slot, self.person.id if self.person else "")


def values(booking: Booking) -> dict[str, object]:
    if booking.kind is None:
        return {"options": booking.kinds[:MOST_KINDS], "kind": ""}
    if booking.person is None:
        return {"options": booking.people[:MOST_CHOICES], "kind": booking.kind}
    return {
        "kind": booking.kind,
        "name": booking.person.name or "none",
        "usual": "",
        "wish": booking.when,
        "options": booking.offered,
        "slot": booking.hold.slot if booking.hold else None,
    }


def still_theirs(booking: Booking, facts: Facts, now: datetime) -> Booking | None:
    """Unchanged while this number may speak for the patients in question, and the clinic gives such visits."""
    known = {patient.id for patient in reachable(facts)}
    given = {kind.id for kind in facts.clinic.visit_types}
    people = (booking.person,) if booking.person else booking.people
    kinds = (booking.kind,) if booking.kind else booking.kinds
    grounded = all(person.id in known for person in people) and all(kind.id in given for kind in kinds)
    return booking if grounded else None


def cannot(booking: Booking, event: object) -> bool:
    return not booking.kinds or not booking.people


def kind_is_open(booking: Booking, event: object) -> bool:
    return booking.kind is None


def person_is_open(booking: Booking, event: object) -> bool:
    return booking.person is None


def may_book(booking: Booking, named: NamedKind) -> bool:
    return any(kind.id == named.kind for kind in booking.kinds)


def changes_kind(booking: Booking, named: NamedKind) -> bool:
    return about_it(booking, named) and may_book(booking, named) and booking.kind != Kind(named.kind)


def take_kind(booking: Booking, named: NamedKind) -> Booking:
    when = named.when if tells(named.when) else booking.when
    return replace(booking, kind=Kind(named.kind), when=when, provider=named.provider or booking.provider)


def lists_kind(booking: Booking, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= min(len(booking.kinds), MOST_KINDS)


def take_listed_kind(booking: Booking, picked: SelectedOption) -> Booking:
    return replace(booking, kind=booking.kinds[picked.option - 1])


def lists_person(booking: Booking, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= min(len(booking.people), MOST_CHOICES)


def take_listed_person(booking: Booking, picked: SelectedOption) -> Booking:
    return replace(booking, person=booking.people[picked.option - 1])


def names_one(booking: Booking, named: NamedPatients) -> bool:
    return len(named.patients) == 1 and any(person.id in named.patients for person in booking.people)


def take_named(booking: Booking, named: NamedPatients) -> Booking:
    return replace(booking, person=next(person for person in booking.people if person.id in named.patients))


def book_held(booking: Booking) -> BookAppointment:
    return BookAppointment(held(booking))


def ask_staff(booking: Booking) -> OpenCase:
    kind = f" ({booking.kind.id})" if booking.kind else ""
    wish = f"Would like to book a new visit{kind} by text, and the bot could not. Please find a time."
    return OpenCase("cannot_book", wish, patient_id=booking.person.id if booking.person else None)


def to_waitlist(booking: Booking, said: object) -> InLine:
    """In line for what was looked for, or for the time that was named now."""
    wish, person = with_named_time(booking, said).wish(), booking.person
    line = JoinWaitlist(person.id if person else "", wish.visit_type, wish.provider, wish.location, wish.when)
    return InLine(wish=line, name=person.name if person else "")


def row(booking: Booking, done: AppointmentBooked) -> dict[str, object]:
    return {"visit": Visit(done.appointment, booking.person.name if booking.person else "")}


LEAVE_IT = On((KeepsVisit, Denied, WentBack), say="nothing_booked", to=DONE)
CANNOT = On(NamedKind, say="cannot_book", do=ask_staff, to=DONE)
YES = On((Confirmed, WantsBooking), about_it, do=book_held, to="booking")
OTHER_KIND = On(NamedKind, changes_kind, keep=take_kind, do=search_anew, to="searching")
WORDS = Words(
    when="book_when",
    when_again="book_when_again",
    other="book_other_days",
    offer="offer_slots",
    offer_again="book_offer_again",
    nearest="offer_nearest",
    confirm="confirm_book",
    nothing="book_offer_waitlist",
    cannot="cannot_book",
    left="nothing_booked",
)

BOOK = Flow(
    "book",
    State(
        "starting",
        On(Entered, cannot, say="cannot_book", do=ask_staff, to=DONE),
        On(Entered, kind_is_open, to="choosing_kind"),
        On(Entered, person_is_open, to="choosing_patient"),
        On(Entered, to="ready"),
    ),
    State(
        "choosing_kind",
        On(NamedKind, may_book, keep=take_kind, to="starting"),
        CANNOT,
        On(SelectedOption, lists_kind, keep=take_listed_kind, to="starting"),
        LEAVE_IT,
        ask="which_kind",
    ),
    State(
        "choosing_patient",
        On(NamedPatients, names_one, keep=take_named, to="starting"),
        On(SelectedOption, lists_person, keep=take_listed_person, to="starting"),
        LEAVE_IT,
        ask="for_whom",
    ),
    *states(WORDS, WantsBooking, YES, ask_staff, to_waitlist, OTHER_KIND),
    State("booking", On(AppointmentBooked, say="booked", tell=row, to=DONE), SLOT_LOST, TOO_LATE),
    memory=Booking,
    values=values,
    refresh=still_theirs,
    leave=release,
    lasts_hours=48,
)
