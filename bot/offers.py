"""What a dialog does with the waiting list: join, leave, take an offered opening or let it pass.

The hold decides who has an opening. A yes that comes too late gets it all the same while nobody else has it; otherwise
it is answered honestly, and the place in line stays.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dialogs import effects as orders
from dialogs import events
from scheduler.errors import BookingRefused, NotAllowed
from scheduler.model import Appointment, Hold, WaitlistEntry
from storage import appointments, patients, waitlist
from storage.waitlist import Offered

if TYPE_CHECKING:
    from bot.effects import Hands

# A late yes is carried out at once; the hold only has to outlast the transaction.
AT_ONCE = timedelta(minutes=1)


def join(hands: Hands, order: orders.JoinWaitlist) -> events.Event:
    visit = appointments.get(hands.work, order.moving) if order.moving else None
    entry = WaitlistEntry(
        hands.work.new_id(),
        order.patient_id,
        order.visit_type,
        order.provider,
        order.location,
        order.when,
        moving=order.moving,
        moving_from=visit.slot.starts_at if visit else None,
        source="call" if hands.spoken else "text",
    )
    waitlist.join(hands.work, entry, actor=hands.actor)
    return events.WaitlistJoined()


def leave(hands: Hands, order: orders.LeaveWaitlist) -> events.Event:
    own = [patient.id for patient in hands.facts.patients]
    known = waitlist.of_patients(hands.work, [one for one in own if not order.patients or one in order.patients])
    return events.WaitlistLeft(sum(waitlist.leave(hands.work, entry.id, actor=hands.actor) for entry in known))


def decline(hands: Hands, order: orders.DeclineOffer) -> None:
    offered = waitlist.offer(hands.work, order.offer_id)
    if offered is not None:
        waitlist.close(hands.work, offered, "declined", "let_pass", actor=hands.actor)


def accept(hands: Hands, order: orders.AcceptOffer) -> events.Event:
    offered = waitlist.offer(hands.work, order.offer_id)
    entry = waitlist.get(hands.work, offered.entry_id) if offered else None
    if offered is None or entry is None or entry.state not in waitlist.ACTIVE:
        return events.OfferGone()
    patients.lock(hands.work, entry.patient_id)
    visit = _taken(hands, offered, entry)
    if visit is None:
        return events.OfferGone()
    waitlist.settle(hands.work, offered, "accepted", "yes", actor=hands.actor)
    waitlist.end(hands.work, entry.id, "booked", "accepted", actor=hands.actor)
    return events.OfferAccepted(visit)


def _taken(hands: Hands, offered: Offered, entry: WaitlistEntry) -> Appointment | None:
    """The visit in the offered opening, held still or free again; None where somebody else has it."""
    if offered.state == "open":
        held = Hold(offered.hold_id, offered.slot, entry.patient_id, offered.expires_at)
        if visit := _booked(hands, held, entry):
            return visit
        waitlist.close(hands.work, offered, "lapsed", "too_late", actor=hands.actor)
    elif offered.state == "withdrawn":
        return None
    late = _held_again(hands, offered, entry)
    return _booked(hands, late, entry) if late else None


def _held_again(hands: Hands, offered: Offered, entry: WaitlistEntry) -> Hold | None:
    if offered.slot.starts_at <= hands.work.now + entry.notice:
        return None
    return appointments.hold(
        hands.work,
        hands.clinic,
        offered.slot,
        patient_id=entry.patient_id,
        conversation_id=hands.conversation_id,
        moving=entry.moving,
        expires_at=hands.work.now + AT_ONCE,
    )


def _booked(hands: Hands, held: Hold, entry: WaitlistEntry) -> Appointment | None:
    try:
        if entry.moving is not None:
            return appointments.move(hands.work, hands.clinic, entry.moving, held, actor=hands.actor)
        return appointments.book_held(
            hands.work, hands.clinic, held, actor=hands.actor, source="call" if hands.spoken else "sms"
        )
    except NotAllowed:
        waitlist.end(hands.work, entry.id, "expired", "visit_gone", actor=hands.actor)
        return None
    except BookingRefused:
        return None
