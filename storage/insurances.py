"""What patients told of their insurance; the newest of a patient counts, and the older ones stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from storage import audit
from storage.schema import insurances
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Insurance:
    """`source` is who wrote it down: a conversation, or somebody of staff."""

    id: str
    patient_id: str
    carrier: str
    member_id: str
    group_number: str
    source: str
    at: datetime


_OF_PATIENTS = (
    select(*(insurances.c[name] for name in Insurance.__dataclass_fields__))
    .where(
        insurances.c.clinic == bindparam("clinic"),
        insurances.c.patient_id.in_(bindparam("patients", expanding=True)),
    )
    .order_by(insurances.c.id)
)
_INSERT = insert(insurances)


def add(work: Work, patient_id: str, carrier: str, member_id: str, group_number: str, *, source: str) -> Insurance:
    """Keep it beside what was told before."""
    told = Insurance(work.new_id(), patient_id, carrier, member_id, group_number, source, work.now)
    work.rows(_INSERT, **{name: getattr(told, name) for name in Insurance.__dataclass_fields__})
    audit.write(work, source, "insurance.told", f"patient:{patient_id}", after={"insurance": told.id})
    return told


def of_patients(work: Work, ids: Sequence[str]) -> dict[str, Insurance]:
    """The newest of each of these patients."""
    return {row.patient_id: Insurance(*row) for row in work.rows(_OF_PATIENTS, patients=list(ids))} if ids else {}
