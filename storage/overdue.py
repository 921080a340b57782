"""Who comes into question after a visit, or because there was none for long. Whether they are written to is not said.

Each look reads a span of the calendar by its start and leaves out what the ledger has, so that it costs what is new.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, select

from scheduler.model import Appointment, AppointmentStatus
from storage.schema import appointments, outreach
from storage.slots import APPOINTMENT, appointment_of
from storage.work import Work

# So long after a visit it is still asked about; and so long after the time of a recall it is still made up for.
LOOK_BACK = timedelta(days=3)
MADE_UP = timedelta(days=365)

_STAYS = [status.value for status in AppointmentStatus if status.occupies]
_later = appointments.alias("later")

_SPAN = (
    appointments.c.clinic == bindparam("clinic"),
    appointments.c.starts_at >= bindparam("start"),
    appointments.c.starts_at < bindparam("end"),
)
_KNOWN = (
    select(outreach.c.id)
    .where(
        outreach.c.clinic == appointments.c.clinic,
        outreach.c.appointment_id == appointments.c.id,
        outreach.c.kind == bindparam("kind"),
    )
    .exists()
)
_AFTER = (
    select(*APPOINTMENT)
    .where(*_SPAN, appointments.c.status == bindparam("status"), ~_KNOWN)
    .order_by(appointments.c.starts_at, appointments.c.id)
    .limit(bindparam("limit"))
)
# The last visit of that type, with none after it and none to come.
_LAST = (
    select(*APPOINTMENT)
    .where(
        *_SPAN,
        appointments.c.status == AppointmentStatus.FULFILLED.value,
        appointments.c.visit_type == bindparam("visit_type"),
        ~select(_later.c.id)
        .where(
            and_(
                _later.c.clinic == appointments.c.clinic,
                _later.c.patient_id == appointments.c.patient_id,
                _later.c.starts_at > appointments.c.starts_at,
                _later.c.visit_type == appointments.c.visit_type,
                _later.c.status.in_(_STAYS),
            )
        )
        .exists(),
    )
    .order_by(appointments.c.starts_at, appointments.c.id)
    .limit(bindparam("limit"))
)
_OVERDUE = _LAST.where(~_KNOWN)


def seen_or_missed(work: Work, status: AppointmentStatus, kind: str, since: datetime, limit: int) -> list[Appointment]:
    """The visits that ended like this since then, and that the ledger has no row of this kind about."""
    about = {"start": since - LOOK_BACK, "end": work.now, "status": status.value, "kind": kind, "limit": limit}
    return [appointment_of(row) for row in work.rows(_AFTER, **about)]


def overdue(work: Work, visit_type: str, before: datetime, limit: int, *, again: bool = False) -> list[Appointment]:
    """The last visits of this type that were before then; `again`: also where the ledger has asked about it."""
    about = {"start": before - MADE_UP, "end": before, "visit_type": visit_type, "limit": limit}
    if again:
        return [appointment_of(row) for row in work.rows(_LAST, **about)]
    return [appointment_of(row) for row in work.rows(_OVERDUE, kind="recall", **about)]
