"""May a visit be reminded of now? Asked when a reminder is due, and again when its text is about to leave."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs.session import Session
from scheduler import caps, contact
from scheduler.clinic import Clinic
from scheduler.contact import Medium
from scheduler.model import Appointment, AppointmentStatus, Patient
from scheduler.reminders import Verdict, late_verdict
from storage import appointments, calls, conversations, mutes, outbox, patients, reminders, suppressions
from storage.messages import Message
from storage.reminders import Reminder
from storage.work import Work

# The question after a bare CANCEL, and how long nothing else is begun meanwhile.
CLARIFY = "clarify"
TIME_TO_SAY = timedelta(minutes=5)


def verdict(
    work: Work,
    clinic: Clinic,
    reminder: Reminder,
    written: Message | None = None,
    *,
    again: bool = False,
    medium: Medium | None = None,
) -> Verdict:
    """What becomes of a reminder now. One `written` to another number, or on another day, is to be composed anew.

    One that goes out `again`, because it came back undelivered, is not counted a second time.
    """
    visit = appointments.get(work, reminder.appointment_id)
    reason = _visit_refuses(visit, reminder)
    if visit is None or reason:
        return Verdict(skip=reason)
    person = whom_to_tell(work, visit)
    if person is None:
        return Verdict(skip="no_phone")
    lasting = person_refuses(work, clinic, person, medium or medium_for(reminder, person))
    if lasting:
        return Verdict(skip=lasting)
    zones = contact.zones_of(clinic, person)
    if (held := held_until(work, clinic, person.phone)) > work.now:
        return Verdict(wait_until=held, waits_for="hold")
    if written and not (
        written.to_number == person.phone and (again or caps.same_day(zones, written.created_at, work.now))
    ):
        return Verdict(wait_until=work.now)
    since, besides = work.now - caps.LOOK_BACK, written.id if written else ""
    return late_verdict(
        clinic,
        zones,
        visit.slot.starts_at,
        reminder.due_at,
        work.now,
        later_step_due=_later_step_due(work, reminder),
        contacts=() if again else outbox.contacts(work, person.phone, since, besides),
    )


def refusal(work: Work, clinic: Clinic, visit: Appointment, channel: str = "sms") -> str | None:
    """Why, as things stand, nobody is reminded of this visit at all, whenever it may be."""
    person = whom_to_tell(work, visit)
    if person is None:
        return "no_phone"
    return person_refuses(work, clinic, person, "voice" if channel == "voice" else "sms")


def held_until(work: Work, clinic: Clinic, phone: str) -> datetime:
    """Now, or when a patient who was asked what their CANCEL meant has had time to say so."""
    talk = None if clinic.cancel_is_stop else conversations.find(work, "sms", phone)
    session = Session.from_json(talk.session) if talk and talk.session else None
    if session is None or session.last_at is None or session.top is None or session.top.flow != CLARIFY:
        return work.now
    return max(work.now, session.last_at + TIME_TO_SAY)


def whom_to_tell(work: Work, visit: Appointment) -> Patient | None:
    """Who is written to about a visit: its patient, or the guardian where the patient has no phone."""
    patient = patients.get(work, visit.patient_id)
    return reminders.told(work, patient) if patient else None


def _visit_refuses(visit: Appointment | None, reminder: Reminder) -> str | None:
    if visit is None or visit.status is AppointmentStatus.CANCELLED:
        return "cancelled"
    if not visit.status.upcoming:
        return "not_upcoming"
    return "moved" if visit.slot.starts_at != reminder.starts_at else None


def medium_for(reminder: Reminder, person: Patient) -> Medium:
    """Whether a reminder is written or spoken: spoken too where only calls were consented to."""
    if reminder.channel == "sms-then-voice":
        return "voice" if person.voice_consent and not person.sms_consent else "sms"
    return "voice" if reminder.channel == "voice" else "sms"


def person_refuses(work: Work, clinic: Clinic, person: Patient, medium: Medium) -> str | None:
    """Why this person is not written to, or called, at all; quiet hours only put off."""
    suppressed = bool(person.phone) and suppressions.is_suppressed(work, person.phone)
    if medium == "voice" and person.phone and calls.wants_none(work, person.phone):
        suppressed = True
    reason = contact.refusal(clinic, person, medium, work.now, suppressed=suppressed)
    if reason in (None, "quiet_hours"):
        return "muted" if mutes.is_muted(work, person.phone, "reminders") else None
    return reason


def _later_step_due(work: Work, reminder: Reminder) -> bool:
    return any(
        reminder.due_at < other.due_at <= work.now
        for other in reminders.of_appointment(work, reminder.appointment_id)
        if other.state == "planned" and other.starts_at == reminder.starts_at
    )
