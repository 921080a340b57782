"""Waiting list: join it, leave it, and answer when an opening is offered.

The offer itself is the read-back: a yes takes it. Who lets it pass, or comes too late, keeps the place in line.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import AcceptOffer, DeclineOffer, JoinWaitlist, LeaveWaitlist, OpenCase
from dialogs.events import OfferAccepted, OfferGone, OfferSent, WaitlistJoined, WaitlistLeft
from dialogs.flow import DONE, Flow, On, State
from dialogs.flows.choosing import choosing, listed
from dialogs.meanings import Confirmed, Denied, Entered, LeavesWaitlist, WantsMove, WantsOther, WentBack
from dialogs.visits import Visit
from scheduler.model import WaitlistOffer
from scheduler.wishes import ANY_TIME, When


@dataclass(frozen=True, slots=True)
class InLine:
    """What somebody waits for: a `wish` that is complete, or the visits it may be about. Later, what was offered."""

    visits: tuple[Visit, ...] = ()
    when: When = ANY_TIME
    wish: JoinWaitlist | None = None
    leaving: tuple[str, ...] | None = None
    offer: WaitlistOffer | None = None
    minutes: int = 0
    name: str = ""


def offered(sent: OfferSent) -> InLine:
    """The memory of an offer that just went out."""
    visits = (Visit(sent.visit, sent.name),) if sent.visit else ()
    return InLine(visits, offer=sent.offer, minutes=sent.minutes, name=sent.name)


def values(memory: InLine) -> dict[str, object]:
    if memory.offer is None:
        return listed(memory)
    told: dict[str, object] = {"slot": memory.offer.slot, "minutes": memory.minutes, "name": memory.name or "none"}
    return {**told, "visit": memory.visits[0]} if memory.visits else told


def was_offered_instead(memory: InLine, event: object) -> bool:
    return memory.offer is not None and bool(memory.visits)


def was_offered(memory: InLine, event: object) -> bool:
    return memory.offer is not None


def is_leaving(memory: InLine, event: object) -> bool:
    return memory.leaving is not None


def is_complete(memory: InLine, event: object) -> bool:
    return memory.wish is not None


def knows_visit(memory: InLine, event: object) -> bool:
    return len(memory.visits) == 1


def nothing_booked(memory: InLine, event: object) -> bool:
    return not memory.visits


def was_in_line(memory: InLine, left: WaitlistLeft) -> bool:
    return left.count > 0


def join(memory: InLine) -> JoinWaitlist:
    if memory.wish is not None:
        return memory.wish
    visit = memory.visits[0].appointment
    slot = visit.slot
    return JoinWaitlist(visit.patient_id, slot.visit_type, slot.provider, slot.location, memory.when, visit.id)


def leave(memory: InLine) -> LeaveWaitlist:
    own = (memory.offer.patient_id,) if memory.offer else ()
    return LeaveWaitlist(memory.leaving or own)


def accept(memory: InLine) -> AcceptOffer:
    return AcceptOffer(_offer(memory).id)


def decline(memory: InLine) -> DeclineOffer:
    return DeclineOffer(_offer(memory).id)


def _offer(memory: InLine) -> WaitlistOffer:
    if memory.offer is None:
        raise LookupError("an offer is only answered after it was made")
    return memory.offer


def ask_staff(memory: InLine) -> OpenCase:
    return OpenCase("cannot_book", "Would like to be on the waiting list and has no visit booked. Please find a time.")


def row(memory: InLine, done: OfferAccepted) -> dict[str, object]:
    return {"visit": Visit(done.appointment, memory.name)}


ANSWERS = (
    On(LeavesWaitlist, do=leave, to="leaving"),
    On((Confirmed, WantsMove), do=accept, to="accepting"),
    On((Denied, WantsOther, WentBack), do=decline, say="offer_passed", to=DONE),
)
MENU = (Confirmed(), Denied(), LeavesWaitlist())

WAITLIST = Flow(
    "waitlist",
    State(
        "starting",
        On(Entered, was_offered_instead, to="offered_instead"),
        On(Entered, was_offered, to="offered"),
        On(Entered, is_leaving, do=leave, to="leaving"),
        On(Entered, is_complete, do=join, to="joining"),
        On(Entered, nothing_booked, do=ask_staff, say="person_finds_time", to=DONE),
        On(Entered, knows_visit, do=join, to="joining"),
        On(Entered, to="choosing"),
    ),
    choosing("which_to_move"),
    State("joining", On(WaitlistJoined, say="waitlisted", to=DONE)),
    State(
        "leaving",
        On(WaitlistLeft, was_in_line, say="waitlist_left", to=DONE),
        On(WaitlistLeft, say="not_waitlisted", to=DONE),
    ),
    State("offered", *ANSWERS, ask="waitlist_offer", menu=MENU),
    State("offered_instead", *ANSWERS, ask="waitlist_offer_instead", menu=MENU),
    State(
        "accepting",
        On(OfferAccepted, say="offer_taken", tell=row, to=DONE),
        On(OfferGone, say="offer_gone", to=DONE),
    ),
    memory=InLine,
    values=values,
    lasts_hours=72,
)
