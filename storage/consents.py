"""Consent that a patient gives by what they do: who books by text or call agrees to hear of visits that way."""

from __future__ import annotations

from dataclasses import replace

from scheduler.contact import Medium
from scheduler.model import Patient
from storage import audit, patients
from storage.work import Work


def give(work: Work, patient_id: str, phone: str, medium: Medium, *, actor: str) -> None:
    """Who books for a patient of this phone agrees to texts, or calls, about visits: the owner of the phone does."""
    patient = patients.get(work, patient_id)
    guardian = patients.get(work, patient.guardian_id) if patient is not None and patient.guardian_id else None
    for person in (patient, guardian):
        if person is not None and person.phone == phone and not getattr(person, f"{medium}_consent"):
            _consents(work, person, f"{medium}_consent", actor)


def _consents(work: Work, person: Patient, field: str, actor: str) -> None:
    patients.update(work, replace(person, **{field: True}))  # type: ignore[arg-type]  # a field of truth
    change = {"before": {field: False}, "after": {field: True}}
    audit.write(work, actor, "patient.consented", f"patient:{person.id}", **change)
