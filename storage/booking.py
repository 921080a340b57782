"""A visit booked into the slot that was held for it, with the patient's consent to texts about visits.

Hold out, row, cells, reminders and audit in, in one transaction; a refusal is raised before anything was changed.
"""

from __future__ import annotations

from dataclasses import replace

from scheduler.cells import taken
from scheduler.clinic import Clinic
from scheduler.errors import HoldExpired, SlotTaken
from scheduler.model import Appointment, Hold, Patient
from storage import appointments, audit, cells, days, holds, patients
from storage.work import Work


def book_held(work: Work, clinic: Clinic, hold: Hold, *, actor: str, source: str) -> Appointment:
    """Book the held slot for the hold's patient. Raises `HoldExpired`, or `SlotTaken` and lets the hold go."""
    kept = holds.find(work, hold.id)
    if kept is not None:
        days.lock(work, days.of_keys(cells.keys(taken(kept.hold.slot, kept.busy_until))))
        kept = holds.lock(work, hold.id)
    if kept is None or kept.hold.expires_at <= work.now:
        appointments.release(work, clinic, hold.id)
        raise HoldExpired
    try:
        return appointments.book(
            work,
            clinic,
            kept.hold.slot,
            patient_id=kept.hold.patient_id,
            actor=actor,
            source=source,
            busy_until=kept.busy_until,
            from_hold=hold.id,
        )
    except SlotTaken:
        appointments.release(work, clinic, hold.id)
        raise


def consent_to_texts(work: Work, patient_id: str, phone: str, *, actor: str) -> None:
    """Who books by text for a patient of this phone agrees to texts about visits: the owner of the phone does."""
    patient = patients.get(work, patient_id)
    guardian = patients.get(work, patient.guardian_id) if patient is not None and patient.guardian_id else None
    for person in (patient, guardian):
        if person is not None and person.phone == phone and not person.sms_consent:
            _consents(work, person, actor)


def _consents(work: Work, person: Patient, actor: str) -> None:
    patients.update(work, replace(person, sms_consent=True))
    change = {"before": {"sms_consent": False}, "after": {"sms_consent": True}}
    audit.write(work, actor, "patient.consented", f"patient:{person.id}", **change)
