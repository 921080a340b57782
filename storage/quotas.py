"""Quotas, counted by whoever books: alone with the day or week, so that nobody takes a last place twice.

Their days are locked together with those of provider and room, in one order (`days.lock`), and so have rows there. A
hold counts until somebody removes it: whoever counts removes those that have expired first.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from scheduler.cells import CELLS_A_DAY, cell_at
from scheduler.model import Slot
from scheduler.ports import Start
from scheduler.quotas import Period
from storage import appointment_rows, cells
from storage.days import Day
from storage.occupancy import StoredOccupancy
from storage.schema.calendar import holds
from storage.work import Work

_EXPIRED = (
    select(holds.c.id)
    .where(
        holds.c.clinic == bindparam("clinic"),
        holds.c.starts_at >= bindparam("since"),
        holds.c.starts_at < bindparam("until"),
        holds.c.expires_at <= bindparam("now"),
    )
    .order_by(holds.c.id)
    .with_for_update()
)


def days_of(periods: Sequence[Period]) -> list[Day]:
    """What to lock before counting: one row a quota's provider and the first day of the period."""
    return [(f"quota:{period.quota.provider or ''}", cell_at(period.begins) // CELLS_A_DAY) for period in periods]


def is_used_up(
    work: Work, periods: Sequence[Period], slot: Slot, patient_id: str, leaving: tuple[str, Slot] | None = None
) -> bool:
    """Whether one more visit of this patient goes beyond some quota; `leaving` is a visit that gives its place up.

    The caller has locked `days_of` the periods.
    """
    besides, left = leaving or ("", None)
    counted = periods
    if any(period.quota.new_patients for period in periods):
        is_new = appointment_rows.is_first(work, patient_id, slot.starts_at, besides)
        counted = [period for period in periods if is_new or not period.quota.new_patients]
    if not counted:
        return False
    starts = _starts(work, counted)
    if left is not None:
        own = next((start for start in starts if start.slot == left), None)
        starts = [start for start in starts if start is not own]
    return any(period.is_used_up(starts) for period in counted)


def _starts(work: Work, periods: Sequence[Period]) -> Sequence[Start]:
    since, until = min(period.begins for period in periods), max(period.ends for period in periods)
    expired = list(work.rows(_EXPIRED, since=since, until=until, now=work.now).scalars())
    if expired:
        cells.remove_holds(work, expired)
    return StoredOccupancy(work).starts(cell_at(since) // CELLS_A_DAY, cell_at(until) // CELLS_A_DAY)
