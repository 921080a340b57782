"""Reschedule: the old appointment stays booked until the move itself succeeds."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.effects import FindSlots, HoldSlot, JoinWaitlist, MoveAppointment, OpenCase
from dialogs.events import AppointmentMoved, ChoiceSent, NotAllowed
from dialogs.flow import DONE, Flow, On, State
from dialogs.flows.choosing import (
    about,
    about_it,
    choosing,
    listed,
    starting,
    still_booked,
    take_listed,
    was_listed,
)
from dialogs.flows.picking import (
    SLOT_LOST,
    TOO_LATE,
    Words,
    held,
    keep_wish,
    release,
    states,
    tells,
    with_named_time,
)
from dialogs.flows.waitlist import InLine
from dialogs.meanings import Confirmed, GaveWhen, SelectedOption, WantsMove
from dialogs.visits import Visit
from scheduler.model import Hold, Slot
from scheduler.wishes import ANY_TIME, When


@dataclass(frozen=True, slots=True)
class Move:
    """What this flow remembers: the visit (or those it may be), the wish, what was offered, what is held."""

    visits: tuple[Visit, ...]
    when: When = ANY_TIME
    provider: str | None = None
    refused: str | None = None
    offered: tuple[Slot, ...] = ()
    option: int = 1
    hold: Hold | None = None

    @property
    def visit(self) -> Visit:
        return self.visits[0]

    @property
    def seen(self) -> tuple[datetime, ...]:
        return tuple(slot.starts_at for slot in self.offered) or (self.visit.appointment.slot.starts_at,)

    def wish(self) -> FindSlots:
        booked = self.visit.appointment.slot
        own = None if self.refused == booked.provider else booked.provider
        return FindSlots(booked.visit_type, self.provider or own, booked.location, self.when, moving=self.visit.id)

    def claim(self, slot: Slot) -> HoldSlot:
        return HoldSlot(slot, self.visit.appointment.patient_id, moving=self.visit.id)


def about_moving(visits: tuple[Visit, ...], said: object) -> Move:
    """The start of a move, as far as the words that led here tell."""
    if isinstance(said, WantsMove):
        return Move(about(visits, said), when=said.when)
    return Move(visits, when=said.when if isinstance(said, GaveWhen) else ANY_TIME)


def tells_time(move: Move, said: GaveWhen | WantsMove) -> bool:
    return tells(said.when)


def picks_visit(move: Move, picked: SelectedOption) -> bool:
    return was_listed(move, picked) and tells(picked.when)


def take_with_time(move: Move, picked: SelectedOption) -> Move:
    return replace(move, visits=(move.visits[picked.option - 1],), when=picked.when)


def names_visit(move: Move, wants: WantsMove) -> bool:
    return tells(wants.when) and len(about(move.visits, wants)) < len(move.visits)


def take_named_with_time(move: Move, wants: WantsMove) -> Move:
    return replace(move, visits=about(move.visits, wants), when=wants.when)


def told_to_move(sent: ChoiceSent) -> Move:
    """The start of a move that the clinic asks for, its openings offered already."""
    return Move((Visit(sent.visit, sent.name),), offered=sent.openings)


def values(move: Move) -> dict[str, object]:
    if len(move.visits) != 1:
        return listed(move)
    slot = move.visit.appointment.slot
    return {
        "visit": move.visit,
        "usual": slot.provider,
        "wish": move.when,
        "options": move.offered,
        "slot": move.hold.slot if move.hold else None,
    }


def move_into_hold(move: Move) -> MoveAppointment:
    return MoveAppointment(move.visit.id, to=held(move))


def is_gone(move: Move, refused: NotAllowed) -> bool:
    return refused.reason == "gone"


def ask_staff(move: Move) -> OpenCase:
    wish = "Wants to move a visit by text and nothing suitable is free. Please find a time."
    return OpenCase("cannot_book", wish, patient_id=move.visit.appointment.patient_id)


def to_waitlist(move: Move, said: object) -> InLine:
    """In line for what was looked for, or for the time that was named now."""
    wish, visit = with_named_time(move, said).wish(), move.visit.appointment
    line = JoinWaitlist(visit.patient_id, wish.visit_type, wish.provider, wish.location, wish.when, visit.id)
    return InLine(wish=line, name=move.visit.name)


def row(move: Move, moved: AppointmentMoved) -> dict[str, object]:
    return {"visit": Visit(moved.appointment, move.visit.name)}


VANISHED = On(NotAllowed, is_gone, say="visit_gone", to=DONE)
REFUSED = On(NotAllowed, say="cannot_move", do=ask_staff, to=DONE)
YES = On((Confirmed, WantsMove), about_it, do=move_into_hold, to="moving")
WORDS = Words(
    when="when_suits",
    when_again="when_suits_again",
    other="other_days",
    offer="offer_slots",
    offer_again="offer_slots_again",
    nearest="offer_nearest",
    confirm="confirm_move",
    nothing="offer_waitlist",
    cannot="cannot_move",
    left="kept_as_booked",
)

RESCHEDULE = Flow(
    "reschedule",
    starting("ready"),
    choosing(
        "which_to_move",
        On(SelectedOption, picks_visit, keep=take_with_time, to="starting"),
        On(SelectedOption, was_listed, keep=take_listed, to="starting"),
        On(WantsMove, names_visit, keep=take_named_with_time, to="starting"),
        On((GaveWhen, WantsMove), tells_time, keep=keep_wish, say="noted", to="choosing"),
    ),
    *states(WORDS, WantsMove, YES, ask_staff, to_waitlist),
    State("moving", On(AppointmentMoved, say="moved", tell=row, to=DONE), SLOT_LOST, TOO_LATE, VANISHED, REFUSED),
    memory=Move,
    values=values,
    refresh=still_booked,
    leave=release,
    lasts_hours=48,
)
