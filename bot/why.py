"""Why a visit's reminders went out, were moved, or did not go out: in plain words, for staff and operators.

Each sentence rests on the reminder's row, its text and its row in the outbox. No name, number or word of a text is in
it, so that it may stand in a terminal.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from bot import form_sentences, visiting
from bot.outreach import telling
from scheduler.clinic import Clinic
from scheduler.duration import Duration
from scheduler.model import Appointment
from storage import messages, outbox, reminders
from storage.reminders import Reminder
from storage.work import Work

SKIPPED = {
    "booked_late": "its time had passed when the visit was booked or moved",
    "too_late": "less than half an hour was left before the visit",
    "superseded": "a later reminder of the same visit was due as well",
    "quiet_hours": "quiet hours lasted until it was too late",
    "cap": "the patient had as many messages from us as the clinic allows in a day or a week, until it was too late",
    "moved": "the visit moved to another time",
    "cancelled": "the visit was cancelled",
    "not_upcoming": "the visit was no longer to come",
    "opted_out": "this number has opted out of our texts",
    "wrong_number": "this number is marked as somebody else's",
    "muted": "this number wants no more reminders",
    "no_phone": "neither the patient nor a guardian has a phone on file",
    "no_consent": "the patient has not agreed to texts",
    "no_such_step": "the clinic file no longer has this reminder",
    "voice_not_available": "it is to be a call, and the bot does not call yet",
}
MOVED = {
    "quiet_hours": "its own time, {own}, falls into quiet hours",
    "cap": "at its own time, {own}, the patient had had as many messages from us as the clinic allows",
    "hold": "at its own time, {own}, the patient was being asked what their CANCEL meant",
    "fault": "at its own time, {own}, it could not be composed, which is a fault of ours and in the log",
}
ON_ITS_WAY = {
    "pending": "is written and waits to be sent",
    "claimed": "is just being sent",
    "unknown": "may have been sent: the phone company did not say, and we are asking",
}


def sentences(work: Work, clinic: Clinic, visit: Appointment) -> tuple[str, ...]:
    """One for each reminder that the visit had, has or will have, or why it has none; then forms, and what followed."""
    told = tuple(_sentence(work, clinic, visit, reminder) for reminder in reminders.of_appointment(work, visit.id))
    zone = clinic.zone(known_location(clinic, visit))
    about_forms = form_sentences.sentences(work, clinic, visit, zone, SKIPPED)
    return (*(told or (_why_none(clinic, visit),)), *about_forms, *telling.sentences(work, clinic, visit))


def _why_none(clinic: Clinic, visit: Appointment) -> str:
    if not clinic.reminders.steps:
        return "No reminders: the clinic file has no [[reminders.steps]]."
    if not any(step.concerns(visit.slot.visit_type) for step in clinic.reminders.steps):
        return f'No reminders: the clinic file has none for visits of type "{visit.slot.visit_type}".'
    return "No reminders: the visit was not to come when it was entered."


def _sentence(work: Work, clinic: Clinic, visit: Appointment, reminder: Reminder) -> str:
    zone = clinic.zone(known_location(clinic, visit))
    old = "" if reminder.starts_at == visit.slot.starts_at else f" of the old time, {_at(reminder.starts_at, zone)}"
    return f"{reminder.step} before{old}: {' '.join(_clauses(work, clinic, visit, reminder, zone))}."


def _clauses(work: Work, clinic: Clinic, visit: Appointment, reminder: Reminder, zone: ZoneInfo) -> Iterator[str]:
    if reminder.state == "skipped":
        yield f"not sent, because {SKIPPED.get(reminder.reason, reminder.reason)}"
        return
    if reminder.state == "planned":
        yield f"will be sent {_at(reminder.due_at, zone)}"
    elif reminder.state == "sending":
        yield _on_its_way(work, reminder, zone)
    else:
        yield _gone(work, reminder, zone)
    if reminder.moved_for:
        own = _at(Duration.parse(reminder.step).before(reminder.starts_at, zone), zone)
        yield f"(moved, because {MOVED.get(reminder.moved_for, reminder.moved_for).format(own=own)})"
    if reminder.state == "planned" and (refusal := visiting.refusal(work, clinic, visit, reminder.channel)):
        yield f"but not as things stand, because {SKIPPED[refusal]}"


def _on_its_way(work: Work, reminder: Reminder, zone: ZoneInfo) -> str:
    row = outbox.of_message(work, reminder.message_id or "")
    if row is None:
        return "is being sent"
    told = ON_ITS_WAY.get(row.state, "is being sent")
    return f"{told}, from {_at(row.due_at, zone)} on, after error {row.error}" if row.error else told


def _gone(work: Work, reminder: Reminder, zone: ZoneInfo) -> str:
    message = messages.get(work, reminder.message_id or "")
    sent = f"sent {_at(reminder.sent_at, zone)}" if reminder.sent_at else "sent"
    if reminder.state == "failed":
        return f"{sent if reminder.sent_at else 'tried'}, but it did not arrive (error {reminder.reason})"
    segments = f", {message.segments} segment{'s' * (message.segments != 1)}" if message else ""
    return f"{sent} and {'delivered' if reminder.state == 'delivered' else 'not reported as delivered yet'}{segments}"


def known_location(clinic: Clinic, visit: Appointment) -> str | None:
    """The visit's location while the clinic file has it."""
    return visit.slot.location if any(place.id == visit.slot.location for place in clinic.locations) else None


def _at(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%a %b} {instant.astimezone(zone):%-d at %H:%M}"
