"""What becomes of a message after it was handed to a channel: its own status, its reminder, and who must know.

Both the sender's result and Twilio's later reports come through here. A status only moves forward, so the two may
come in any order and any number of times.
"""

from __future__ import annotations

from datetime import timedelta

from bot import log
from bot.calls import ringing
from bot.channels import codes
from bot.channels.codes import Reaction
from scheduler.clinic import Clinic
from storage import appointments, cases, delivery_reports, messages, outbox, reminders, suppressions
from storage.messages import Message
from storage.work import Work

UNDER_WAY = ("accepted", "scheduled", "queued", "sending", "sent", "delivered", "read")
LOST = ("undelivered", "failed", "canceled")
STATUSES = frozenset((*UNDER_WAY, *LOST))

BLOCKED_VISIT_IS_NEAR = timedelta(hours=72)


def may_precede(status: str) -> tuple[str, ...]:
    """The statuses from which a message may move to this one: those before it, and for a loss all but the last two."""
    if status in LOST:
        return UNDER_WAY[: UNDER_WAY.index("delivered")]
    return UNDER_WAY[: UNDER_WAY.index(status)]


def handed_over(work: Work, clinic: Clinic, message: Message, sid: str, status: str) -> None:
    """The channel took the message under this id; reports that came earlier than that are taken now."""
    report(work, clinic, message, sid, status, "")
    for parked in delivery_reports.of(work, sid):
        report(work, clinic, message, sid, parked.status, parked.code)


def report(work: Work, clinic: Clinic, message: Message, sid: str, status: str, code: str) -> None:
    """Move a message to `status`, if that is forward, and all that hangs on it."""
    if status in LOST:
        lost(work, clinic, message, code, status=status, sid=sid)
        return
    outbox.settle(work, message.id, "sent")
    before = may_precede(status) if message.sid else (*may_precede(status), status)  # the first report tells the id
    if messages.advance(work, message.id, status, before, sid=sid):
        reminders.advance(work, message.id, "delivered" if status in ("delivered", "read") else "sent")


def lost(
    work: Work, clinic: Clinic, message: Message, code: str, *, status: str = "failed", sid: str | None = None
) -> None:
    """The message will not arrive: note why, and tell staff where a person has to do something."""
    outbox.settle(work, message.id, "failed", error=code)
    if not messages.advance(work, message.id, status, may_precede(status), sid=sid, error_code=code):
        return
    if codes.reaction(code) is not Reaction.SUPPRESS and ringing.speak_instead(work, clinic, message):
        return
    reminders.advance(work, message.id, "failed", reason=code or status)
    _react(work, clinic, message, code)


def _react(work: Work, clinic: Clinic, message: Message, code: str) -> None:
    reaction = codes.reaction(code)
    log.get().warning("undelivered", clinic=clinic.id, message=message.id, code=code, action=reaction.value)
    if reaction is Reaction.QUIET:
        return
    if reaction is Reaction.SUPPRESS:
        suppressions.opt_out(work, message.to_number, kind="provider_block", source=f"error:{code}")
        if not _visit_is_near(work, message):
            return
    cases.open_case(
        work,
        conversation_id=message.conversation_id,
        reason="delivery_failed",
        priority="normal",
        summary=f"A text to this patient did not arrive (error {code or 'unknown'}).",
        patient_id=None,
        actor="worker",
    )


def _visit_is_near(work: Work, message: Message) -> bool:
    near = work.now + BLOCKED_VISIT_IS_NEAR
    return any(visit.slot.starts_at <= near for visit in appointments.upcoming_on_phone(work, message.to_number))
