"""What the calendar knows of a patient: their age, whether they are new here, whom they see and when."""

from __future__ import annotations

from dataclasses import dataclass

from scheduler.clinic import Clinic
from scheduler.habits import NO_HABITS, Habits, habits_of
from scheduler.model import Patient
from scheduler.rules import ANYBODY, Visitor
from storage import appointment_rows
from storage.work import Work

VISITS_THAT_TELL = 5


@dataclass(frozen=True, slots=True)
class Known:
    visitor: Visitor = ANYBODY
    habits: Habits = NO_HABITS


def known(work: Work, clinic: Clinic, patient: Patient) -> Known:
    """By their latest visits, in one statement.

    Who was put on file by ourselves is new until they came; whom another system knows is new for quotas alone.
    """
    past = appointment_rows.last_of(work, patient.id, VISITS_THAT_TELL)
    made_here = patient.external_id == patient.id
    visitor = Visitor(patient.date_of_birth, False if past else made_here or None, not past)
    return Known(visitor, habits_of([visit.slot for visit in past], clinic.zone()))
