"""Finds whom the clinic's file asks to write to: who missed a visit, who had one, who has had none for long.

Looking takes no lock; the ledger takes each occasion once, however many look. Nothing is read where the file asks for
nothing.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.wiring import Desk
from scheduler import outreach as policy
from scheduler.clinic import Clinic
from scheduler.model import Appointment, AppointmentStatus
from storage import clinics, outreach, overdue
from storage.outreach import Row
from storage.work import Work

BATCH = 500
Finder = Callable[[Work, Clinic], Iterator[Row]]
ENDED_AS = (("no_show", AppointmentStatus.NOSHOW), ("survey", AppointmentStatus.FULFILLED))


def look(desk: Desk, stopping: threading.Event, *finders: Finder) -> int:
    """Plan what these find, or all of them, in every clinic; how many rows that was. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        asking = [known for known in clinics.all_ids(connection) if _asks(desk.clinic(connection, known))]
    return sum(
        _plan(desk, clinic_id, finders or (after_visits, recalls)) for clinic_id in asking if not stopping.is_set()
    )


def _asks(clinic: Clinic) -> bool:
    after = clinic.outreach
    return bool(clinic.recalls) or after.no_show_after is not None or after.survey_after is not None


def _plan(desk: Desk, clinic_id: str, finders: Sequence[Finder]) -> int:
    with desk.database.reading() as connection:
        work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
        found = [row for find in finders for row in find(work, clinic)]
    if not found:
        return 0

    def write(connection: Connection) -> int:
        work = desk.work(connection, clinic_id)
        return sum(outreach.plan(work, row) for row in found)

    return desk.database.run(write)


def after_visits(work: Work, clinic: Clinic) -> Iterator[Row]:
    """Who missed a visit, or had one, in the last days."""
    for kind, status in ENDED_AS:
        after = clinic.outreach.no_show_after if kind == "no_show" else clinic.outreach.survey_after
        if after is None:
            continue
        for visit in overdue.seen_or_missed(work, status, kind, work.now - after.length, BATCH):
            if policy.is_due(kind, clinic, visit):
                yield _row(work, kind, f"visit:{visit.id}", visit, policy.due_at(kind, clinic, visit))


def recalls(work: Work, clinic: Clinic) -> Iterator[Row]:
    """Who has had none for long; asked again after the next visit only. It reads a year of visits: look rarely."""
    for recall in clinic.recalls:
        before = recall.after.before(work.now, clinic.zone())
        for visit in overdue.overdue(work, recall.visit_type, before, BATCH):
            yield _row(work, "recall", f"visit:{visit.id}", visit, work.now)


def _row(work: Work, kind: str, occasion: str, visit: Appointment, due_at: datetime) -> Row:
    return Row(
        id=work.new_id(),
        kind=kind,
        occasion=occasion,
        patient_id=visit.patient_id,
        appointment_id=visit.id,
        campaign_id=None,
        starts_at=visit.slot.starts_at,
        due_at=max(due_at, work.now),
        until=max(due_at, work.now) + policy.HELPS[kind],
    )
