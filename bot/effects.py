"""Carries out what a dialog asked for. Every effect type has its hand here; a missing one fails at import."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, get_args

from bot import identifying, offers, papers
from dialogs import effects as orders
from dialogs import events
from scheduler import availability, cells, delays, ranking
from scheduler.bits import span
from scheduler.clinic import Clinic
from scheduler.contact import Medium
from scheduler.errors import HoldExpired, NotAllowed, PatientBusy, QuotaReached, SlotTaken
from scheduler.habits import Habits
from scheduler.model import Appointment, AppointmentStatus, Slot
from scheduler.ports import Occupancy, Start
from scheduler.reasons import Reason
from scheduler.rules import too_near
from scheduler.wishes import When, Window
from storage import appointments, audit, calls, cases, consents, mutes, outreach, patients, suppressions, visitors
from storage.conversations import Conversation
from storage.occupancy import StoredOccupancy
from storage.visitors import Known
from storage.work import Work

HOLD_FOR = timedelta(minutes=10)
ALWAYS = -1  # all bits
READS = (orders.FindSlots, orders.CheckDelay, orders.FindForm)
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
    whose = own.patient_id if own else wish.patient_id
    known, when = _known(hands, whose), _elsewhere(hands, wish, whose, own)
    query = availability.SlotQuery(wish.visit_type, wish.provider, wish.location, when, visitor=known.visitor)
    stored = StoredOccupancy(hands.work)
    occupancy: Occupancy = Without(stored, hands.clinic, own.slot) if own else stored
    if wish.refused:
        occupancy = NotWith(occupancy, wish.refused)
    asked = (hands.clinic, query, occupancy, hands.work.now, wish.limit, _habits(known.habits, own, wish.refused))
    if slots := ranking.choose(*asked):
        return events.SlotsFound(slots)
    why = availability.why_none(hands.clinic, query, hands.work.now, occupancy)
    if why.reason is Reason.NO_PROVIDER:
        asked = (hands.clinic, replace(query, provider=None), *asked[2:])
    return events.NothingFree(ranking.nearest(*asked), why.reason.value)


def _known(hands: Hands, patient_id: str | None) -> Known:
    person = next((patient for patient in hands.facts.patients if patient.id == patient_id), None)
    return visitors.known(hands.work, hands.clinic, person) if person else Known()


def _habits(known: Habits, own: Appointment | None, refused: str | None) -> Habits:
    """A visit that moves stays with its provider rather than with the usual one; whom they refuse does not count."""
    provider = own.slot.provider if own else known.provider
    return replace(known, provider=None if provider == refused else provider)


def _elsewhere(hands: Hands, wish: orders.FindSlots, patient_id: str | None, own: Appointment | None) -> When:
    """The wish without the time at which the visit is already, and those at which the patient is elsewhere."""
    takes = timedelta(minutes=hands.clinic.visit_type(wish.visit_type).minutes)
    there = [Window(own.slot.starts_at, own.slot.starts_at + cells.CELL)] if own else []
    others = [
        Window(visit.slot.starts_at - takes + cells.CELL, visit.slot.ends_at)
        for visit in hands.facts.visits
        if visit.patient_id == patient_id and (own is None or visit.id != own.id)
    ]
    return replace(wish.when, excluded=(*wish.when.excluded, *there, *others)) if there or others else wish.when


@dataclass(frozen=True, slots=True)
class Without:
    """The calendar as it will be once a visit has left its place; what it shares with others stays taken."""

    occupancy: StoredOccupancy
    clinic: Clinic
    leaving: Slot

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        found = dict(self.occupancy.busy(resources, first_day, last_day))
        size, origin = (last_day - first_day + 1) * cells.CELLS_A_DAY, first_day * cells.CELLS_A_DAY
        for resource, taken in () if self._is_shared else cells.occupied(self.clinic, self.leaving):
            if resource in found:
                found[resource] &= ~span(taken.start - origin, taken.stop - origin, size)
        return found

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        found = list(self.occupancy.starts(first_day, last_day))
        own = next((start for start in found if start.slot == self.leaving), None)
        return [start for start in found if start is not own]

    @property
    def _is_shared(self) -> bool:
        try:
            return self.clinic.visit_type(self.leaving.visit_type).capacity > 1
        except LookupError:
            return False


@dataclass(frozen=True, slots=True)
class NotWith:
    """The calendar for somebody who does not want one provider: as if that one were never free."""

    occupancy: Occupancy
    provider: str

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        return {**self.occupancy.busy(resources, first_day, last_day), self.provider: ALWAYS}

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        return self.occupancy.starts(first_day, last_day)


def _hold_slot(hands: Hands, order: orders.HoldSlot) -> events.Event:
    kind, zone = hands.clinic.visit_type(order.slot.visit_type), hands.clinic.zone(order.slot.location)
    if too_near(kind, order.slot.starts_at, zone, hands.work.now):
        return events.HoldExpired()
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


def _book(hands: Hands, order: orders.BookAppointment) -> events.Event:
    medium: Medium = "voice" if hands.spoken else "sms"
    consents.give(hands.work, order.hold.patient_id, hands.phone, medium, actor=hands.actor)
    source = "call" if hands.spoken else "text"
    try:
        booked = appointments.book_held(hands.work, hands.clinic, order.hold, actor=hands.actor, source=source)
    except (SlotTaken, PatientBusy, QuotaReached):
        return events.SlotTaken()
    except HoldExpired:
        return events.HoldExpired()
    return events.AppointmentBooked(booked)


def _release_hold(hands: Hands, order: orders.ReleaseHold) -> None:
    appointments.release(hands.work, hands.clinic, order.hold_id)


def _move(hands: Hands, order: orders.MoveAppointment) -> events.Event:
    try:
        moved = appointments.move(hands.work, hands.clinic, order.appointment_id, order.to, actor=hands.actor)
    except (SlotTaken, PatientBusy, QuotaReached):
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


def _check_identity(hands: Hands, order: orders.CheckIdentity) -> events.Event:
    language = hands.conversation.language if hands.conversation else hands.clinic.default_language
    return identifying.identify(hands.work, hands.facts, order, hands.phone, language, actor=hands.actor)


def _check_delay(hands: Hands, order: orders.CheckDelay) -> events.Event:
    visit = appointments.get(hands.work, order.appointment_id)
    fits = visit is not None and delays.still_fits(
        hands.clinic, visit.slot, timedelta(minutes=order.minutes), StoredOccupancy(hands.work)
    )
    return events.DelayFits() if fits else events.DelayTooLong()


def _note_reason(hands: Hands, order: orders.NoteReason) -> None:
    subject = f"appointment:{order.appointment_id}"
    audit.write(hands.work, hands.actor, "appointment.cancel_reason", subject, after={"reason": order.reason})


def _note_answer(hands: Hands, order: orders.NoteAnswer) -> None:
    audit.write(hands.work, hands.actor, "answer.given", f"answer:{order.id}")


def _mark_arrived(hands: Hands, order: orders.MarkArrived) -> None:
    with contextlib.suppress(NotAllowed, LookupError):
        appointments.set_status(
            hands.work, hands.clinic, order.appointment_id, AppointmentStatus.ARRIVED, actor=hands.actor
        )


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
    if order.kind == "calls":
        calls.stop(hands.work, hands.phone, hands.actor)
    elif order.kind:
        mutes.mute(hands.work, hands.phone, order.kind, source=hands.actor)
    else:
        suppressions.opt_out(hands.work, hands.phone, source=hands.actor)


def _opt_in(hands: Hands, order: orders.RecordOptIn) -> None:
    suppressions.opt_in(hands.work, hands.phone, source=hands.actor)
    calls.resume(hands.work, hands.phone, hands.actor)
    mutes.unmute(hands.work, hands.phone)


def _wrong_number(hands: Hands, order: orders.MarkWrongNumber) -> None:
    patients.mark_wrong_number(hands.work, hands.phone, actor=hands.actor)


def _note_survey(hands: Hands, order: orders.NoteSurvey) -> None:
    known = {"score": order.score, "words": order.words}
    outreach.answer(hands.work, order.id, {key: value for key, value in known.items() if value})


_HANDS: dict[type, Callable[[Hands, Any], events.Event | None]] = {
    orders.FindSlots: _find_slots,
    orders.HoldSlot: _hold_slot,
    orders.ReleaseHold: _release_hold,
    orders.BookAppointment: _book,
    orders.MoveAppointment: _move,
    orders.CancelAppointment: _cancel,
    orders.ConfirmAppointment: _confirm,
    orders.JoinWaitlist: offers.join,
    orders.LeaveWaitlist: offers.leave,
    orders.AcceptOffer: offers.accept,
    orders.DeclineOffer: offers.decline,
    orders.CheckIdentity: _check_identity,
    orders.NoteReason: _note_reason,
    orders.NoteAnswer: _note_answer,
    orders.CheckDelay: _check_delay,
    orders.MarkArrived: _mark_arrived,
    orders.OpenCase: _open_case,
    orders.RecordOptOut: _opt_out,
    orders.RecordOptIn: _opt_in,
    orders.MarkWrongNumber: _wrong_number,
    orders.FindForm: papers.find_form,
    orders.KeepAnswers: papers.keep_answers,
    orders.KeepInsurance: papers.keep_insurance,
    orders.NoteSurvey: _note_survey,
}

if missing := set(get_args(orders.Effect)) - set(_HANDS):
    raise TypeError(f"no hand carries out {sorted(effect.__name__ for effect in missing)}")
