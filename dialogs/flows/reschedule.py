"""Reschedule: the old appointment stays booked until the move itself succeeds."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import FindSlots, HoldSlot, JoinWaitlist, MoveAppointment, OpenCase, ReleaseHold
from dialogs.events import (
    AppointmentMoved,
    ChoiceSent,
    HoldExpired,
    NotAllowed,
    NothingFree,
    SlotHeld,
    SlotsFound,
    SlotTaken,
)
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.choosing import about, about_it, choosing, listed, starting, still_booked
from dialogs.flows.waitlist import InLine
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    GaveWhen,
    KeepsVisit,
    NamedProvider,
    SelectedOption,
    Shift,
    WantsMove,
    WantsOther,
    WantsWaitlist,
    WentBack,
)
from dialogs.visits import Visit
from dialogs.wishing import earlier_than, later_than
from scheduler.model import Hold, Slot
from scheduler.wishes import ANY_TIME, When

OFFERED = 3
# Enough that some are left when those of a refused provider are taken out.
LOOKED_AT = 12


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
    def chosen(self) -> Slot:
        return self.offered[self.option - 1]


def about_moving(visits: tuple[Visit, ...], said: object) -> Move:
    """The start of a move, as far as the words that led here tell."""
    if isinstance(said, WantsMove):
        return Move(about(visits, said), when=said.when)
    return Move(visits, when=said.when if isinstance(said, GaveWhen) else ANY_TIME)


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
        "options": move.offered,
        "slot": move.hold.slot if move.hold else None,
    }


def _tells(when: When) -> bool:
    """Whether a wish narrows anything down: "the earliest you have" does."""
    return not when.is_any_time or when.order is not None


def knows_when(move: Move, event: object) -> bool:
    return _tells(move.when)


def was_offered(move: Move, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= len(move.offered)


def shifts(move: Move, other: WantsOther) -> bool:
    return other.shift is not Shift.NONE


def acceptable(move: Move, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    return tuple(slot for slot in slots if slot.provider != move.refused)[:OFFERED]


def has_acceptable(move: Move, found: SlotsFound) -> bool:
    return bool(acceptable(move, found.slots))


def has_nearest(move: Move, nothing: NothingFree) -> bool:
    return bool(acceptable(move, nothing.nearest))


def keep_found(move: Move, found: SlotsFound) -> Move:
    return replace(move, offered=acceptable(move, found.slots), hold=None)


def keep_nearest(move: Move, nothing: NothingFree) -> Move:
    return replace(move, offered=acceptable(move, nothing.nearest), hold=None)


def keep_wish(move: Move, said: GaveWhen | WantsMove) -> Move:
    return replace(move, when=said.when)


def names_time(move: Move, wants: WantsMove) -> bool:
    return about_it(move, wants) and _tells(wants.when)


def keep_shifted(move: Move, other: WantsOther) -> Move:
    seen = [slot.starts_at for slot in move.offered] or [move.visit.appointment.slot.starts_at]
    shifted = earlier_than(min(seen), move.when) if other.shift is Shift.EARLIER else later_than(max(seen), move.when)
    return replace(move, when=shifted)


def keep_provider(move: Move, named: NamedProvider) -> Move:
    if named.refused:
        return replace(move, provider=None, refused=named.provider)
    return replace(move, provider=named.provider, refused=None)


def keep_option(move: Move, picked: SelectedOption) -> Move:
    return replace(move, option=picked.option)


def keep_hold(move: Move, held: SlotHeld) -> Move:
    return replace(move, hold=held.hold)


def forget_hold(move: Move, event: object) -> Move:
    return replace(move, hold=None)


def search(move: Move) -> FindSlots:
    visit = move.visit.appointment
    own = None if move.refused == visit.slot.provider else visit.slot.provider
    return FindSlots(
        visit_type=visit.slot.visit_type,
        provider=move.provider or own,
        location=visit.slot.location,
        when=move.when,
        limit=LOOKED_AT if move.refused else OFFERED,
        moving=visit.id,
    )


def hold_chosen(move: Move) -> HoldSlot:
    return HoldSlot(move.chosen, move.visit.appointment.patient_id, moving=move.visit.id)


def hold_instead(move: Move) -> tuple[ReleaseHold | HoldSlot, ...]:
    return (*release(move), hold_chosen(move))


def move_into_hold(move: Move) -> MoveAppointment:
    if move.hold is None:
        raise LookupError("a move is only asked for while a slot is held")
    return MoveAppointment(move.visit.id, to=move.hold)


def release(move: Move) -> tuple[ReleaseHold, ...]:
    return (ReleaseHold(move.hold.id),) if move.hold else ()


def search_anew(move: Move) -> tuple[ReleaseHold | FindSlots, ...]:
    return (*release(move), search(move))


def is_gone(move: Move, refused: NotAllowed) -> bool:
    return refused.reason == "gone"


def ask_staff(move: Move) -> OpenCase:
    wish = "Wants to move a visit by text and nothing suitable is free. Please find a time."
    return OpenCase("cannot_book", wish, patient_id=move.visit.appointment.patient_id)


def to_waitlist(move: Move, said: object) -> InLine:
    """In line for what was looked for, or for the time that was named now."""
    if isinstance(said, WantsWaitlist) and _tells(said.when):
        move = replace(move, when=said.when)
    wish, visit = search(move), move.visit.appointment
    line = JoinWaitlist(visit.patient_id, wish.visit_type, wish.provider, wish.location, wish.when, visit.id)
    return InLine(wish=line, name=move.visit.name)


def row(move: Move, moved: AppointmentMoved) -> dict[str, object]:
    return {"visit": Visit(moved.appointment, move.visit.name)}


KEEP_IT = On(KeepsVisit, do=release, say="kept_as_booked", to=DONE)
WAIT = On(WantsWaitlist, do=release, to=Go("waitlist", to_waitlist))
NEW_WISH = (
    KEEP_IT,
    WAIT,
    On(NamedProvider, keep=keep_provider, do=search_anew, to="searching"),
    On(WantsOther, shifts, keep=keep_shifted, do=search_anew, to="searching"),
    On(GaveWhen, keep=keep_wish, do=search_anew, to="searching"),
    On(WantsMove, names_time, keep=keep_wish, do=search_anew, to="searching"),
)
PICKED_ANEW = On(SelectedOption, was_offered, keep=keep_option, do=hold_instead, to="holding")
CHOICE = On(SelectedOption, was_offered, keep=keep_option, do=hold_chosen, to="holding")
NONE_OF_THESE = On((WantsOther, Denied, WentBack), to="asking_other")
LEAVE_IT = On((Denied, WentBack), say="kept_as_booked", to=DONE)
SLOT_LOST = On(SlotTaken, keep=forget_hold, say="just_taken", do=search, to="searching")
TOO_LATE = On(HoldExpired, keep=forget_hold, say="hold_expired", do=search, to="searching")
VANISHED = On(NotAllowed, is_gone, say="visit_gone", to=DONE)
REFUSED = On(NotAllowed, say="cannot_move", do=ask_staff, to=DONE)
WAIT_FOR_ANY = On((Confirmed, WantsWaitlist), to=Go("waitlist", to_waitlist))
HAND_OVER = On(WantsOther, do=ask_staff, say="person_finds_time", to=DONE)


RESCHEDULE = Flow(
    "reschedule",
    starting("ready"),
    choosing("which_to_move"),
    State(
        "ready",
        On(Entered, knows_when, do=search, to="searching"),
        On(Entered, to="asking_when"),
    ),
    State("asking_when", *NEW_WISH, LEAVE_IT, ask="when_suits", again="when_suits_again"),
    State("asking_other", *NEW_WISH, LEAVE_IT, ask="other_days", again="when_suits_again"),
    State(
        "searching",
        On(SlotsFound, has_acceptable, keep=keep_found, to="offering"),
        On(NothingFree, has_nearest, keep=keep_nearest, to="offering_nearest"),
        On((SlotsFound, NothingFree), to="nothing_free"),
    ),
    State("offering", CHOICE, *NEW_WISH, NONE_OF_THESE, ask="offer_slots", again="offer_slots_again"),
    State("offering_nearest", CHOICE, *NEW_WISH, NONE_OF_THESE, ask="offer_nearest", again="offer_slots_again"),
    State("holding", On(SlotHeld, keep=keep_hold, to="confirming"), SLOT_LOST, REFUSED),
    State(
        "confirming",
        PICKED_ANEW,
        *NEW_WISH,
        On((Confirmed, WantsMove), about_it, do=move_into_hold, to="moving"),
        On((Denied, WantsOther, WentBack), do=release, to="letting_go"),
        TOO_LATE,
        ask="confirm_move",
        menu=(Confirmed(), Denied()),
    ),
    State("letting_go", On(Entered, keep=forget_hold, to="asking_other")),
    State("moving", On(AppointmentMoved, say="moved", tell=row, to=DONE), SLOT_LOST, TOO_LATE, VANISHED, REFUSED),
    State(
        "nothing_free",
        *NEW_WISH,
        WAIT_FOR_ANY,
        HAND_OVER,
        LEAVE_IT,
        ask="offer_waitlist",
        menu=(Confirmed(), Denied()),
    ),
    memory=Move,
    values=values,
    refresh=still_booked,
    leave=release,
)
