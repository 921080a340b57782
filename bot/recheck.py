"""May this message still go? Asked inside the transaction that claims it, so that nothing changes in between.

A reminder must still name the right times of visits that will take place, and may be told to this person now. Staff's
messages and answers only heed an opt-out; news that we begin also heed wrong numbers and quiet hours. What may not go
is voided here, its reminders with it.
"""

from __future__ import annotations

from bot import log, metrics, visiting
from scheduler import contact
from scheduler.clinic import Clinic
from storage import messages, outbox, patients, reminders, suppressions
from storage.messages import Message
from storage.outbox import OutboxRow
from storage.work import Work


def may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> bool:
    """Whether the claimed row may be sent now; otherwise it is voided or put off."""
    if suppressions.is_suppressed(work, message.to_number):
        return _void(work, row, message, "opted_out")
    if row.kind == "reminder":
        return _reminder_may_go(work, clinic, row, message)
    if row.kind == "notice":
        return _notice_may_go(work, clinic, row, message)
    return True


def _notice_may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> bool:
    on_file = patients.on_phone(work, message.to_number)
    if any(patient.wrong_number for patient in on_file if patient.phone == message.to_number):
        return _void(work, row, message, "wrong_number")
    zones = contact.zones_of(clinic, on_file[0]) if on_file else (clinic.zone(),)
    if contact.quiet(clinic, zones, work.now):
        outbox.give_back(work, row.id, contact.next_allowed(clinic, zones, work.now), "quiet_hours", tried=False)
        return False
    return True


def _reminder_may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> bool:
    """All visits of the text must stand as it says. If some do not, the others are composed anew."""
    rows = reminders.of_message(work, message.id)
    judged = [(reminder, visiting.verdict(work, clinic, reminder, message)) for reminder in rows]
    if judged and all(verdict.send for _, verdict in judged):
        return True
    for reminder, verdict in judged:
        if verdict.skip:
            reminders.skip(work, reminder.id, verdict.skip)
            metrics.skipped(verdict.skip)
        else:
            reminders.plan_again(work, reminder.id, verdict.wait_until or work.now, verdict.waits_for)
    reason = next((verdict.skip for _, verdict in judged if verdict.skip), "put_off")
    return _void(work, row, message, reason)


def _void(work: Work, row: OutboxRow, message: Message, reason: str) -> bool:
    outbox.settle(work, message.id, "void", error=reason)
    messages.advance(work, message.id, "canceled", ("queued",), error_code=reason)
    for reminder in reminders.of_message(work, message.id) if row.kind == "reminder" else ():
        if reminder.state == "sending":
            reminders.skip(work, reminder.id, reason)
            metrics.skipped(reason)
    log.get().info("voided", message=message.id, kind=row.kind, reason=reason)
    return False
