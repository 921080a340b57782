"""The calendar of a resource and UTC day as one bitmap, for searching: derived from `cells`, without holds.

Its rows are also what calendar changes queue at: whoever changes cells first locks the days they lie in, in key order,
so that two changes never wait for each other in a circle. SQLite's single writer needs no such lock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from sqlalchemy import bindparam, delete, select
from sqlalchemy.dialects import postgresql

from scheduler.cells import CELLS_A_DAY, day_masks
from storage.schema.calendar import cells, days
from storage.upsert import upsert
from storage.work import Work

BYTES = CELLS_A_DAY // 8
NOTHING = bytes(BYTES)

Day = tuple[str, int]
Spans = Sequence[tuple[str, range]]

_CELLS = select(cells.c.resource, cells.c.cell).where(
    cells.c.clinic == bindparam("clinic"),
    cells.c.resource.in_(bindparam("resources", expanding=True)),
    cells.c.cell.between(bindparam("first"), bindparam("last")),
    cells.c.appointment_id.is_not(None),
)
_ALL_CELLS = select(cells.c.resource, cells.c.cell).where(
    cells.c.clinic == bindparam("clinic"), cells.c.appointment_id.is_not(None)
)
_FORGET = delete(days).where(days.c.clinic == bindparam("clinic"))


@cache
def _lock() -> postgresql.Insert:
    insert = postgresql.insert(days)
    return insert.on_conflict_do_update(index_elements=list(days.primary_key), set_={"busy": days.c.busy})


def of_spans(*spans: Spans) -> list[Day]:
    """The days that these cells lie in, in key order."""
    return sorted({(resource, day) for some in spans for resource, taken in some for day, _ in day_masks(taken)})


def of_keys(keys: Iterable[tuple[str, int, int]]) -> list[Day]:
    """The days of (resource, lane, cell), in key order."""
    return sorted({(resource, cell // CELLS_A_DAY) for resource, _, cell in keys})


def lock(work: Work, affected: Sequence[Day]) -> None:
    """Be the only one who changes these days until the transaction ends."""
    if affected and work.connection.dialect.name == "postgresql":
        work.connection.execute(_lock(), _rows(work, dict.fromkeys(affected, NOTHING)))


def refresh(work: Work, affected: Sequence[Day]) -> None:
    """Write these days anew from the cells of their visits."""
    if not affected:
        return
    numbers = [day for _, day in affected]
    first, last = min(numbers) * CELLS_A_DAY, (max(numbers) + 1) * CELLS_A_DAY - 1
    resources = sorted({resource for resource, _ in affected})
    found = bitmaps(work.rows(_CELLS, resources=resources, first=first, last=last))
    _write(work, {day: to_bytes(found.get(day, 0)) for day in affected})


def rebuild(work: Work) -> None:
    """Write all days of the clinic anew; nobody else may change its calendar meanwhile."""
    found = bitmaps(work.rows(_ALL_CELLS))
    work.rows(_FORGET)
    if found:
        _write(work, {day: to_bytes(found[day]) for day in sorted(found)})


def bitmaps(taken: Iterable[tuple[str, int]]) -> dict[Day, int]:
    """(resource, cell) as one bit set for each day."""
    found: dict[Day, int] = {}
    for resource, cell in taken:
        day, bit = divmod(cell, CELLS_A_DAY)
        found[resource, day] = found.get((resource, day), 0) | 1 << bit
    return found


def to_bytes(bits: int) -> bytes:
    return bits.to_bytes(BYTES, "little")


def _write(work: Work, busy: Mapping[Day, bytes]) -> None:
    work.connection.execute(upsert(days, work.connection.dialect.name, "busy"), _rows(work, busy))


def _rows(work: Work, busy: Mapping[Day, bytes]) -> list[dict[str, object]]:
    return [
        {"clinic": work.clinic_id, "resource": resource, "day": day, "busy": bits}
        for (resource, day), bits in busy.items()
    ]
