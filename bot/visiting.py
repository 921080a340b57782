"""May a visit be reminded of now? Asked when a reminder is due, and again when its text is about to leave."""

from __future__ import annotations

from scheduler import contact
from scheduler.clinic import Clinic
from scheduler.contact import Medium
from scheduler.model import Appointment, AppointmentStatus, Patient
from scheduler.reminders import Verdict, late_verdict
from storage import appointments, calls, patients, reminders, suppressions
from storage.reminders import Reminder
from storage.work import Work


def verdict(
    work: Work, clinic: Clinic, reminder: Reminder, to_number: str | None = None, medium: Medium | None = None
) -> Verdict:
    """What becomes of a reminder now. One that was written to another number than today's is to be composed anew."""
    visit = appointments.get(work, reminder.appointment_id)
    reason = _visit_refuses(visit, reminder)
    if visit is None or reason:
        return Verdict(skip=reason)
    person = whom_to_tell(work, visit)
    if person is None:
        return Verdict(skip="no_phone")
    lasting = _person_refuses(work, clinic, person, medium or medium_for(reminder, person))
    if lasting:
        return Verdict(skip=lasting)
    if to_number not in (None, person.phone):
        return Verdict(wait_until=work.now)
    return late_verdict(
        clinic,
        contact.zone_of(clinic, person),
        visit.slot.starts_at,
        reminder.due_at,
        work.now,
        later_step_due=_later_step_due(work, reminder),
    )


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


def _person_refuses(work: Work, clinic: Clinic, person: Patient, medium: Medium) -> str | None:
    """Why this person is not written to, or called, at all; quiet hours only put off."""
    suppressed = bool(person.phone) and suppressions.is_suppressed(work, person.phone)
    if medium == "voice" and person.phone and calls.wants_none(work, person.phone):
        suppressed = True
    reason = contact.refusal(clinic, person, medium, work.now, suppressed=suppressed)
    return None if reason == "quiet_hours" else reason


def _later_step_due(work: Work, reminder: Reminder) -> bool:
    return any(
        reminder.due_at < other.due_at <= work.now
        for other in reminders.of_appointment(work, reminder.appointment_id)
        if other.state == "planned" and other.starts_at == reminder.starts_at
    )
