"""Everybody on file, as the development phone shows them."""

from __future__ import annotations

from sqlalchemy import bindparam, select

from scheduler.model import Patient
from storage.schema.people import patients
from storage.work import Work

_PEOPLE = (
    select(
        patients.c.id,
        patients.c.external_id,
        patients.c.first_name,
        patients.c.last_name,
        patients.c.date_of_birth,
        patients.c.phone,
        patients.c.language,
        patients.c.timezone,
        patients.c.guardian_id,
    )
    .where(patients.c.clinic == bindparam("clinic"))
    .order_by(patients.c.id)
    .limit(bindparam("limit"))
)


def people(work: Work, limit: int) -> tuple[Patient, ...]:
    """The first `limit` patients in the order in which they were entered."""
    return tuple(Patient(**row._asdict()) for row in work.rows(_PEOPLE, limit=limit))
