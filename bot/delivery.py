"""What becomes of a message after it was handed to a channel: its own status, its reminder, and who must know.

Both the sender's result and Twilio's later reports come through here. A status only moves forward, so the two may
come in any order and any number of times. Where sending the same words once more can help, that is a new message.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot import log, metrics
from bot.calls import ringing
from bot.channels import codes
from bot.channels.codes import Reaction
from scheduler.clinic import Clinic
from storage import (
    appointments,
    cases,
    delivery_reports,
    messages,
    outbox,
    outreach,
    patients,
    reminders,
    suppressions,
    turns_at_clinics,
)
from storage.messages import Message
from storage.outbox import Standing
from storage.work import Work

UNDER_WAY = ("accepted", "scheduled", "queued", "sending", "sent", "delivered", "read")
ARRIVED = ("delivered", "read")
LOST = ("undelivered", "failed", "canceled")
# It waits, but no longer with us: "queued" is our own word for what is still in the outbox.
AT_THE_COMPANY = ("accepted", "scheduled", "queued")
STATUSES = frozenset((*UNDER_WAY, *LOST))

# After so long without a report the phone company is asked.
SILENCE = timedelta(minutes=15)
BLOCKED_VISIT_IS_NEAR = timedelta(hours=72)
# So many filtered texts in so long a time are no accident.
FILTERED, FILTERED_WITHIN = 3, timedelta(hours=72)
# What staff are told besides the code.
ADVICE = {
    Reaction.BARRED: "The number takes no texts like ours, so no more are sent.",
    Reaction.GONE: "The number is out of service or somebody else's, and is marked as wrong.",
    Reaction.LANDLINE: "The number cannot take texts. Please call.",
    Reaction.AWAY: "The phone was off or out of reach each time. Please call.",
    Reaction.EXPIRED: "It could not be delivered in the time in which it would have helped.",
    Reaction.FILTERED: "The phone company took it for spam. Please call.",
}


def may_precede(status: str) -> tuple[str, ...]:
    """The statuses from which a message may move to this one: those before it, and for a loss all but the last two."""
    if status in LOST:
        return UNDER_WAY[: UNDER_WAY.index("delivered")]
    return UNDER_WAY[: UNDER_WAY.index(status)]


def handed_over(work: Work, clinic: Clinic, message: Message, sid: str, status: str, code: str = "") -> None:
    """The channel took the message under this id; reports that came earlier than that are taken now."""
    report(work, clinic, message, sid, status, code)
    for parked in delivery_reports.of(work, sid):
        report(work, clinic, message, sid, parked.status, parked.code)


def report(work: Work, clinic: Clinic, message: Message, sid: str, status: str, code: str) -> None:
    """Move a message to `status`, if that is forward, and all that hangs on it."""
    if status in LOST:
        lost(work, clinic, message, code, status=status, sid=sid)
        return
    status = "sending" if status in AT_THE_COMPANY else status
    arrived = status in ARRIVED
    outbox.settle(work, message.id, "sent", ask_at=None if arrived else work.now + SILENCE)
    before = may_precede(status) if message.sid else (*may_precede(status), status)  # the first report tells the id
    if messages.advance(work, message.id, status, before, sid=sid):
        reminders.advance(work, message.id, "delivered" if arrived else "sent")


def lost(
    work: Work, clinic: Clinic, message: Message, code: str, *, status: str = "failed", sid: str | None = None
) -> None:
    """The message will not arrive: send the words anew where that helps, or tell staff what a person has to do."""
    outbox.settle(work, message.id, "failed", error=code)
    if not messages.advance(work, message.id, status, may_precede(status), sid=sid, error_code=code):
        return
    if codes.reaction(code) not in (Reaction.SUPPRESS, *codes.RESENDS) and ringing.speak_instead(work, clinic, message):
        return
    reaction = codes.reaction(code)
    log.get().warning("undelivered", clinic=clinic.id, message=message.id, code=code, action=reaction.value)
    _alarm(work, clinic, code, reaction)
    if _sent_anew(work, message, reaction):
        return
    reminders.advance(work, message.id, "failed", reason=code or status)
    _care_for_number(work, message, code, reaction)
    if _is_for_staff(work, message, reaction):
        _tell_staff(work, message, code, reaction)


def alarm(clinic_id: str, code: str, reaction: Reaction) -> None:
    """An operator must mend something."""
    metrics.alarmed(code)
    log.get().error("alarm", clinic=clinic_id, code=code, action=reaction.value)


def _alarm(work: Work, clinic: Clinic, code: str, reaction: Reaction) -> None:
    if reaction in codes.ALARMING:
        alarm(clinic.id, code, reaction)
    if reaction is Reaction.FILTERED:
        since = work.now - FILTERED_WITHIN
        if delivery_reports.count_since(work, code, since) >= FILTERED:
            alarm(clinic.id, code, reaction)
    if reaction is Reaction.ENDPOINT:
        turns_at_clinics.sweep_soon(work)


def _sent_anew(work: Work, message: Message, reaction: Reaction) -> bool:
    """Whether the same words go out once more; never for an answer that Twilio fetched itself."""
    plan, row = codes.RESENDS.get(reaction), outbox.of_message(work, message.id)
    if plan is None or row is None or row.resends >= plan.most or message.in_reply_to_sid:
        return False
    gap = plan.gap * (1 << row.resends if plan.growing else 1) * (1 + secrets.randbelow(1000) / 1000)
    _send_anew(work, message, row, gap)
    return True


def _send_anew(work: Work, message: Message, row: Standing, gap: timedelta) -> None:
    fresh = messages.again(work, message)
    outbox.put(work, fresh, kind=row.kind, due_at=work.now + gap, about=row.about, resends=row.resends + 1)
    reminders.carry_over(work, message.id, fresh.id)
    if row.kind == "outreach":
        outreach.carry_over(work, message.id, fresh.id)


def _care_for_number(work: Work, message: Message, code: str, reaction: Reaction) -> None:
    if reaction in (Reaction.SUPPRESS, Reaction.BARRED):
        suppressions.opt_out(work, message.to_number, kind="provider_block", source=f"error:{code}")
    if reaction is Reaction.GONE:
        patients.mark_wrong_number(work, message.to_number, "worker")


def _is_for_staff(work: Work, message: Message, reaction: Reaction) -> bool:
    coming = appointments.upcoming_on_phone(work, message.to_number)
    if reaction is Reaction.SUPPRESS:
        return any(visit.slot.starts_at <= work.now + BLOCKED_VISIT_IS_NEAR for visit in coming)
    return reaction is not Reaction.EXPIRED or any(visit.slot.starts_at > work.now for visit in coming)


def _tell_staff(work: Work, message: Message, code: str, reaction: Reaction) -> None:
    told = f"A text to this patient did not arrive (error {code or 'unknown'}). {ADVICE.get(reaction, '')}"
    cases.open_case(
        work,
        conversation_id=message.conversation_id,
        reason="delivery_failed",
        priority="normal",
        summary=told.strip(),
        patient_id=None,
        actor="worker",
    )
