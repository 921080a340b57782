"""Who could give a visit in a stretch of days, and where they are free; `availability` strings stretches together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler import crowding, rules
from scheduler.bits import ascending, descending, runs, span
from scheduler.calendar_tables import VisitType
from scheduler.cells import CELLS_A_DAY, cell_at, cell_from, instant_of_cell, room_resource
from scheduler.clinic import Clinic
from scheduler.crowding import Rooms
from scheduler.hours import Post, hours_of, spill_days
from scheduler.model import Slot
from scheduler.ports import Occupancy
from scheduler.rules import ANYBODY, Visitor
from scheduler.windows import asked_for, is_one_span, reach
from scheduler.wishes import ANY_TIME, Order, When

DAYS_AT_ONCE = 7
STRETCH = DAYS_AT_ONCE * CELLS_A_DAY
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """What is looked for, and for whom.

    `staff` may look beyond what binds patients, and at both readings of a repeated hour; with `overbook` also where
    provider and rooms are taken.
    """

    visit_type: str
    provider: str | None = None
    location: str | None = None
    when: When = ANY_TIME
    staff: bool = False
    overbook: bool = False
    visitor: Visitor = ANYBODY


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider at a location who gives this visit, and between which cells it may start."""

    post: Post
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Free:
    """Where a candidate's visit may start, and in which room."""

    post: Post
    starts: int
    rooms: Rooms
    busy: int = 0

    def room_at(self, cell: int) -> str | None:
        for room, starts in self.rooms:
            if starts >> cell & 1:
                return room
        return None


class Search:
    """One question to one clinic."""

    def __init__(self, clinic: Clinic, query: SlotQuery) -> None:
        self.clinic, self.query = clinic, query
        self.kind: VisitType = clinic.visit_type(query.visit_type)
        self.book = hours_of(clinic)
        self._id, self._length, self._seats = self.kind.id, self.kind.length, self.kind.capacity
        self._before = self.kind.buffer_before_minutes * _MINUTE
        # A visit that begins on the first day keeps its provider a while before, one on the last day a while after.
        self._back = -(-self.kind.buffer_before_minutes // (24 * 60))
        self._days = self._back + DAYS_AT_ONCE + spill_days(self.kind)

    def posts(self) -> list[Post]:
        """Everybody of those asked for who gives the visit, in the visit type's order."""
        provider, location = self.query.provider, self.query.location
        return [
            post
            for post in self.book.posts(self.kind.id)
            if provider in (None, post.provider) and location in (None, post.location)
        ]

    def candidates(self, now: datetime) -> list[Candidate]:
        """The same with the cells between which the visit may start, by the rules and the reach of the wish."""
        if not self.query.staff and rules.not_for(self.kind, self.query.visitor):
            return []
        bounds: dict[ZoneInfo, tuple[int, int]] = {}
        found = []
        for post in self.posts():
            if post.zone not in bounds:
                bounds[post.zone] = self._bounds(post.zone, now)
            first, stop = bounds[post.zone]
            if first < stop:
                found.append(Candidate(post, first, stop))
        return found

    def _bounds(self, zone: ZoneInfo, now: datetime) -> tuple[int, int]:
        staff = self.query.staff
        begins, ends = reach(self.query.when)
        first = cell_from(rules.earliest_start(self.kind, zone, now, staff=staff))
        stop = cell_at(rules.latest_start(self.kind, zone, now, staff=staff)) + 1
        of_age = (None, None) if staff else rules.of_age(self.kind, self.query.visitor, zone)
        firsts = [cell_from(bound) for bound in (begins, of_age[0]) if bound]
        stops = [cell_from(bound) for bound in (ends, of_age[1]) if bound]
        return max(first, *firsts) if firsts else first, min(stop, *stops) if stops else stop

    def possible(self, candidates: Sequence[Candidate], first_day: int) -> list[tuple[Post, int]]:
        """Who could give the visit at which cells of this stretch, were nobody busy."""
        starts = ((candidate.post, self._starts(candidate, first_day)) for candidate in candidates)
        return [(post, bits) for post, bits in starts if bits]

    def _starts(self, candidate: Candidate, first_day: int) -> int:
        origin, post = first_day * CELLS_A_DAY, candidate.post
        bits = span(candidate.first - origin, candidate.stop - origin, STRETCH)
        if not bits:
            return 0
        bits &= self.book.possible_starts(
            self.kind.id, post.provider, post.location, first_day, DAYS_AT_ONCE, self.query.staff
        )
        if not bits or is_one_span(self.query.when):  # the bounds say it all
            return bits
        return bits & asked_for(self.query.when, post.zone, first_day, DAYS_AT_ONCE)

    def free(self, possible: Sequence[tuple[Post, int]], first_day: int, occupancy: Occupancy) -> list[Free]:
        """The same without those starts at which the provider, or every room, is busy, or a quota is reached."""
        busy = self._busy(possible, first_day, occupancy)
        length = self.kind.minutes // 5
        names = {room for post, _ in possible for room in post.rooms}
        room_starts = {name: self._room_starts(busy.get(room_resource(name), 0), length) for name in names}
        crowd = crowding.crowd(self.clinic, self.query, self.kind, first_day, occupancy)
        found = []
        for post, bits in possible:
            taken = busy.get(post.resource, 0)
            rooms: Rooms = [(room, room_starts[room]) for room in post.rooms]
            starts = self._provider_starts(taken, bits) & _in_any_room(bits, rooms)
            if crowd is not None:
                starts, rooms = crowd.joined(post, bits, starts, rooms)
            if self.query.overbook:
                starts, rooms = bits, [*rooms, *((room, bits) for room in post.rooms[:1])]
            if starts:
                found.append(Free(post, starts, rooms, taken >> self._back * CELLS_A_DAY))
        return found

    def _busy(self, possible: Sequence[tuple[Post, int]], first_day: int, occupancy: Occupancy) -> Mapping[str, int]:
        resources = [post.resource for post, _ in possible]
        if len(resources) > 1:
            resources = list(dict.fromkeys(resources))
        resources += [
            room_resource(room) for room in dict.fromkeys(room for post, _ in possible for room in post.rooms)
        ]
        first_read = first_day - self._back
        return occupancy.busy(resources, first_read, first_read + self._days - 1)

    def _provider_starts(self, busy: int, bits: int) -> int:
        if not busy:
            return bits
        before = self.kind.buffer_before_minutes // 5
        cells = before + (self.kind.minutes + self.kind.buffer_minutes) // 5
        size = self._days * CELLS_A_DAY
        return bits & runs(((1 << size) - 1) ^ busy, cells) >> (self._back * CELLS_A_DAY - before)

    def _room_starts(self, busy: int, cells: int) -> int:
        size = self._days * CELLS_A_DAY
        return runs(((1 << size) - 1) ^ busy, cells) >> self._back * CELLS_A_DAY

    def slots(self, found: Sequence[Free], first_day: int) -> Iterator[Slot]:
        """The free starts of one stretch in order, as slots; the providers of one start in the visit type's order."""
        order = descending if self.query.when.order is Order.LATEST else ascending
        union = 0
        for free in found:
            union |= free.starts
        for cell in order(union):
            starts_at = instant_of_cell(first_day * CELLS_A_DAY + cell)
            for free in found:
                if free.starts >> cell & 1:
                    yield self._slot(free, cell, starts_at)

    def slot_at(self, free: Free, first_day: int, cell: int) -> Slot:
        """The slot at a cell of a stretch."""
        return self._slot(free, cell, instant_of_cell(first_day * CELLS_A_DAY + cell))

    def _slot(self, free: Free, cell: int, starts_at: datetime) -> Slot:
        post, room = free.post, free.room_at(cell) if free.rooms else None
        busy_from = starts_at - self._before if self._before else None
        return Slot(
            post.provider, self._id, post.location, starts_at, starts_at + self._length, room, busy_from, self._seats
        )


def _in_any_room(bits: int, rooms: Rooms) -> int:
    if not rooms:
        return bits
    free = 0
    for _, starts in rooms:
        free |= starts
    return free
