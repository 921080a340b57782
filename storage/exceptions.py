"""Time off, extra hours and closures as staff entered them, and whom they touch.

They are in force for whoever reads the clinic after they were written: a change counts as a new revision of the clinic.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from scheduler.exceptions import Exceptions, ExtraHours, Span, TimeOff
from scheduler.model import Appointment
from storage import appointment_rows, audit, waitlist
from storage.schema import clinics, exceptions
from storage.slots import columns
from storage.work import Work

KINDS = ("time_off", "extra_hours", "closure")
# No visit is longer, so none that reaches into a span begins earlier before it.
LONGEST = timedelta(days=1)

_FIELDS = ("id", "kind", "provider", "location", "starts_at", "ends_at", "created_at", "lifted_at")
_OURS = select(*columns(exceptions, *_FIELDS)).where(exceptions.c.clinic == bindparam("clinic"))
_GET = _OURS.where(exceptions.c.id == bindparam("id"))
_COMING = _OURS.where(exceptions.c.lifted_at.is_(None), exceptions.c.ends_at > bindparam("now")).order_by(
    exceptions.c.starts_at, exceptions.c.id
)
# What was over when the clinic last changed is of no use to a search.
_IN_FORCE = (
    select(*columns(exceptions, *_FIELDS))
    .join(clinics, clinics.c.id == exceptions.c.clinic)
    .where(
        exceptions.c.clinic == bindparam("clinic"),
        exceptions.c.lifted_at.is_(None),
        exceptions.c.ends_at > clinics.c.updated_at,
    )
    .order_by(exceptions.c.starts_at, exceptions.c.id)
)
_LIFT = (
    update(exceptions)
    .where(
        exceptions.c.clinic == bindparam("this_clinic"),
        exceptions.c.id == bindparam("this_id"),
        exceptions.c.lifted_at.is_(None),
    )
    .values(lifted_at=bindparam("now"))
)
_NEW_REVISION = (
    update(clinics)
    .where(clinics.c.id == bindparam("this_clinic"))
    .values(revision=clinics.c.revision + 1, updated_at=bindparam("now"))
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `kind` is one of `KINDS`."""

    id: str
    kind: str
    provider: str | None
    location: str | None
    starts_at: datetime
    ends_at: datetime
    created_at: datetime
    lifted_at: datetime | None = None

    def concerns(self, visit: Appointment) -> bool:
        """Whether a visit cannot stay because of it."""
        slot = visit.slot
        if self.kind == "extra_hours" or not visit.status.upcoming:
            return False
        there = self.provider in (None, slot.provider) and self.location in (None, slot.location)
        return there and slot.starts_at < self.ends_at and self.starts_at < slot.ends_at


def in_force(connection: Connection, clinic_id: str) -> Exceptions:
    """All that count, as the scheduler takes them."""
    rows = [_exception(row) for row in connection.execute(_IN_FORCE, {"clinic": clinic_id})]
    extra = (row for row in rows if row.kind == "extra_hours")
    return Exceptions(
        tuple(TimeOff(row.provider, _span(row), row.location) for row in rows if row.kind != "extra_hours"),
        tuple(ExtraHours(row.provider or "", row.location or "", _span(row)) for row in extra),
    )


def enter(work: Work, entered: Entry, *, actor: str) -> None:
    """Put an entry into force; offers to the waiting list that it makes impossible are withdrawn."""
    row = {name: getattr(entered, name) for name in _FIELDS} | {"clinic": work.clinic_id}
    work.connection.execute(insert(exceptions), row)
    work.change(_NEW_REVISION, now=work.now)
    audit.write(work, actor, f"{entered.kind}.entered", f"exception:{entered.id}", after=_facts(entered))
    if entered.kind != "extra_hours":
        start, end = entered.starts_at, entered.ends_at
        waitlist.withdraw_between(work, start, end, entered.provider, entered.location, actor=actor)


def lift(work: Work, id: str, *, actor: str) -> bool:
    """It counts no more; False where it did not."""
    lifted: bool = work.change(_LIFT, this_id=id, now=work.now).rowcount == 1
    if lifted:
        work.change(_NEW_REVISION, now=work.now)
        audit.write(work, actor, "exception.lifted", f"exception:{id}")
    return lifted


def get(work: Work, id: str) -> Entry | None:
    row = work.rows(_GET, id=id).one_or_none()
    return None if row is None else _exception(row)


def coming(work: Work) -> tuple[Entry, ...]:
    """All that count and are not over, the earliest first."""
    return tuple(map(_exception, work.rows(_COMING, now=work.now)))


def affected(work: Work, entered: Entry) -> tuple[Appointment, ...]:
    """The visits still to come that cannot stay, the earliest first."""
    start = max(entered.starts_at - LONGEST, work.now)
    return tuple(visit for visit in appointment_rows.between(work, start, entered.ends_at) if entered.concerns(visit))


def _facts(entered: Entry) -> dict[str, Any]:
    return {
        "provider": entered.provider,
        "location": entered.location,
        "starts_at": entered.starts_at.isoformat(),
        "ends_at": entered.ends_at.isoformat(),
    }


def _span(row: Entry) -> Span:
    return Span(row.starts_at, row.ends_at)


def _exception(row: Any) -> Entry:
    return Entry(*row)
