"""What only one worker does for a clinic at a time: asking for missed texts, and taking a second's share of the sender.

Each is claimed by moving an instant of the clinic's row, so that any number of workers keep to it together.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, or_, select, update

from storage.schema import clinics
from storage.work import Work

_OURS = clinics.c.id == bindparam("this_clinic")
_SWEEP_IS_DUE = or_(clinics.c.sweep_due_at.is_(None), clinics.c.sweep_due_at <= bindparam("due_before"))
_DUE_FOR_SWEEP = select(clinics.c.id).where(_SWEEP_IS_DUE).order_by(clinics.c.id)
_CLAIM_SWEEP = update(clinics).where(_OURS, _SWEEP_IS_DUE).values(sweep_due_at=bindparam("next_at"))
_SWEEP_SOON = update(clinics).where(_OURS).values(sweep_due_at=None)
_SWEPT = update(clinics).where(_OURS).values(swept_until=bindparam("until"))
_SWEPT_UNTIL = select(clinics.c.swept_until).where(clinics.c.id == bindparam("clinic"))
_PACE = (
    update(clinics)
    .where(_OURS, or_(clinics.c.paced_until.is_(None), clinics.c.paced_until <= bindparam("now")))
    .values(paced_until=bindparam("until"))
)
_PACED_UNTIL = select(clinics.c.paced_until).where(clinics.c.id == bindparam("clinic"))


def due_for_sweep(connection: Connection, due_before: datetime) -> list[str]:
    """The clinics whose sweep is due by then."""
    return list(connection.execute(_DUE_FOR_SWEEP, {"due_before": due_before}).scalars())


def claim_sweep(work: Work, due_before: datetime, next_at: datetime) -> bool:
    """Whether the sweep that was due by then is ours; the next one is due at `next_at`, whatever comes of it."""
    return bool(work.change(_CLAIM_SWEEP, due_before=due_before, next_at=next_at).rowcount)


def sweep_soon(work: Work) -> None:
    """Texts may be missing: look again at the next opportunity."""
    work.change(_SWEEP_SOON)


def swept_until(work: Work) -> datetime | None:
    """Up to when nothing is missing; None where nobody has looked yet."""
    found: datetime | None = work.rows(_SWEPT_UNTIL).scalar()
    return found


def note_swept(work: Work, until: datetime) -> None:
    work.change(_SWEPT, until=until)


def take_second(work: Work) -> timedelta:
    """Zero where the sender's next second is ours; else how long it is in use."""
    if work.change(_PACE, now=work.now, until=work.now + timedelta(seconds=1)).rowcount:
        return timedelta()
    until: datetime = work.rows(_PACED_UNTIL).scalar()
    return min(timedelta(seconds=1), max(timedelta(milliseconds=1), until - work.now))
