"""Openings by brute force: look at every minute with zoneinfo alone. Slow, obvious, and independent of bit sets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from scheduler.availability import SlotQuery
from scheduler.clinic import Clinic
from scheduler.clinic_tables import Provider, VisitType
from scheduler.duration import Duration
from scheduler.model import Slot
from scheduler.wishes import Window

MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


class Minutes:
    """Every minute of a stretch of time, with what the wall clock of a zone shows."""

    def __init__(self, zone: ZoneInfo, start: datetime, end: datetime) -> None:
        self.zone = zone
        count = int((end - start) / MINUTE)
        self.walls = [
            (instant := start + n * MINUTE, instant.astimezone(zone).replace(tzinfo=None)) for n in range(count)
        ]

    def first_showing(self, wall: datetime) -> datetime:
        """The first minute at which the clock shows `wall` or later."""
        return next(instant for instant, shown in self.walls if shown >= wall)

    def last_showing(self, wall: datetime) -> datetime:
        """The last minute at which the clock shows `wall`, or the first after the gap in which it is skipped."""
        exactly = [instant for instant, shown in self.walls if shown == wall]
        return exactly[-1] if exactly else self.first_showing(wall)


class Enumeration:
    """All starts of one provider between two instants."""

    def __init__(
        self,
        clinic: Clinic,
        query: SlotQuery,
        busy: Mapping[tuple[str, int], int],
        now: datetime,
        start: datetime,
        end: datetime,
        provider: Provider,
    ) -> None:
        self.clinic, self.query, self.busy, self.now = clinic, query, busy, now
        self.start, self.end, self.provider = start, end, provider
        self.zone = clinic.zone(provider.location)
        self.minutes = Minutes(self.zone, start - 2 * DAY, end + 2 * DAY)
        self.kind: VisitType = clinic.visit_type(query.visit_type)

    def slots(self) -> Iterator[Slot]:
        instant = self.start - timedelta(minutes=self.start.minute % 5)
        while instant < self.end:
            if self.may_start(instant):
                yield from self.slot_at(instant)
            instant += 5 * MINUTE

    def slot_at(self, instant: datetime) -> Iterator[Slot]:
        end = instant + self.kind.minutes * MINUTE
        rooms = [room for room in self.kind.rooms if self.room_is_free(room, instant, end)]
        if rooms or not self.kind.rooms:
            room = rooms[0] if rooms else None
            yield Slot(self.provider.id, self.kind.id, self.provider.location, instant, end, room)

    def room_is_free(self, room: str, start: datetime, end: datetime) -> bool:
        place = self.clinic.room(room).location
        return place in (None, self.provider.location) and self.is_free(f"room:{room}", start, end)

    def may_start(self, instant: datetime) -> bool:
        wall = instant.astimezone(self.zone)
        end = instant + self.kind.minutes * MINUTE
        free_until = end + self.kind.buffer_minutes * MINUTE
        return (
            self.start <= instant
            and wall.minute % self.kind.raster_minutes == 0
            and (self.query.staff or not wall.fold)
            and self.is_in_time(instant)
            and self.was_asked_for(instant)
            and all(minute in self.working for minute in minutes_of(instant, end))
            and self.is_free(f"provider:{self.provider.id}", instant, free_until)
        )

    def is_in_time(self, instant: datetime) -> bool:
        if self.query.staff:
            return instant >= self.now
        earliest, latest = (self.moved(length) for length in (self.kind.min_notice, self.kind.horizon))
        return earliest <= instant <= latest

    def moved(self, length: Duration) -> datetime:
        if not length.days:
            return self.now + length.elapsed
        wall = self.now.astimezone(self.zone).replace(tzinfo=None) + length.days * DAY
        # The scan starts long before: a later target is beyond every start that is looked at.
        return self.minutes.first_showing(wall) if wall < self.minutes.walls[-1][1] else self.end + 9 * DAY

    def was_asked_for(self, instant: datetime) -> bool:
        when = self.query.when
        wanted = not when.windows or any(self.lies_in(instant, window) for window in when.windows)
        return wanted and not any(self.lies_in(instant, window) for window in when.excluded)

    def lies_in(self, instant: datetime, window: Window) -> bool:
        start, end = window.start, window.end
        if isinstance(start, time) or isinstance(end, time):
            clock = instant.astimezone(self.zone).time()
            after, before = start is None or clock >= start, end is None or clock < end
            return (after or before) if start and end and end <= start else (after and before)
        return (start is None or instant >= start) and (end is None or instant < end)

    @cached_property
    def working(self) -> set[datetime]:
        """Every minute at which the provider works."""
        found: set[datetime] = set()
        day = (self.start - DAY).astimezone(self.zone).date()
        while day <= (self.end + DAY).astimezone(self.zone).date():
            for block in () if self.clinic.is_closed_on(day) else self.provider.hours.on(day):
                midnight = datetime.combine(day, time.min)
                opens = self.minutes.first_showing(midnight + block.opens * MINUTE)
                closes = self.minutes.last_showing(midnight + block.closes * MINUTE)
                found.update(minutes_of(opens, closes))
            day += DAY
        return found

    def is_free(self, resource: str, start: datetime, end: datetime) -> bool:
        for minute in minutes_of(start, end):
            day, within = divmod(int((minute - MIDNIGHT) / MINUTE), 1440)
            if self.busy.get((resource, day), 0) >> within // 5 & 1:
                return False
        return True


def enumerated(
    clinic: Clinic,
    query: SlotQuery,
    busy: Mapping[tuple[str, int], int],
    now: datetime,
    start: datetime,
    end: datetime,
) -> list[Slot]:
    """Every opening that starts in `[start, end)`, in time order, the providers in the visit type's order."""
    kind = clinic.visit_type(query.visit_type)
    providers = [clinic.provider(name) for name in kind.providers if query.provider in (None, name)]
    found = [
        slot
        for provider in providers
        if query.location in (None, provider.location)
        for slot in Enumeration(clinic, query, busy, now, start, end, provider).slots()
    ]
    return sorted(found, key=lambda slot: slot.starts_at)


def minutes_of(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE
