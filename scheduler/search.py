"""Who could give a visit in a stretch of days, and where they are free; `availability` strings stretches together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler import rules
from scheduler.bits import ascending, descending, joined, runs, span
from scheduler.cells import CELLS_A_DAY, cell_at, cell_from, instant_of_cell, provider_resource, room_resource
from scheduler.clinic import Clinic
from scheduler.clinic_tables import Provider, VisitType
from scheduler.hours import hours_of, spill_days
from scheduler.model import Slot
from scheduler.ports import Occupancy
from scheduler.windows import asked_for, reach
from scheduler.wishes import ANY_TIME, Order, When

DAYS_AT_ONCE = 7


@dataclass(frozen=True, slots=True)
class SlotQuery:
    """What is looked for. `staff` may look beyond notice and horizon, and at both readings of a repeated hour."""

    visit_type: str
    provider: str | None = None
    location: str | None = None
    when: When = ANY_TIME
    staff: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider who gives this visit, where, in which rooms, and between which cells it may start."""

    provider: Provider
    rooms: tuple[str, ...]
    first: int
    stop: int


@dataclass(frozen=True, slots=True)
class Free:
    """Where a candidate's visit may start, and in which room."""

    candidate: Candidate
    starts: int
    rooms: tuple[tuple[str, int], ...]

    def room_at(self, cell: int) -> str | None:
        for room, starts in self.rooms:
            if starts >> cell & 1:
                return room
        return None


@dataclass(frozen=True, slots=True)
class Search:
    clinic: Clinic
    query: SlotQuery
    kind: VisitType

    def candidates(self, now: datetime) -> list[Candidate]:
        """Everybody who could give the visit, in the visit type's order."""
        if not (self.kind.bookable or self.query.staff):
            return []
        named = [name for name in dict.fromkeys(self.kind.providers) if self.query.provider in (None, name)]
        providers = [self.clinic.provider(name) for name in named]
        there = [provider for provider in providers if self.query.location in (None, provider.location)]
        bounds = {zone: self._bounds(zone, now) for zone in {self._zone(provider) for provider in there}}
        found = ((provider, self._rooms(provider)) for provider in there)
        return [
            Candidate(provider, rooms, *bounds[self._zone(provider)])
            for provider, rooms in found
            if rooms or not self.kind.rooms
        ]

    def _zone(self, provider: Provider) -> ZoneInfo:
        return hours_of(self.clinic).zone_of(provider.id)

    def _rooms(self, provider: Provider) -> tuple[str, ...]:
        return hours_of(self.clinic).rooms_for(self.kind.id, provider.location)

    def _bounds(self, zone: ZoneInfo, now: datetime) -> tuple[int, int]:
        """Between which cells a visit may start by the rules and the reach of the wish."""
        first = cell_from(rules.earliest_start(self.kind, zone, now, staff=self.query.staff))
        stop = cell_at(rules.latest_start(self.kind, zone, now, staff=self.query.staff)) + 1
        start, end = reach(self.query.when)
        return max(first, cell_from(start)) if start else first, min(stop, cell_from(end)) if end else stop

    def possible(self, candidates: Iterable[Candidate], first_day: int) -> list[tuple[Candidate, int]]:
        """Who could give the visit at which cells of this stretch, were nobody busy."""
        starts = ((candidate, self._starts(candidate, first_day)) for candidate in candidates)
        return [(candidate, bits) for candidate, bits in starts if bits]

    def _starts(self, candidate: Candidate, first_day: int) -> int:
        origin = first_day * CELLS_A_DAY
        bits = span(candidate.first - origin, candidate.stop - origin, DAYS_AT_ONCE * CELLS_A_DAY)
        if not bits:
            return 0
        book, provider = hours_of(self.clinic), candidate.provider.id
        bits &= book.possible_starts(self.kind.id, provider, first_day, DAYS_AT_ONCE, self.query.staff)
        if self.query.when.is_any_time:
            return bits
        return bits & asked_for(self.query.when, book.zone_of(provider), first_day, DAYS_AT_ONCE)

    def free(self, possible: list[tuple[Candidate, int]], first_day: int, occupancy: Occupancy) -> list[Free]:
        """The same without those starts at which the provider, or every room, is busy."""
        rooms = dict.fromkeys(room for candidate, _ in possible for room in candidate.rooms)
        resources = [provider_resource(candidate.provider.id) for candidate, _ in possible]
        resources += [room_resource(room) for room in rooms]
        days = DAYS_AT_ONCE + spill_days(self.kind)
        busy = occupancy.busy(resources, first_day, first_day + days - 1)
        length = self.kind.minutes // 5
        room_starts = {room: _free_runs(busy, room_resource(room), first_day, days, length) for room in rooms}
        length += self.kind.buffer_minutes // 5
        found = []
        for candidate, bits in possible:
            starts = bits & _free_runs(busy, provider_resource(candidate.provider.id), first_day, days, length)
            own_rooms = tuple((room, room_starts[room]) for room in candidate.rooms)
            found.append(Free(candidate, _in_any_room(starts, own_rooms), own_rooms))
        return found

    def slots(self, found: list[Free], first_day: int) -> Iterator[Slot]:
        """The free starts of one stretch in order, as slots."""
        union = 0
        for free in found:
            union |= free.starts
        origin, visit_type, length = first_day * CELLS_A_DAY, self.kind.id, self.kind.length
        for cell in (descending if self.query.when.order is Order.LATEST else ascending)(union):
            starts_at = instant_of_cell(origin + cell)
            for free in found:
                if free.starts >> cell & 1:
                    provider = free.candidate.provider
                    ends_at, room = starts_at + length, free.room_at(cell)
                    yield Slot(provider.id, visit_type, provider.location, starts_at, ends_at, room)


def _free_runs(busy: Mapping[tuple[str, int], int], resource: str, first_day: int, days: int, length: int) -> int:
    """The cells at which the resource is free for `length` cells on end."""
    taken = joined(busy.get((resource, first_day + n), 0) for n in range(days))
    return runs(span(0, days * CELLS_A_DAY, days * CELLS_A_DAY) ^ taken, length)


def _in_any_room(starts: int, rooms: tuple[tuple[str, int], ...]) -> int:
    if not rooms:
        return starts
    free = 0
    for _, room_starts in rooms:
        free |= room_starts
    return starts & free
