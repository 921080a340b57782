"""Visits as a conversation speaks of them: the appointment, and whose it is where a phone has several patients."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.events import Facts
from scheduler.model import Appointment, Patient, Slot
from scheduler.values import quick


@quick
@dataclass(frozen=True, slots=True)
class Visit:
    """A visit with the patient's first name, empty where the phone has one patient only."""

    appointment: Appointment
    name: str = ""

    @property
    def id(self) -> str:
        return self.appointment.id

    @property
    def patient_id(self) -> str:
        return self.appointment.patient_id


@dataclass(frozen=True, slots=True)
class Kind:
    """A visit type to choose, by its id."""

    id: str


@dataclass(frozen=True, slots=True)
class Person:
    """A patient to choose, by first name."""

    id: str
    name: str


def reachable(facts: Facts) -> tuple[Patient, ...]:
    """The patients about whom this number may be told anything: those on file who are not marked as a wrong number."""
    return tuple([patient for patient in facts.patients if not patient.wrong_number])


def visit_of(appointment: Appointment, facts: Facts) -> Visit:
    """`appointment` with the name that tells its patient apart."""
    return _visit_of(appointment, reachable(facts))


def _visit_of(appointment: Appointment, patients: tuple[Patient, ...]) -> Visit:
    if len(patients) < 2:
        return Visit(appointment)
    names = (patient.first_name for patient in patients if patient.id == appointment.patient_id)
    return Visit(appointment, next(names, ""))


def upcoming(facts: Facts) -> tuple[Visit, ...]:
    """The visits that this number may be told about, earliest first."""
    patients = reachable(facts)
    known = {patient.id for patient in patients}
    return tuple([_visit_of(visit, patients) for visit in facts.visits if visit.patient_id in known])


def same_time(one: Appointment, other: Appointment) -> bool:
    """Whether a visit still is where it was."""
    return one.id == other.id and one.slot.starts_at == other.slot.starts_at


def slot_of(option: object) -> Slot | None:
    """The place in the calendar of a visit or an opening that was offered."""
    if isinstance(option, Visit):
        return option.appointment.slot
    return option if isinstance(option, Slot) else None
