"""What counting visits adds to a search: seats left in group visits, and days or weeks in which a quota is reached.

The visits of a type with a capacity share provider, room and time with others of the same type and start; nothing is
counted, or read, for types without a capacity that no quota names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from scheduler import quotas
from scheduler.bits import span
from scheduler.calendar_tables import Quota, VisitType
from scheduler.cells import CELLS_A_DAY, cell_at, cell_from
from scheduler.clinic import Clinic
from scheduler.hours import Post
from scheduler.ports import Occupancy, Start
from scheduler.rules import Visitor
from scheduler.walltime import instant_of

if TYPE_CHECKING:
    from scheduler.search import SlotQuery

_DAYS = 7
_SIZE = _DAYS * CELLS_A_DAY

Rooms = Sequence[tuple[str, int]]


def binding_quotas(clinic: Clinic, kind: VisitType, visitor: Visitor) -> list[Quota]:
    """The quotas that one more such visit would count for; who may be new is only bound where it is known."""
    is_new = visitor.is_new or visitor.never_came or not kind.returning_patients
    return [
        quota
        for quota in clinic.quotas
        if (not quota.visit_types or kind.id in quota.visit_types)
        and quota.provider in (None, *kind.providers)
        and (is_new or not quota.new_patients)
    ]


def crowd(clinic: Clinic, query: SlotQuery, kind: VisitType, first_day: int, occupancy: Occupancy) -> Crowd | None:
    """Those who start in a week of UTC days, as far as they matter; None where nobody counts."""
    binding = [] if query.staff else binding_quotas(clinic, kind, query.visitor)
    if kind.capacity == 1 and not binding:
        return None
    margin = 8 if binding else 1  # a local week or day begins before, and ends after, the UTC days that it touches
    return Crowd(kind, binding, tuple(occupancy.starts(first_day - margin, first_day + _DAYS - 1 + margin)), first_day)


@dataclass(frozen=True, slots=True)
class Crowd:
    kind: VisitType
    quotas: list[Quota]
    starts: tuple[Start, ...]
    first_day: int

    def joined(self, post: Post, possible: int, starts: int, rooms: Rooms) -> tuple[int, Rooms]:
        """Free starts with the seats left in groups, without those that a quota forbids; a group keeps its room."""
        seats = self.groups_with_a_seat(post)
        for _, bit in seats:
            starts |= possible & bit
        return starts & ~self.used_up(post), [*((room, bit) for room, bit in seats if room), *rooms]

    def groups_with_a_seat(self, post: Post) -> list[tuple[str | None, int]]:
        """The room and, as a bit of the week, the start of each group of this provider that is not full."""
        if self.kind.capacity == 1:
            return []
        groups: Counter[tuple[datetime, str | None]] = Counter()
        for start in self.starts:
            slot = start.slot
            if (slot.provider, slot.location, slot.visit_type) == (post.provider, post.location, self.kind.id):
                groups[slot.starts_at, slot.room] += 1
        return [
            (room, self._bit(starts_at))
            for (starts_at, room), taken in sorted(groups.items(), key=lambda group: group[0][1] or "")
            if taken < self.kind.capacity and starts_at.minute % 5 == 0
        ]

    def _bit(self, instant: datetime) -> int:
        cell = cell_at(instant) - self.first_day * CELLS_A_DAY
        return span(cell, cell + 1, _SIZE)

    def used_up(self, post: Post) -> int:
        """The cells of the days and weeks in which no further such visit may start."""
        bits = 0
        for quota in self.quotas:
            if quota.provider in (None, post.provider):
                bits |= self._full(quota, post)
        return bits

    def _full(self, quota: Quota, post: Post) -> int:
        counted: dict[date, int] = defaultdict(int)
        for start in self.starts:
            if quotas.counts(quota, start):
                counted[quotas.first_of(quota, start.slot.starts_at.astimezone(post.zone).date())] += 1
        first, bits = datetime.fromtimestamp(self.first_day * 86_400, post.zone).date(), 0
        for day in (first + timedelta(days=n) for n in range(_DAYS + 1)):
            if counted[quotas.first_of(quota, day)] >= quota.most:
                bits |= self._cells(day, post)
        return bits

    def _cells(self, day: date, post: Post) -> int:
        begins, ends = (instant_of(day + timedelta(days=n), 0, post.zone) for n in (0, 1))
        origin = self.first_day * CELLS_A_DAY
        return span(cell_from(begins) - origin, cell_from(ends) - origin, _SIZE)
