"""Carries out what a dialog asked for. Every effect type has its hand here; a missing one fails at import."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, get_args

from dialogs import effects as orders
from dialogs import events
from scheduler import availability, cells
from scheduler.clinic import Clinic
from scheduler.errors import HoldExpired, NotAllowed, SlotTaken
from scheduler.model import Appointment, Slot
from scheduler.wishes import ANY_TIME, Order, When, Window
from storage import appointments, cases, patients, suppressions
from storage.conversations import Conversation
from storage.occupancy import StoredOccupancy
from storage.work import Work

HOLD_FOR = timedelta(minutes=10)
READS = (orders.FindSlots,)
# How many openings are read out at once: a longer list is too long to hold in the head.
ALOUD_AT_ONCE, MOST_AT_ONCE = 2, 3


@dataclass(frozen=True, slots=True)
class Hands:
    """One turn's means: the transaction, the clinic, and whose conversation it is; `spoken` in a call."""

    work: Work
    clinic: Clinic
    facts: events.Facts
    phone: str
    conversation: Conversation | None = None
    spoken: bool = False

    @property
    def actor(self) -> str:
        return f"conversation:{self.conversation.id}" if self.conversation else "conversation"

    @property
    def conversation_id(self) -> str:
        if self.conversation is None:
            raise LookupError("a turn that writes has locked its conversation")
        return self.conversation.id

    def carry_out(self, effect: orders.Effect) -> events.Event | None:
        """Do it; the answer is an event, or None where nothing is to be answered."""
        return _HANDS[type(effect)](self, effect)


def writes(effect: orders.Effect) -> bool:
    """Whether carrying it out needs the writing transaction."""
    return not isinstance(effect, READS)


def _find_slots(hands: Hands, wish: orders.FindSlots) -> events.Event:
    if hands.spoken and wish.limit <= MOST_AT_ONCE:
        wish = replace(wish, limit=ALOUD_AT_ONCE)
    own = appointments.get(hands.work, wish.moving) if wish.moving else None
    query = availability.SlotQuery(wish.visit_type, wish.provider, wish.location, wish.when)
    zone = hands.clinic.zone(wish.location)
    if slots := availability.spoken(_openings(hands, query, own), wish.limit, zone):
        return events.SlotsFound(slots)
    why = availability.why_none(hands.clinic, query, hands.work.now)
    return events.NothingFree(_nearest(hands, query, own, wish.limit), why)


def _nearest(hands: Hands, query: availability.SlotQuery, own: Appointment | None, limit: int) -> tuple[Slot, ...]:
    """The openings around the day that was wished, in the order of time; the first of all where no day was said."""
    zone = hands.clinic.zone(query.location)
    day = next((window for window in query.when.windows if isinstance(window.start, datetime)), None)
    if day is None or not isinstance(day.start, datetime):
        return availability.spoken(_openings(hands, replace(query, when=ANY_TIME), own), limit, zone)
    begin, end = day.start, day.end if isinstance(day.end, datetime) else day.start
    before = When((Window(None, begin),), query.when.excluded, Order.LATEST)
    after = When((Window(end, None),), query.when.excluded)
    around = [
        slot
        for side in (before, after)
        for slot in availability.spoken(_openings(hands, replace(query, when=side), own), limit, zone)
    ]
    around.sort(key=lambda slot: max(begin - slot.starts_at, slot.starts_at - end))
    return tuple(sorted(around[:limit], key=lambda slot: slot.starts_at))


def _openings(hands: Hands, query: availability.SlotQuery, own: Appointment | None) -> Iterator[Slot]:
    """What could be booked, as a stream; for a visit that moves, as if it had left its place."""
    occupancy = StoredOccupancy(hands.work)
    if own is None:
        return availability.openings(hands.clinic, query, occupancy, hands.work.now)
    found = availability.openings(hands.clinic, query, _Without(occupancy, hands.clinic, own.slot), hands.work.now)
    return (slot for slot in found if slot.starts_at != own.slot.starts_at)


@dataclass(frozen=True, slots=True)
class _Without:
    """The calendar as it will be once a visit has left its place."""

    occupancy: StoredOccupancy
    clinic: Clinic
    leaving: Slot

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[tuple[str, int], int]:
        days = dict(self.occupancy.busy(resources, first_day, last_day))
        for resource, taken in cells.occupied(self.clinic, self.leaving):
            for day, bits in cells.day_masks(taken):
                if (resource, day) in days:
                    days[resource, day] &= ~bits
        return days


def _hold_slot(hands: Hands, order: orders.HoldSlot) -> events.Event:
    hold = appointments.hold(
        hands.work,
        hands.clinic,
        order.slot,
        patient_id=order.patient_id,
        conversation_id=hands.conversation_id,
        moving=order.moving,
        expires_at=hands.work.now + HOLD_FOR,
    )
    return events.SlotTaken() if hold is None else events.SlotHeld(hold)


def _release_hold(hands: Hands, order: orders.ReleaseHold) -> None:
    appointments.release(hands.work, hands.clinic, order.hold_id)


def _move(hands: Hands, order: orders.MoveAppointment) -> events.Event:
    try:
        moved = appointments.move(hands.work, hands.clinic, order.appointment_id, order.to, actor=hands.actor)
    except SlotTaken:
        return events.SlotTaken()
    except HoldExpired:
        return events.HoldExpired()
    except NotAllowed as refusal:
        return events.NotAllowed(refusal.reason)
    return events.AppointmentMoved(moved)


def _cancel(hands: Hands, order: orders.CancelAppointment) -> events.Event:
    try:
        cancelled = appointments.cancel(hands.work, hands.clinic, order.appointment_id, actor=hands.actor)
    except NotAllowed as refusal:
        return events.NotAllowed(refusal.reason)
    return events.AppointmentCancelled(cancelled)


def _confirm(hands: Hands, order: orders.ConfirmAppointment) -> events.Event:
    try:
        confirmed = appointments.confirm(hands.work, order.appointment_id, actor=hands.actor)
    except NotAllowed as refusal:
        return events.NotAllowed(refusal.reason)
    return events.AppointmentConfirmed(confirmed)


def _open_case(hands: Hands, order: orders.OpenCase) -> None:
    only = hands.facts.patients[0].id if len(hands.facts.patients) == 1 else None
    cases.open_case(
        hands.work,
        conversation_id=hands.conversation_id,
        reason=order.reason,
        priority=order.priority,
        summary=order.summary,
        patient_id=order.patient_id or only,
        actor=hands.actor,
    )


def _opt_out(hands: Hands, order: orders.RecordOptOut) -> None:
    suppressions.opt_out(hands.work, hands.phone, source=hands.actor)


def _opt_in(hands: Hands, order: orders.RecordOptIn) -> None:
    suppressions.opt_in(hands.work, hands.phone, source=hands.actor)


def _wrong_number(hands: Hands, order: orders.MarkWrongNumber) -> None:
    patients.mark_wrong_number(hands.work, hands.phone, actor=hands.actor)


_HANDS: dict[type, Callable[[Hands, Any], events.Event | None]] = {
    orders.FindSlots: _find_slots,
    orders.HoldSlot: _hold_slot,
    orders.ReleaseHold: _release_hold,
    orders.MoveAppointment: _move,
    orders.CancelAppointment: _cancel,
    orders.ConfirmAppointment: _confirm,
    orders.OpenCase: _open_case,
    orders.RecordOptOut: _opt_out,
    orders.RecordOptIn: _opt_in,
    orders.MarkWrongNumber: _wrong_number,
}

if missing := set(get_args(orders.Effect)) - set(_HANDS):
    raise TypeError(f"no hand carries out {sorted(effect.__name__ for effect in missing)}")
