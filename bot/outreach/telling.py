"""What was begun about a visit besides reminders, or was not and why: in plain words, for staff and operators."""

from __future__ import annotations

from collections.abc import Iterator

from scheduler.clinic import Clinic
from scheduler.model import Appointment
from storage import outreach
from storage.outreach import Standing
from storage.work import Work

CALLED = {
    "no_show": "Follow-up of the missed visit",
    "recall": "Recall",
    "survey": "Survey",
    "campaign": "Campaign",
    "closure": "Choice after the closure",
}
STATES = {
    "planned": "is planned for {at}",
    "sending": "is on its way",
    "sent": "was sent",
    "delivered": "was delivered",
    "failed": "did not arrive",
    "skipped": "was not sent",
    "closed": "was handed to staff",
}
REASONS = {
    "opted_out": "the patient opted out of texts",
    "muted": "the patient wants no texts of this kind",
    "wrong_number": "the number is marked as wrong",
    "no_consent": "the patient has not consented to texts",
    "no_phone": "there is no phone on file",
    "minor": "the patient is under 18 and has no guardian with a phone",
    "unknown_patient": "nobody on file has this id",
    "no_patient": "the patient is not on file any more",
    "has_visit": "the patient has a visit booked",
    "not_missed": "the visit is not marked as missed any more",
    "not_seen": "the visit did not take place",
    "cap": "the patient has had as many contacts as the caps allow",
    "quiet_hours": "it is quiet hours where the patient is",
    "in_talk": "the patient is in the middle of a talk",
    "too_late": "it came too late to help",
    "cancelled": "the visit was cancelled",
    "moved": "the visit was moved",
    "not_upcoming": "the visit is no longer ahead",
    "stopped": "the campaign was stopped",
    "changed": "the number on file has changed",
    "fault": "it could not be composed, which is a fault of ours and in the log",
}


def reason(code: str) -> str:
    """Why somebody gets no text, or none yet."""
    return REASONS.get(code, code.replace("_", " "))


def sentences(work: Work, clinic: Clinic, visit: Appointment) -> Iterator[str]:
    """One for each row about this visit."""
    for standing in outreach.of_appointment(work, visit.id):
        yield _sentence(clinic, standing)


def _sentence(clinic: Clinic, standing: Standing) -> str:
    at = f"{standing.row.due_at.astimezone(clinic.zone()):%a %Y-%m-%d %H:%M}"
    became = STATES[standing.state].format(at=at)
    why = f": {reason(standing.reason)}" if standing.reason and standing.state in ("planned", "skipped") else ""
    return f"{CALLED.get(standing.row.kind, standing.row.kind)} {became}{why}."
