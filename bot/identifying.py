"""Who writes from a number that is not on file: name and date of birth met with the patients, tries counted.

Somebody who says they are new is put on file under this number, unless they are known after all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dialogs.effects import CheckIdentity
from dialogs.events import Facts, IdentityLocked, IdentityUnmatched, PatientIdentified
from scheduler.model import Patient
from storage import appointments, audit, identity, patients
from storage.work import Work


def identify(
    work: Work, facts: Facts, order: CheckIdentity, phone: str, language: str, *, actor: str
) -> PatientIdentified | IdentityUnmatched | IdentityLocked:
    """Check one try. The fifth wrong one locks at once."""
    if identity.is_locked(work, phone, order.name):
        return IdentityLocked()
    patient = identity.find(work, order.name, order.born)
    if patient is not None:
        audit.write(work, actor, "patient.identified", f"patient:{patient.id}")
        return PatientIdentified(patient.id, with_verified(work, facts, (patient.id,)))
    if order.new:
        newcomer = _put_on_file(work, order, phone, language, actor)
        known = with_verified(work, facts, (newcomer.id,))
        return PatientIdentified(newcomer.id, replace(known, newcomer=True), newcomer=True)
    identity.note_wrong(work, phone, order.name)
    return IdentityLocked() if identity.is_locked(work, phone, order.name) else IdentityUnmatched()


def with_verified(work: Work, facts: Facts, ids: Sequence[str]) -> Facts:
    """The facts with those of patients who proved themselves, even where their number on file is a wrong one."""
    found = patients.many(work, ids).values()
    on_file = tuple(patient for patient in facts.patients if patient.id not in ids)
    visits = appointments.upcoming_of(work, [patient.id for patient in (*on_file, *found)])
    return replace(facts, patients=(*on_file, *(replace(one, wrong_number=False) for one in found)), visits=visits)


def _put_on_file(work: Work, order: CheckIdentity, phone: str, language: str, actor: str) -> Patient:
    first, *last = (_as_written(word) for word in order.name)
    new_id = work.new_id()
    patient = Patient(new_id, new_id, first, " ".join(last), order.born, phone, language)
    patients.add(work, patient)
    audit.write(work, actor, "patient.added", f"patient:{new_id}", after={"source": "text"})
    return patient


def _as_written(word: str) -> str:
    return word.capitalize() if word.islower() or word.isupper() else word
