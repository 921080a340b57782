"""May this message still go, and until when? Asked within the transaction that claims it: nothing changes in between.

A reminder must still name the right times of visits that will take place, and may be told to this person now. Staff's
messages and answers only heed an opt-out; whatever else we begin also heeds wrong numbers and quiet hours. What may
not go is voided here, its reminders with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot import forms, log, metrics, visiting
from bot.outreach import judging
from scheduler import contact
from scheduler.clinic import Clinic
from storage import (
    appointments,
    campaigns,
    form_texts,
    messages,
    outbox,
    outreach,
    patients,
    reminders,
    suppressions,
    waitlist,
)
from storage.messages import Message
from storage.outbox import OutboxRow
from storage.work import Work

# To patients, and to staff on call.
ANSWERS = ("staff", "bot", "alert")
# How soon a text of a paused campaign is looked at again.
PAUSED_FOR = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Permission:
    """It may go, until an instant; None where it never grows old."""

    until: datetime | None = None


def may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> Permission | None:
    """The permission to send the claimed row now; otherwise it is voided or put off."""
    if suppressions.is_suppressed(work, message.to_number):
        return _void(work, row, message, "opted_out")
    if row.kind in ANSWERS:
        return Permission()
    if row.kind == "reminder":
        return _reminder_may_go(work, clinic, row, message)
    if row.kind == "form" and (reason := forms.may_go(work, clinic, message.id)):
        return _void(work, row, message, reason)
    if row.kind == "offer":
        return _offer_may_go(work, clinic, row, message)
    if row.kind == "outreach":
        return _outreach_may_go(work, clinic, row, message)
    return _news_may_go(work, clinic, row, message)


def _news_may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> Permission | None:
    on_file = patients.on_phone(work, message.to_number)
    if any(patient.wrong_number for patient in on_file if patient.phone == message.to_number):
        return _void(work, row, message, "wrong_number")
    visit = appointments.get(work, row.about) if row.about else None
    starts = [visit.slot.starts_at] if visit else []
    if any(start <= work.now for start in starts):
        return _void(work, row, message, "too_late")
    zones = contact.zones_of(clinic, on_file[0]) if on_file else (clinic.zone(),)
    reason, allowed = "quiet_hours", contact.next_allowed(clinic, zones, work.now)
    if allowed == work.now:
        reason, allowed = "hold", visiting.held_until(work, clinic, message.to_number)
    if allowed > work.now:
        outbox.give_back(work, row.id, allowed, reason, tried=False)
        return None
    return _until(work, clinic, zones, starts)


def _offer_may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> Permission | None:
    """Only while the opening is still kept for this patient."""
    offered = waitlist.offer_of_message(work, message.id)
    if offered is None or offered.state != "open" or offered.expires_at <= work.now:
        return _void(work, row, message, "offer_over")
    return _news_may_go(work, clinic, row, message)


def _outreach_may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> Permission | None:
    """What it is about must stand, for one of those at least who are named."""
    rows = outreach.of_message(work, message.id)
    campaign = campaigns.get(work, rows[0].campaign_id) if rows and rows[0].campaign_id else None
    if campaign is not None and campaign.state != "running":
        return _not_running(work, row, message, campaign.state)
    judged = [judging.judge(work, clinic, each, message.id, again=row.resends > 0) for each in rows]
    going = next((each for each in judged if each.verdict.send and each.person), None)
    if going is not None and going.person and going.person.phone == message.to_number:
        zones = contact.zones_of(clinic, going.person)
        return _until(work, clinic, zones, [going.row.until])
    waiting = next((each.verdict for each in judged if each.verdict.wait_until), None)
    if waiting is None or waiting.wait_until is None:
        return _void(work, row, message, next((each.verdict.skip for each in judged if each.verdict.skip), "changed"))
    outbox.give_back(work, row.id, waiting.wait_until, waiting.waits_for, tried=False)
    return None


def _not_running(work: Work, row: OutboxRow, message: Message, state: str) -> Permission | None:
    """A campaign that is paused keeps its texts; one that was stopped sends no more."""
    if state != "paused":
        return _void(work, row, message, "stopped")
    outbox.give_back(work, row.id, work.now + PAUSED_FOR, "paused", tried=False)
    return None


def _reminder_may_go(work: Work, clinic: Clinic, row: OutboxRow, message: Message) -> Permission | None:
    """All visits of the text must stand as it says. If some do not, the others are composed anew."""
    rows = reminders.of_message(work, message.id)
    judged = [(reminder, visiting.verdict(work, clinic, reminder, message, again=row.resends > 0)) for reminder in rows]
    if judged and all(verdict.send for _, verdict in judged):
        zones = contact.zones_of(clinic, patients.on_phone(work, message.to_number)[0])
        return _until(work, clinic, zones, [reminder.starts_at for reminder in rows])
    for reminder, verdict in judged:
        if verdict.skip:
            reminders.skip(work, reminder.id, verdict.skip)
            metrics.skipped(verdict.skip)
        else:
            reminders.plan_again(work, reminder.id, verdict.wait_until or work.now, verdict.waits_for)
    reason = next((verdict.skip for _, verdict in judged if verdict.skip), "put_off")
    return _void(work, row, message, reason)


def _until(work: Work, clinic: Clinic, zones: contact.Zones, starts: Iterable[datetime]) -> Permission:
    """Before quiet hours begin, and before the visit does."""
    return Permission(min((contact.allowed_until(clinic, zones, work.now), *starts)))


def _void(work: Work, row: OutboxRow, message: Message, reason: str) -> Permission | None:
    outbox.settle(work, message.id, "void", error=reason)
    messages.advance(work, message.id, "canceled", ("queued",), error_code=reason)
    for reminder in reminders.of_message(work, message.id) if row.kind == "reminder" else ():
        if reminder.state == "sending":
            reminders.skip(work, reminder.id, reason)
            metrics.skipped(reason)
    if row.kind == "form" and (text := form_texts.of_message(work, message.id)):
        form_texts.skip(work, text.id, reason)
    log.get().info("voided", message=message.id, kind=row.kind, reason=reason)
    return None
