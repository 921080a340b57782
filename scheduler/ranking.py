"""The few openings worth saying: different days, parts of the day and providers, and a day without useless gaps.

What was asked for binds, for only such openings are looked at; "the earliest" is answered with the earliest. What is
known of the patient, their usual provider and time, comes before variety. The same question has the same answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

from scheduler.availability import free_weeks
from scheduler.bits import ascending, descending, span
from scheduler.cells import CELLS_A_DAY, cell_at, cell_from
from scheduler.clinic import Clinic
from scheduler.gaps import is_compact
from scheduler.habits import NO_HABITS, Habits
from scheduler.model import Slot
from scheduler.ports import Occupancy
from scheduler.search import DAYS_AT_ONCE, STRETCH, Free, Search, SlotQuery
from scheduler.values import quick
from scheduler.walltime import MINUTES_A_DAY, instant_of
from scheduler.wishes import Grain, Order, When, Window

WRITTEN = 3
_PARTS = (0, 12 * 60, 17 * 60, MINUTES_A_DAY)  # morning, afternoon, evening
_AN_HOUR = 12  # cells
_CLOCK_TIMES = frozenset({Grain.MINUTE, Grain.HOUR})
_TRIED = 6  # starts of a bucket, for one that leaves no useless gap


@quick
@dataclass(frozen=True, slots=True)
class Bucket:
    """The openings of one part of one day, as cells of a stretch."""

    day: date
    part: int
    bits: int
    first_day: int
    found: Sequence[Free]

    @property
    def zone(self) -> ZoneInfo:
        return self.found[0].post.zone


@quick
@dataclass(frozen=True, slots=True)
class Pick:
    """One opening of a bucket; `distance` is how many cells it lies from the usual time."""

    bucket: Bucket
    cell: int
    free: Free
    distance: int = 0
    is_compact: bool = False

    @property
    def at(self) -> int:
        return self.bucket.first_day * CELLS_A_DAY + self.cell


def choose(
    clinic: Clinic,
    query: SlotQuery,
    occupancy: Occupancy,
    now: datetime,
    limit: int = WRITTEN,
    habits: Habits = NO_HABITS,
) -> tuple[Slot, ...]:
    """At most `limit` openings, in the order of the wish; no more days are read than the choice needs."""
    search = Search(clinic, query)
    if query.when.order:  # the earliest, or the latest, is just that
        habits = replace(habits, clock=None)
    chooser = _Chooser(search, habits, limit)
    return chooser.chosen(list(_buckets(search, free_weeks(search, occupancy, now), limit)))


def nearest(
    clinic: Clinic,
    query: SlotQuery,
    occupancy: Occupancy,
    now: datetime,
    limit: int = WRITTEN,
    habits: Habits = NO_HABITS,
) -> tuple[Slot, ...]:
    """The openings around the time that was wished, in the order of time; the first of all where no day was said.

    Around a clock time: one before and one after it on that day, and that time on another day.
    """

    def among(when: When) -> tuple[Slot, ...]:
        return choose(clinic, replace(query, when=when), occupancy, now, limit, habits)

    excluded = query.when.excluded
    day = next((window for window in query.when.windows if isinstance(window.start, datetime)), None)
    if day is None or not isinstance(day.start, datetime):
        return among(When((), excluded))
    begin, end = day.start, day.end if isinstance(day.end, datetime) else day.start
    if day.grain in _CLOCK_TIMES:
        of_day = _around(clinic, query, occupancy, now, (begin, end), limit, habits)
        if len(of_day) == limit:
            return of_day
    before = among(When((Window(None, begin),), excluded, Order.LATEST))
    after = among(When((Window(end, None),), excluded))
    around = sorted((*before, *after), key=lambda slot: max(begin - slot.starts_at, slot.starts_at - end))
    return tuple(sorted(around[:limit], key=lambda slot: slot.starts_at))


def _around(
    clinic: Clinic,
    query: SlotQuery,
    occupancy: Occupancy,
    now: datetime,
    wished: tuple[datetime, datetime],
    limit: int,
    habits: Habits,
) -> tuple[Slot, ...]:
    """The last opening before a time of a day and the first one after it, and the nearest to it on the days after."""
    begin, end = wished
    zone = clinic.zone(query.location) if query.location else clinic.zone()
    local = begin.astimezone(zone)
    midnight, next_day = instant_of(local.date(), 0, zone), instant_of(local.date() + timedelta(days=1), 0, zone)
    at_that_time = replace(habits, clock=local.time())

    def among(start: datetime, stop: datetime | None, order: Order | None, most: int) -> tuple[Slot, ...]:
        when = When((Window(start, stop),), query.when.excluded, order)
        return choose(clinic, replace(query, when=when), occupancy, now, most, at_that_time)

    of_day = (*among(midnight, begin, Order.LATEST, 1), *among(end, next_day, Order.EARLIEST, 1))[:limit]
    return (*of_day, *among(next_day, None, None, limit - len(of_day))) if len(of_day) < limit else of_day


def _buckets(search: Search, weeks: Iterator[tuple[int, list[Free]]], limit: int) -> Iterator[Bucket]:
    """The parts of the first `limit` days that have openings, in the order of the wish."""
    step = -1 if search.query.when.order is Order.LATEST else 1
    days: list[date] = []
    for first_day, found in weeks:
        union, zone = 0, found[0].post.zone
        for free in found:
            union |= free.starts
        for day, spans in _days(zone, first_day)[::step]:
            of_day = [(part, union & bits) for part, bits in enumerate(spans)]
            for part, bits in of_day[::step]:
                if bits:
                    yield Bucket(day, part, bits, first_day, found)
            if any(bits for _, bits in of_day) and day not in days:
                days.append(day)
            if len(days) == limit:
                return


@lru_cache(maxsize=1024)
def _days(zone: ZoneInfo, first_day: int) -> tuple[tuple[date, tuple[int, ...]], ...]:
    """The local days that a stretch touches, each with its parts as cells of the stretch."""
    origin = first_day * CELLS_A_DAY
    start = datetime.fromtimestamp(first_day * 86_400, zone).date()
    days = [start + timedelta(days=n) for n in range(DAYS_AT_ONCE + 1)]
    borders = [[cell_from(instant_of(day, minute, zone)) - origin for minute in _PARTS] for day in days]
    parts = [tuple(span(begin, end, STRETCH) for begin, end in pairwise(of_day)) for of_day in borders]
    return tuple(zip(days, parts, strict=True))


class _Chooser:
    """Picks one opening after the other, each as different as may be from those before."""

    def __init__(self, search: Search, habits: Habits, limit: int) -> None:
        self.search, self.habits, self.limit = search, habits, limit
        self.order = search.query.when.order
        self.picks: list[Pick] = []

    def chosen(self, buckets: Sequence[Bucket]) -> tuple[Slot, ...]:
        left = list(buckets)
        while left and len(self.picks) < self.limit:
            pick = self._next(left)
            left.remove(pick.bucket)
            self.picks.append(pick)
        if buckets and len(self.picks) < self.limit:
            self._fill(buckets)
        self.picks.sort(key=lambda pick: pick.at, reverse=self.order is Order.LATEST)
        return tuple(self.search.slot_at(pick.free, pick.bucket.first_day, pick.cell) for pick in self.picks)

    def _next(self, buckets: Sequence[Bucket]) -> Pick:
        """The pick of the bucket that adds most; of equals, the first in the order of the wish."""
        days, parts = ({pick.bucket.day for pick in self.picks}, {pick.bucket.part for pick in self.picks})
        day = next((bucket.day for bucket in buckets if bucket.day not in days), buckets[0].day)
        of_day = [bucket for bucket in buckets if bucket.day == day]
        if self.habits.clock:
            return min((self._pick(bucket) for bucket in of_day), key=lambda pick: pick.distance)
        fresh = of_day if self.order else [bucket for bucket in of_day if bucket.part not in parts]
        return self._pick((fresh or of_day)[0])

    def _pick(self, bucket: Bucket) -> Pick:
        cells = self._cells(bucket)
        first = self._at(bucket, next(cells))
        if self.order or first.is_compact:
            return first
        others = (self._at(bucket, cell) for cell in islice(cells, _TRIED))
        return next((pick for pick in others if pick.is_compact), first)

    def _cells(self, bucket: Bucket) -> Iterator[int]:
        """The starts of a bucket, those with the usual provider where there are some, the best first."""
        usual = [free.starts for free in bucket.found if free.post.provider == self.habits.provider]
        bits = bucket.bits & usual[0] or bucket.bits if usual and not self.order else bucket.bits
        if self.habits.clock:
            wanted = _cell_of_clock(bucket, self.habits.clock)
            return iter(sorted(ascending(bits), key=lambda cell: abs(cell - wanted)))
        return descending(bits) if self.order is Order.LATEST else ascending(bits)

    def _at(self, bucket: Bucket, cell: int) -> Pick:
        """With the usual provider, or else one whose day stays compact, or else one who was not named yet."""
        seen = {pick.free.post.provider for pick in self.picks}

        def merit(free: Free) -> tuple[bool, bool, bool]:
            provider = free.post.provider
            compact = self.order is None and is_compact(self.search, free, bucket.first_day, cell)
            return provider == self.habits.provider, compact, provider not in seen

        free = max((free for free in bucket.found if free.starts >> cell & 1), key=merit)
        distance = abs(cell - _cell_of_clock(bucket, self.habits.clock)) if self.habits.clock else 0
        return Pick(bucket, cell, free, distance, merit(free)[1])

    def _fill(self, buckets: Sequence[Bucket]) -> None:
        """Where days and their parts are too few: more of the same, as far from the others as can be."""
        spare = [(bucket, cell) for bucket in buckets for cell in self._cells(bucket)]
        while len(self.picks) < self.limit:
            picked = {pick.at for pick in self.picks}
            left = [pick for pick in (self._at(*place) for place in spare) if pick.at not in picked]
            if not left:
                return
            self.picks.append(left[0] if self.order else max(left, key=self._adds))

    def _adds(self, pick: Pick) -> tuple[bool, bool, int]:
        """How much one more opening adds: an hour from the others, without a useless gap, far from them."""
        apart = min(abs(pick.at - other.at) for other in self.picks)
        return apart >= _AN_HOUR, pick.is_compact, apart


def _cell_of_clock(bucket: Bucket, clock: time) -> int:
    instant = instant_of(bucket.day, clock.hour * 60 + clock.minute, bucket.zone)
    return cell_at(instant) - bucket.first_day * CELLS_A_DAY
