"""The five-minute cells that visits and holds occupy. The primary key of the table is what refuses a double booking.

`claim` is all or nothing, in a savepoint: who lost goes on in the same transaction. Cells of an expired hold block
nobody: whoever meets them removes them. Callers lock the days of the cells first (`days.lock`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import bindparam, delete, select

from storage.days import Spans
from storage.schema.calendar import cells, holds
from storage.upsert import insert_ignore
from storage.work import Work

Key = tuple[str, int, int]  # resource, lane, cell

_OF_APPOINTMENT = select(cells.c.resource, cells.c.lane, cells.c.cell).where(
    cells.c.clinic == bindparam("clinic"), cells.c.appointment_id == bindparam("id")
)
_REMOVE_APPOINTMENT = delete(cells).where(
    cells.c.clinic == bindparam("clinic"), cells.c.appointment_id == bindparam("id")
)
_REMOVE_HOLDS_CELLS = delete(cells).where(
    cells.c.clinic == bindparam("clinic"), cells.c.hold_id.in_(bindparam("ids", expanding=True))
)
_REMOVE_HOLDS = delete(holds).where(
    holds.c.clinic == bindparam("clinic"), holds.c.id.in_(bindparam("ids", expanding=True))
)
_THERE = (
    cells.c.clinic == bindparam("clinic"),
    cells.c.resource.in_(bindparam("resources", expanding=True)),
    cells.c.cell.between(bindparam("first"), bindparam("last")),
)
_HOLDS_THERE = select(cells.c.hold_id).where(*_THERE, cells.c.hold_id.is_not(None))
# The rows of holds are locked before their cells, by everybody who removes some.
_EXPIRED_THERE = (
    select(holds.c.id)
    .where(
        holds.c.clinic == bindparam("clinic"),
        holds.c.id.in_(_HOLDS_THERE),
        holds.c.expires_at <= bindparam("now"),
    )
    .order_by(holds.c.id)
    .with_for_update()
)
_TAKEN_THERE = select(cells.c.resource, cells.c.lane, cells.c.cell).where(*_THERE)
_VISITS_THERE = select(cells.c.appointment_id).where(*_THERE, cells.c.appointment_id.is_not(None)).distinct()


def keys(spans: Spans, lanes: dict[str, int] | None = None) -> list[Key]:
    """The rows of these cells in key order; a resource lies in lane 0 unless `lanes` says otherwise."""
    chosen = lanes or {}
    return sorted((resource, chosen.get(resource, 0), cell) for resource, taken in spans for cell in taken)


def claim(
    work: Work,
    wanted: Sequence[Key],
    *,
    appointment_id: str | None = None,
    hold_id: str | None = None,
    prepare: Callable[[], object],
) -> bool:
    """Do `prepare` and take all wanted cells for a visit or a hold, or do nothing and say False."""
    occupant = {"appointment_id": appointment_id, "hold_id": hold_id}
    if _claimed(work, wanted, occupant, prepare):
        return True
    return remove_expired(work, wanted) and _claimed(work, wanted, occupant, prepare)


def of_appointment(work: Work, id: str) -> list[Key]:
    """The cells of a visit, in key order."""
    return sorted((resource, lane, cell) for resource, lane, cell in work.rows(_OF_APPOINTMENT, id=id))


def remove_appointment(work: Work, id: str) -> None:
    work.rows(_REMOVE_APPOINTMENT, id=id)


def remove_holds(work: Work, ids: Sequence[str]) -> None:
    """Remove holds, whose rows the caller has locked, with their cells."""
    work.rows(_REMOVE_HOLDS_CELLS, ids=ids)
    work.rows(_REMOVE_HOLDS, ids=ids)


def remove_expired(work: Work, wanted: Sequence[Key]) -> bool:
    """Remove the expired holds that lie in the way; whether there were any."""
    ids = list(work.rows(_EXPIRED_THERE, now=work.now, **_around(wanted)).scalars())
    if ids:
        remove_holds(work, ids)
    return bool(ids)


def free_lanes(work: Work, spans: Spans, leaving: set[Key]) -> dict[str, int]:
    """For each resource the lowest lane in which all its cells are free, or are among those that are being left."""
    lanes: dict[str, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for resource, lane, cell in work.rows(_TAKEN_THERE, **_around(keys(spans))):
        if (resource, lane, cell) not in leaving:
            lanes[resource][lane].add(cell)
    return {resource: _lowest_free(lanes[resource], wanted) for resource, wanted in spans}


def visits_there(work: Work, spans: Spans) -> list[str]:
    """The ids of all visits that occupy one of these cells in whatever lane."""
    found: set[str] = set()
    for span in spans:
        found |= set(work.rows(_VISITS_THERE, **_around(keys((span,)))).scalars())
    return sorted(found)


def _lowest_free(lanes: Mapping[int, set[int]], wanted: range) -> int:
    return next(lane for lane in range(len(lanes) + 1) if lanes.get(lane, set()).isdisjoint(wanted))


def _claimed(work: Work, wanted: Sequence[Key], occupant: dict[str, str | None], prepare: Callable[[], object]) -> bool:
    with work.connection.begin_nested() as savepoint:
        prepare()
        claimed = _inserted(work, wanted, occupant) == len(wanted)
        if not claimed:
            savepoint.rollback()
    return claimed


def _inserted(work: Work, wanted: Sequence[Key], occupant: dict[str, str | None]) -> int:
    if not wanted:
        return 0
    statement = insert_ignore(cells, work.connection.dialect.name)
    rows = [
        {"clinic": work.clinic_id, "resource": resource, "lane": lane, "cell": cell, **occupant}
        for resource, lane, cell in wanted
    ]
    return work.connection.execute(statement, rows, execution_options={"preserve_rowcount": True}).rowcount


def _around(wanted: Sequence[Key]) -> dict[str, object]:
    numbers = [cell for _, _, cell in wanted]
    resources = sorted({resource for resource, _, _ in wanted})
    return {"resources": resources, "first": min(numbers), "last": max(numbers)}
