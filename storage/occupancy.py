"""Who is busy when, for searching: the bitmaps of the days and the holds that have not expired.

One `StoredOccupancy` lives for one turn; what it has read once it does not read again. Holds block whoever made them
too: a turn that searches again has released its hold before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select

from scheduler.bits import span
from scheduler.cells import CELLS_A_DAY, instant_of_cell, taken
from scheduler.model import AppointmentStatus
from scheduler.ports import Start
from storage.schema.calendar import appointments, days, holds
from storage.slots import SLOT, columns, slot_of
from storage.work import Work

Stretch = tuple[tuple[str, ...], int, int]

_KEPT = (
    holds.c.clinic == bindparam("clinic"),
    holds.c.starts_at >= bindparam("since"),
    holds.c.starts_at < bindparam("until"),
    holds.c.expires_at > bindparam("now"),
)
_HOLDS = select(*columns(holds, *SLOT, "busy_until")).where(*_KEPT)
_OCCUPYING = [status.value for status in AppointmentStatus if status.occupies]
_earlier = appointments.alias()


def _is_first(patient: Any, starts_at: Any) -> Any:
    """Whether a patient has no visit before that one."""
    return ~exists().where(
        _earlier.c.clinic == bindparam("clinic"),
        _earlier.c.patient_id == patient,
        _earlier.c.starts_at < starts_at,
        _earlier.c.status.in_(_OCCUPYING),
    )


_VISITS_START = select(
    *columns(appointments, *SLOT), _is_first(appointments.c.patient_id, appointments.c.starts_at)
).where(
    appointments.c.clinic == bindparam("clinic"),
    appointments.c.starts_at >= bindparam("since"),
    appointments.c.starts_at < bindparam("until"),
    appointments.c.status.in_(_OCCUPYING),
)
_HOLDS_START = select(*columns(holds, *SLOT), _is_first(holds.c.patient_id, holds.c.starts_at)).where(*_KEPT)
# Statements are written out once for each length of the list; longer lists are filled up, so that there are few.
_STEP = 8


@cache
def _days_of(count: int) -> tuple[Select[Any], tuple[str, ...]]:
    """The bitmaps of that many resources. Mostly there are no holds; whether there are comes with them."""
    names = tuple(f"resource{number}" for number in range(count))
    statement = select(days.c.resource, days.c.day, days.c.busy, exists().where(*_KEPT)).where(
        days.c.clinic == bindparam("clinic"),
        days.c.resource.in_([bindparam(name) for name in names]),
        days.c.day.between(bindparam("first"), bindparam("last")),
    )
    return statement, names


@dataclass(frozen=True, slots=True)
class StoredOccupancy:
    """`scheduler.ports.Occupancy`, from the database."""

    work: Work
    _read: dict[Stretch, Mapping[str, int]] = field(default_factory=dict)

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        stretch = (tuple(resources), first_day, last_day)
        known = self._read.get(stretch)
        if known is None:
            known = self._read[stretch] = self._look(*stretch)
        return known

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        about = self._between(first_day, last_day)
        visits = self.work.rows(_VISITS_START, since=about["since"], until=about["until"])
        return [
            Start(slot_of(row), row[-1]) for rows in (visits, self.work.rows(_HOLDS_START, **about)) for row in rows
        ]

    def _look(self, resources: tuple[str, ...], first_day: int, last_day: int) -> Mapping[str, int]:
        # A hold that begins on the day before may reach into the first one.
        about = self._between(first_day - 1, last_day)
        rows = self._bitmaps(resources, first_day, last_day, about)
        found: dict[str, int] = {}
        for resource, day, busy, _ in rows:
            bits = int.from_bytes(busy, "little") << (day - first_day) * CELLS_A_DAY
            found[resource] = found.get(resource, 0) | bits
        if rows and not rows[0][3]:
            return found
        size, origin = (last_day - first_day + 1) * CELLS_A_DAY, first_day * CELLS_A_DAY
        for row in self.work.rows(_HOLDS, **about):
            for resource, cells in taken(slot_of(row), row.busy_until):
                if resource in resources:
                    bits = span(cells.start - origin, cells.stop - origin, size)
                    found[resource] = found.get(resource, 0) | bits
        return found

    def _bitmaps(
        self, resources: tuple[str, ...], first_day: int, last_day: int, about: Mapping[str, datetime]
    ) -> Sequence[Any]:
        count = len(resources)
        if count > 1:
            resources += resources[-1:] * (-count % _STEP)
        statement, names = _days_of(len(resources))
        named = dict(zip(names, resources, strict=True))
        rows: Sequence[Any] = self.work.rows(statement, **named, first=first_day, last=last_day, **about).all()
        return rows

    def _between(self, first_day: int, last_day: int) -> dict[str, datetime]:
        since, until = instant_of_cell(first_day * CELLS_A_DAY), instant_of_cell((last_day + 1) * CELLS_A_DAY)
        return {"since": since, "until": until, "now": self.work.now}
