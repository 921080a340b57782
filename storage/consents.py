"""Consent that a patient gives by what they do: who books by text agrees to texts about visits."""

from __future__ import annotations

from dataclasses import replace

from scheduler.model import Patient
from storage import audit, patients
from storage.work import Work


def to_texts(work: Work, patient_id: str, phone: str, *, actor: str) -> None:
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
