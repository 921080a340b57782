"""Appointments as they are stored: found, locked, written. What may happen to them is for `appointments`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select, update

from scheduler.model import Appointment, AppointmentStatus, Slot
from storage.schema.calendar import appointments
from storage.slots import APPOINTMENT, appointment_in, slot_values
from storage.work import Work

UPCOMING = [status.value for status in AppointmentStatus if status.upcoming]

_OURS = select(*APPOINTMENT).where(appointments.c.clinic == bindparam("clinic"))
_GET = _OURS.where(appointments.c.id == bindparam("id"))
_LOCK = _GET.with_for_update(key_share=True)
_BUSY_UNTIL = select(appointments.c.busy_until).where(
    appointments.c.clinic == bindparam("clinic"), appointments.c.id == bindparam("id")
)
_MANY = _OURS.where(appointments.c.id.in_(bindparam("ids", expanding=True)))
_BY_EXTERNAL_ID = _OURS.where(appointments.c.external_id.in_(bindparam("ids", expanding=True)))
IS_UPCOMING = and_(appointments.c.starts_at > bindparam("now"), appointments.c.status.in_(UPCOMING))
_UPCOMING = _OURS.where(IS_UPCOMING).order_by(appointments.c.starts_at, appointments.c.id)
_UPCOMING_OF_ONE = _UPCOMING.where(appointments.c.patient_id == bindparam("patient"))
_UPCOMING_OF = _UPCOMING.where(appointments.c.patient_id.in_(bindparam("patients", expanding=True)))
_BETWEEN = _OURS.where(
    appointments.c.starts_at >= bindparam("start"), appointments.c.starts_at < bindparam("end")
).order_by(appointments.c.starts_at, appointments.c.id)
_OF_PATIENT = (
    _OURS.where(appointments.c.patient_id == bindparam("patient"))
    .order_by(appointments.c.starts_at.desc(), appointments.c.id.desc())
    .limit(bindparam("most"))
)
_SAME_VISIT = _OURS.where(
    appointments.c.patient_id == bindparam("patient"),
    appointments.c.starts_at == bindparam("start"),
    appointments.c.provider == bindparam("provider"),
).order_by(appointments.c.id)
_OCCUPYING = [status.value for status in AppointmentStatus if status.occupies]
_OVERLAPPING = (
    select(appointments.c.id)
    .where(
        appointments.c.clinic == bindparam("clinic"),
        appointments.c.patient_id == bindparam("patient"),
        appointments.c.starts_at < bindparam("end"),
        appointments.c.ends_at > bindparam("start"),
        appointments.c.status.in_(_OCCUPYING),
        appointments.c.id != bindparam("besides"),
    )
    .limit(1)
)
_EARLIER = (
    select(appointments.c.id)
    .where(
        appointments.c.clinic == bindparam("clinic"),
        appointments.c.patient_id == bindparam("patient"),
        appointments.c.starts_at < bindparam("start"),
        appointments.c.status.in_(_OCCUPYING),
        appointments.c.id != bindparam("besides"),
    )
    .limit(1)
)
_LAST_OF = (
    _OURS.where(
        appointments.c.patient_id == bindparam("patient"),
        appointments.c.starts_at < bindparam("now"),
        appointments.c.status.in_(_OCCUPYING),
    )
    .order_by(appointments.c.starts_at.desc())
    .limit(bindparam("most"))
)
_UPDATE = update(appointments).where(
    appointments.c.clinic == bindparam("this_clinic"), appointments.c.id == bindparam("this_id")
)


def get(work: Work, id: str) -> Appointment | None:
    row = work.rows(_GET, id=id).one_or_none()
    return None if row is None else appointment_in(row)


def lock(work: Work, id: str) -> Appointment | None:
    """The appointment, which nobody else can change until the transaction ends."""
    row = work.rows(_LOCK, id=id).one_or_none()
    return None if row is None else appointment_in(row)


def busy_until(work: Work, id: str) -> datetime:
    """When the provider of a visit is free again."""
    until: datetime = work.rows(_BUSY_UNTIL, id=id).scalar_one()
    return until


def many(work: Work, ids: Iterable[str]) -> dict[str, Appointment]:
    return {row.id: appointment_in(row) for row in work.rows(_MANY, ids=sorted(set(ids)))}


def by_external_id(work: Work, external_ids: Iterable[str]) -> dict[str, Appointment]:
    found = work.rows(_BY_EXTERNAL_ID, ids=sorted(set(external_ids)))
    return {row.external_id: appointment_in(row) for row in found}


def upcoming_of(work: Work, patient_ids: Sequence[str]) -> tuple[Appointment, ...]:
    """The visits of these patients that may still be confirmed, moved or cancelled, the earliest first."""
    if len(patient_ids) == 1:  # most phones; a list of unknown length costs as much again as the rest
        found = work.rows(_UPCOMING_OF_ONE, patient=patient_ids[0], now=work.now)
    else:
        found = work.rows(_UPCOMING_OF, patients=patient_ids, now=work.now)
    return tuple(map(appointment_in, found))


def between(work: Work, start: datetime, end: datetime) -> tuple[Appointment, ...]:
    """All visits that start in `[start, end)`, in whatever status, the earliest first."""
    return tuple(map(appointment_in, work.rows(_BETWEEN, start=start, end=end)))


def of_patient(work: Work, patient_id: str, most: int) -> tuple[Appointment, ...]:
    """The visits of one patient, in whatever status, the latest first."""
    return tuple(map(appointment_in, work.rows(_OF_PATIENT, patient=patient_id, most=most)))


def same_visit(work: Work, patient_id: str, provider: str, starts_at: datetime) -> tuple[Appointment, ...]:
    """The appointments of this patient with this provider at this start, in whatever status."""
    return tuple(map(appointment_in, work.rows(_SAME_VISIT, patient=patient_id, provider=provider, start=starts_at)))


def is_elsewhere(work: Work, patient_id: str, slot: Slot, besides: str = "") -> bool:
    """Whether the patient has another visit while this slot lasts; `besides` is one that would leave."""
    about = {"patient": patient_id, "start": slot.starts_at, "end": slot.ends_at, "besides": besides}
    return work.rows(_OVERLAPPING, **about).first() is not None


def last_of(work: Work, patient_id: str, most: int) -> tuple[Appointment, ...]:
    """The latest visits that a patient had, the last one first."""
    return tuple(map(appointment_in, work.rows(_LAST_OF, patient=patient_id, now=work.now, most=most)))


def is_first(work: Work, patient_id: str, starts_at: datetime, besides: str = "") -> bool:
    """Whether the patient has no visit before that one; `besides` is one that would leave."""
    return work.rows(_EARLIER, patient=patient_id, start=starts_at, besides=besides).first() is None


def add(work: Work, appointment: Appointment, busy_until: datetime) -> None:
    values = {
        "clinic": work.clinic_id,
        "id": appointment.id,
        "external_id": appointment.external_id,
        "patient_id": appointment.patient_id,
        "source": appointment.source,
        "created_at": appointment.created_at,
    }
    work.connection.execute(
        insert(appointments), values | _changing(appointment) | slot_values(appointment.slot, busy_until)
    )


def write(work: Work, appointment: Appointment, busy_until: datetime | None = None) -> None:
    """Write what may change of an appointment; its slot only together with `busy_until`."""
    values = _changing(appointment)
    if busy_until is not None:
        values |= slot_values(appointment.slot, busy_until)
    work.change(_UPDATE, this_id=appointment.id, **values)


def facts(appointment: Appointment) -> dict[str, object]:
    """What the audit log says about an appointment before and after a change."""
    slot = appointment.slot
    return {
        "provider": slot.provider,
        "visit_type": slot.visit_type,
        "location": slot.location,
        "room": slot.room,
        "starts_at": slot.starts_at.astimezone(UTC).isoformat(),
        "ends_at": slot.ends_at.astimezone(UTC).isoformat(),
        "status": appointment.status.value,
        "confirmation": appointment.confirmation.value,
        "overbooked": appointment.overbooked,
    }


def _changing(appointment: Appointment) -> dict[str, Any]:
    return {
        "external_id": appointment.external_id,
        "status": appointment.status.value,
        "confirmation": appointment.confirmation.value,
        "overbooked": appointment.overbooked,
        "updated_at": appointment.updated_at,
    }
