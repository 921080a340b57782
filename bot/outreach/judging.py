"""May a row of the ledger be begun now? Asked when it is due, again when its text leaves, and in a dry run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from dialogs.session import Session
from scheduler import caps, contact
from scheduler import outreach as policy
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient
from scheduler.reminders import Verdict
from storage import appointments, conversations, mutes, outbox, patients, reminders, suppressions
from storage.outreach import Row
from storage.work import Work

# A confirmation that is waited for is no talk under way.
_CAN_WAIT = ("confirm",)


@dataclass(frozen=True, slots=True)
class Judged:
    """A row with whom it is about, who would be written to and the visit; and what becomes of it now."""

    row: Row
    verdict: Verdict
    patient: Patient | None = None
    person: Patient | None = None
    visit: Appointment | None = None


def judge(work: Work, clinic: Clinic, row: Row, besides: str = "", *, again: bool = False) -> Judged:
    """`besides` is its own text, which does not count against itself; one that goes out `again` counts no more."""
    patient = patients.get(work, row.patient_id)
    person = addressee(work, clinic, row.kind, patient) if patient else None
    visit = appointments.get(work, row.appointment_id) if row.appointment_id else None
    reason = _refuses(work, clinic, row, patient, person, visit)
    if reason or patient is None or person is None:
        return Judged(row, Verdict(skip=reason or "no_phone"), patient, person, visit)
    contacts = () if again else outbox.contacts(work, person.phone, work.now - caps.LOOK_BACK, besides)
    verdict = policy.verdict(
        clinic,
        contact.zones_of(clinic, person),
        row.until,
        work.now,
        free_from=work.now if besides else free_from(work, person.phone),
        contacts=contacts,
    )
    return Judged(row, verdict, patient, person, visit)


def addressee(work: Work, clinic: Clinic, kind: str, patient: Patient) -> Patient | None:
    """Who is written to about a patient; None where nobody may be."""
    guardian = patients.get(work, patient.guardian_id) if patient.guardian_id else None
    today = work.now.astimezone(clinic.zone()).date()
    return policy.asked_person(kind, patient, reminders.told(work, patient), guardian, today)


def free_from(work: Work, phone: str) -> datetime:
    """When the phone may be written to without breaking into a talk."""
    talk = conversations.find(work, "sms", phone)
    if talk is None or not talk.session:
        return work.now
    session = Session.from_json(talk.session)
    waits = talk.owner == "staff" or (session.top is not None and session.top.flow not in _CAN_WAIT)
    return policy.free_from(session.last_at, waits_for_answer=waits, now=work.now)


def _refuses(
    work: Work, clinic: Clinic, row: Row, patient: Patient | None, person: Patient | None, visit: Appointment | None
) -> str:
    if patient is None:
        return "no_patient"
    coming = appointments.upcoming_of(work, [patient.id])
    if over := policy.occasion_refuses(row.kind, visit, row.starts_at, coming):
        return over
    if patient.wrong_number:
        return "wrong_number"
    if person is None:
        return "minor"
    return lasting(work, clinic, person, row.kind)


def lasting(work: Work, clinic: Clinic, person: Patient, kind: str) -> str:
    """Why this person is not written to at all; empty where they may be."""
    stopped = bool(person.phone) and suppressions.is_suppressed(work, person.phone)
    muted = bool(person.phone) and mutes.is_muted(work, person.phone, "campaigns")
    return policy.person_refuses(clinic, person, kind, work.now, stopped=stopped, muted=muted)
