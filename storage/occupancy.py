"""Who is busy when, for searching: the bitmaps of the days and the holds that have not expired.

One `StoredOccupancy` lives for one turn; what it has read once it does not read again. Holds block whoever made them
too: a turn that searches again has released its hold before.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, exists, select

from scheduler.cells import CELLS_A_DAY, day_masks, instant_of_cell, taken
from scheduler.model import Slot
from storage.days import Day
from storage.schema.calendar import days, holds
from storage.slots import SLOT, columns, slot_of
from storage.work import Work

Stretch = tuple[tuple[str, ...], int, int]

_HELD = (
    holds.c.clinic == bindparam("clinic"),
    holds.c.starts_at >= bindparam("since"),
    holds.c.starts_at < bindparam("until"),
    holds.c.expires_at > bindparam("now"),
)
_HOLDS = select(*columns(holds, *SLOT, "busy_until")).where(*_HELD)
# Mostly there are no holds; whether there are comes with the days, so that the second look is rare.
_DAYS = select(days.c.resource, days.c.day, days.c.busy, exists().where(*_HELD)).where(
    days.c.clinic == bindparam("clinic"),
    days.c.resource.in_(bindparam("resources", expanding=True)),
    days.c.day.between(bindparam("first"), bindparam("last")),
)


@dataclass(frozen=True, slots=True)
class StoredOccupancy:
    """`scheduler.ports.Occupancy`, from the database."""

    work: Work
    _read: dict[Stretch, Mapping[Day, int]] = field(default_factory=dict)

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[Day, int]:
        stretch = (tuple(resources), first_day, last_day)
        known = self._read.get(stretch)
        if known is None:
            known = self._read[stretch] = self._look(*stretch)
        return known

    def _look(self, resources: tuple[str, ...], first_day: int, last_day: int) -> Mapping[Day, int]:
        # A hold that begins on the day before may reach into the first one.
        since, until = instant_of_cell((first_day - 1) * CELLS_A_DAY), instant_of_cell((last_day + 1) * CELLS_A_DAY)
        about = {"since": since, "until": until, "now": self.work.now}
        rows = self.work.rows(_DAYS, resources=resources, first=first_day, last=last_day, **about).all()
        found: dict[Day, int] = {(resource, day): int.from_bytes(busy, "little") for resource, day, busy, _ in rows}
        if rows and not rows[0][3]:
            return found
        for row in self.work.rows(_HOLDS, **about):
            for (resource, day), bits in held(slot_of(row), row.busy_until):
                if resource in resources and first_day <= day <= last_day:
                    found[resource, day] = found.get((resource, day), 0) | bits
        return found


def held(slot: Slot, busy_until: datetime) -> Iterator[tuple[Day, int]]:
    """The bits of a held slot, by resource and day."""
    for resource, spanned in taken(slot, busy_until):
        for day, bits in day_masks(spanned):
            yield (resource, day), bits
