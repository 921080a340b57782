"""Openings by brute force: look at every minute with zoneinfo alone. Slow, obvious, and independent of bit sets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

from scheduler.availability import SlotQuery
from scheduler.calendar_tables import Provider, Quota, VisitType
from scheduler.clinic import Clinic
from scheduler.clinic_values import ClockSpan
from scheduler.duration import Duration
from scheduler.model import Slot
from scheduler.ports import Start
from scheduler.wishes import Window

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MIDNIGHT = datetime(1970, 1, 1, tzinfo=UTC)


class Clock:
    """What the clock of a zone shows in a stretch of time; as clocks change at multiples of five, each fifth minute."""

    def __init__(self, zone: ZoneInfo, start: datetime, end: datetime) -> None:
        count = int((end - start) / (5 * MINUTE))
        self.instants = [start + 5 * n * MINUTE for n in range(count)]
        self.walls = [instant.astimezone(zone).replace(tzinfo=None) for instant in self.instants]
        self.showing: dict[datetime, list[datetime]] = {}
        for instant, wall in zip(self.instants, self.walls, strict=True):
            self.showing.setdefault(wall, []).append(instant)

    def first_showing(self, wall: datetime) -> datetime:
        """The first minute at which the clock shows `wall` or later."""
        odd = wall.minute % 5 * MINUTE
        if exactly := self.showing.get(wall - odd):
            return exactly[0] + odd
        return next(instant for instant, shown in zip(self.instants, self.walls, strict=True) if shown >= wall)

    def last_showing(self, wall: datetime) -> datetime:
        """The last minute at which the clock shows `wall`, or the first after the gap in which it is skipped."""
        odd = wall.minute % 5 * MINUTE
        exactly = self.showing.get(wall - odd)
        return exactly[-1] + odd if exactly else self.first_showing(wall)


clock_between = lru_cache(maxsize=64)(Clock)


@dataclass(frozen=True)
class Case:
    """What everybody is asked about."""

    clinic: Clinic
    query: SlotQuery
    busy: Mapping[tuple[str, int], int]
    starts: list[Start]
    now: datetime
    start: datetime
    end: datetime


class Enumeration:
    """All starts of one provider at one location between two instants."""

    def __init__(self, case: Case, provider: Provider, location: str) -> None:
        self.case, self.clinic, self.query = case, case.clinic, case.query
        self.provider, self.location = provider, location
        self.zone = case.clinic.zone(location)
        begin = case.start.replace(minute=case.start.minute // 5 * 5)
        self.clock = clock_between(self.zone, begin - 2 * DAY, case.end + 2 * DAY)
        self.kind: VisitType = case.clinic.visit_type(case.query.visit_type)
        self.rooms = self.kind.provider_rooms.get(provider.id, self.kind.rooms)

    def slots(self) -> Iterator[Slot]:
        instant = self.case.start - timedelta(minutes=self.case.start.minute % 5)
        while instant < self.case.end:
            if self.may_start(instant):
                yield from self.slot_at(instant)
            instant += 5 * MINUTE

    def slot_at(self, instant: datetime) -> Iterator[Slot]:
        end = instant + self.kind.minutes * MINUTE
        here = [room for room in self.rooms if self.clinic.room(room).location in (None, self.location)]
        rooms = [room for room in here if self.is_free(f"room:{room}", instant, end)]
        before, after = self.kind.buffer_before_minutes * MINUTE, self.kind.buffer_minutes * MINUTE
        is_free = self.is_free(f"provider:{self.provider.id}", instant - before, end + after)
        groups = self.groups_at(instant)
        joined = sorted(filter(None, groups))
        may = bool(here) if self.query.overbook else (is_free and bool(rooms))
        if not self.rooms:
            may = is_free or self.query.overbook
        if (may or (groups and (here or not self.rooms))) and not self.is_used_up(instant):
            everywhere = [*joined, *rooms, *(here if self.query.overbook else ())]
            room = everywhere[0] if everywhere else None
            busy_from = instant - before if before else None
            yield Slot(self.provider.id, self.kind.id, self.location, instant, end, room, busy_from, self.kind.capacity)

    def groups_at(self, instant: datetime) -> list[str | None]:
        """The rooms of the groups that begin at that time and have a seat left."""
        if self.kind.capacity == 1:
            return []
        own = (self.provider.id, self.location, self.kind.id, instant)
        here = [
            s.slot
            for s in self.case.starts
            if (s.slot.provider, s.slot.location, s.slot.visit_type, s.slot.starts_at) == own
        ]
        return [room for room, taken in Counter(slot.room for slot in here).items() if taken < self.kind.capacity]

    def is_used_up(self, instant: datetime) -> bool:
        return not self.query.staff and any(self.is_reached(quota, instant) for quota in self.clinic.quotas)

    def is_reached(self, quota: Quota, instant: datetime) -> bool:
        is_new = self.query.visitor.is_new or not self.kind.returning_patients
        if quota.visit_types and self.kind.id not in quota.visit_types:
            return False
        if quota.provider not in (None, self.provider.id) or (quota.new_patients and not is_new):
            return False
        day = instant.astimezone(self.zone).date()
        counted = [start for start in self.case.starts if self.counts(quota, start)]
        days = [start.slot.starts_at.astimezone(self.zone).date() for start in counted]
        if quota.per == "week":
            return sum(other.isocalendar()[:2] == day.isocalendar()[:2] for other in days) >= quota.most
        return days.count(day) >= quota.most

    def counts(self, quota: Quota, start: Start) -> bool:
        if quota.provider and start.slot.provider != quota.provider:
            return False
        if quota.new_patients and not start.new_patient:
            return False
        return not quota.visit_types or start.slot.visit_type in quota.visit_types

    def may_start(self, instant: datetime) -> bool:
        wall = instant.astimezone(self.zone)
        return (
            self.case.start <= instant
            and wall.minute % self.kind.raster_minutes == 0
            and (self.query.staff or not wall.fold)
            and self.is_in_time(instant)
            and (self.query.staff or self.is_for_them(wall.date()))
            and self.was_asked_for(instant)
            and all(minute in self.working for minute in minutes_of(instant, instant + self.kind.minutes * MINUTE))
        )

    def is_for_them(self, day: date) -> bool:
        visitor, kind = self.query.visitor, self.kind
        if (visitor.is_new is True and not kind.new_patients) or (
            visitor.is_new is False and not kind.returning_patients
        ):
            return False
        if visitor.born is None:
            return True
        before_birthday = (day.month, day.day) < (visitor.born.month, visitor.born.day)
        age = day.year - visitor.born.year - before_birthday
        return (kind.min_age is None or age >= kind.min_age) and (kind.max_age is None or age <= kind.max_age)

    def is_in_time(self, instant: datetime) -> bool:
        if self.query.staff:
            return instant >= self.case.now
        earliest, latest = (self.moved(length) for length in (self.kind.min_notice, self.kind.horizon))
        return earliest <= instant <= latest

    def moved(self, length: Duration) -> datetime:
        if not length.days:
            return self.case.now + length.elapsed
        wall = self.case.now.astimezone(self.zone).replace(tzinfo=None) + length.days * DAY
        # The scan starts long before: a later target is beyond every start that is looked at.
        return self.clock.first_showing(wall) if wall < self.clock.walls[-1] else self.case.end + 9 * DAY

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
        """Every minute at which the provider works here."""
        found: set[datetime] = set()
        for day in self.days():
            if self.is_closed(day):
                continue
            for block in self.blocks(day):
                found.update(self.minutes_of_block(day, block))
            whole_day = set(self.minutes_of_block(day, ClockSpan(0, 24 * 60)))
            for extra in self.clinic.exceptions.extra_hours:
                if (extra.provider, extra.location) == (self.provider.id, self.location):
                    found.update(whole_day.intersection(minutes_of(extra.span.start, extra.span.end)))
        return found - self.off

    @cached_property
    def off(self) -> set[datetime]:
        found: set[datetime] = set()
        for times in self.provider.time_off:
            for day in self.days():
                if times.dates.first <= day <= times.dates.last:
                    found.update(self.minutes_of_block(day, times.clock or ClockSpan(0, 24 * 60)))
        for away in self.clinic.exceptions.time_off:
            if away.provider in (None, self.provider.id) and away.location in (None, self.location):
                found.update(minutes_of(away.span.start, away.span.end))
        return found

    def days(self) -> Iterator[date]:
        # A visit that starts at the end may take ten hours more.
        day = (self.case.start - 3 * HOUR).astimezone(self.zone).date()
        while day <= (self.case.end + 11 * HOUR).astimezone(self.zone).date():
            yield day
            day += DAY

    def is_closed(self, day: date) -> bool:
        place = self.clinic.location(self.location)
        return any(span.first <= day <= span.last for span in (*self.clinic.closures, *place.closures))

    def blocks(self, day: date) -> Iterator[ClockSpan]:
        plans = [(plan.location or self.provider.location, plan.dates, plan.hours) for plan in self.provider.schedules]
        plans.append((self.provider.location, None, self.provider.hours))
        dated = [plan for plan in plans if plan[1] and plan[1].first <= day <= plan[1].last]
        for place, dates, hours in plans:
            if place == self.location and ((dates is None and not dated) or (place, dates, hours) in dated):
                yield from hours.on(day)
        for times in self.provider.extra_hours if self.location == self.provider.location else ():
            if times.clock and times.dates.first <= day <= times.dates.last:
                yield times.clock

    def minutes_of_block(self, day: date, block: ClockSpan) -> Iterator[datetime]:
        midnight = datetime.combine(day, time.min)
        opens = self.clock.first_showing(midnight + block.opens * MINUTE)
        return minutes_of(opens, self.clock.last_showing(midnight + block.closes * MINUTE))

    def is_free(self, resource: str, start: datetime, end: datetime) -> bool:
        """Visits and their buffers begin and end on multiples of five: each fifth minute stands for five."""
        for minute in range(int((start - MIDNIGHT) / MINUTE), int((end - MIDNIGHT) / MINUTE), 5):
            if self.case.busy.get((resource, minute // 1440), 0) >> minute % 1440 // 5 & 1:
                return False
        return True


def enumerated(case: Case) -> list[Slot]:
    """Every opening that starts in `[start, end)`, in time order, the providers in the visit type's order."""
    clinic, query = case.clinic, case.query
    if not query.staff and not clinic.visit_type(query.visit_type).bookable:
        return []
    found = []
    for provider in (clinic.provider(name) for name in clinic.visit_type(query.visit_type).providers):
        added = [extra.location for extra in clinic.exceptions.extra_hours if extra.provider == provider.id]
        planned = [plan.location for plan in provider.schedules if plan.location]
        for location in dict.fromkeys((provider.location, *planned, *added)):
            if query.provider in (None, provider.id) and query.location in (None, location):
                found += Enumeration(case, provider, location).slots()
    return sorted(found, key=lambda slot: slot.starts_at)


def minutes_of(start: datetime, end: datetime) -> Iterator[datetime]:
    while start < end:
        yield start
        start += MINUTE
