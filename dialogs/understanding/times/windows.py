"""Last step: groups of days and clock times as windows on the time line, with their other readings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import FULL_DAY, Clock, Days, Moment
from dialogs.understanding.times.groups import Group, Grouping, weeks_on
from dialogs.understanding.times.halves import by_hours, other_half
from dialogs.understanding.times.merging import within
from dialogs.understanding.times.rules import Reference
from scheduler.wishes import Grain, When, Window

MOST_DAYS = 31
WEEKS_REPEATED = 8


def when_of(grouping: Grouping, reference: Reference, zone: tzinfo) -> When | None:
    """All that was wished, or None where nothing was said about time."""
    wanted = [_future(by_hours(group, reference), reference) for group in grouping.groups if not group.excluded]
    unwanted = [group for group in grouping.groups if group.excluded]
    windows = _windows(wanted, reference, zone)
    excluded = _windows([part for group in unwanted for part in _excluded_in(group, wanted)], reference, zone)
    if not windows and not excluded and grouping.order is None:
        return None
    return When(windows, excluded, grouping.order, _alternatives(wanted, grouping, reference, zone))


def _windows(groups: list[Group], reference: Reference, zone: tzinfo) -> tuple[Window, ...]:
    found = [window for group in groups for window in _of_group(group, reference, zone)]
    return tuple(found) if len(found) < 2 else tuple(dict.fromkeys(found))


def _alternatives(wanted: list[Group], grouping: Grouping, reference: Reference, zone: tzinfo) -> tuple[When, ...]:
    """The other half of the day, where nobody said am or pm."""
    if all(group.clock is None or group.clock.sure for group in wanted):
        return ()
    turned = [replace(group, clock=other_half(group.clock)) for group in wanted]
    if all(new.clock is old.clock for new, old in zip(turned, wanted, strict=True)):
        return ()
    return (When(_windows(turned, reference, zone), (), grouping.order),)


def _future(group: Group, reference: Reference) -> Group:
    """Today at an hour that is gone is meant in the other half of the day."""
    clock, days = group.clock, group.days
    if (
        clock is None
        or clock.start is None
        or clock.sure
        or days is None
        or not days.is_one
        or days.first != reference.today
    ):
        return group
    now = reference.now.hour * 60 + reference.now.minute
    other = other_half(clock)
    if clock.start >= now or other is None or other.start is None or other.start < now:
        return group
    return replace(group, clock=replace(other, sure=True))


def _excluded_in(group: Group, wanted: list[Group]) -> Iterator[Group]:
    """An excluded day where it lies in what is wanted; every week where nothing limits it."""
    days = group.days
    periods = [
        other.days
        for other in wanted
        if other.days is not None and not other.days.is_one and other.days.last is not None
    ]
    if days is None or not days.is_one or days.free != "week":
        yield group
        return
    if periods:
        for period in periods:
            inside = within(period, days)
            if inside is not None:
                yield replace(group, days=inside)
        return
    for weeks in range(WEEKS_REPEATED):
        yield replace(group, days=weeks_on(days, weeks))


def _of_group(group: Group, reference: Reference, zone: tzinfo) -> Iterator[Window]:
    if group.moment is not None:
        yield _of_moment(group.moment, zone)
    elif group.days is None:
        if group.clock is not None:
            yield _bare(group.clock)
    elif group.clock is None and not group.days.weekdays:
        yield Window(_midnight(group.days.first, zone), _midnight(group.days.last, zone), group.days.grain)
    elif group.clock is not None and _binds(group.clock, group.days):
        yield _bounded(group.days, group.clock, zone)
    else:
        for day in _each_day(group.days, reference):
            yield _on_day(day, group.clock, zone)


def _binds(clock: Clock, days: Days) -> bool:
    """Whether a clock is that of the border: "by Monday at 8", "by Monday evening", not "from Monday, evenings"."""
    return _bound(days) is not None and (clock.is_exact or (clock.is_part and days.first is None))


def _bound(days: Days) -> date | None:
    """The only border of days that are open at one end."""
    if (days.first is None) == (days.last is None):
        return None
    return days.first if days.last is None else days.last - cal.DAY


def _bounded(days: Days, clock: Clock, zone: tzinfo) -> Window:
    """“by Monday at 8”."""
    day = _bound(days)
    minutes = clock.end if clock.is_part else clock.start
    at = None if day is None or minutes is None else _instant(day, minutes, zone)
    return Window(at, None) if days.last is None else Window(None, at)


def _each_day(days: Days, reference: Reference) -> Iterator[date]:
    first = days.first or reference.today
    last = days.last or first + WEEKS_REPEATED * cal.WEEK
    found = 0
    day = first
    while day < last and found < MOST_DAYS:
        if not days.weekdays or day.weekday() in days.weekdays:
            found += 1
            yield day
        day += cal.DAY


@lru_cache(maxsize=4096)
def _on_day(day: date, clock: Clock | None, zone: tzinfo) -> Window:
    if clock is None:
        return Window(_midnight(day, zone), _midnight(day + cal.DAY, zone), Grain.DAY)
    start = clock.start or 0
    end = FULL_DAY if clock.end is None else clock.end
    if end <= start:
        end += FULL_DAY
    return Window(_instant(day, start, zone), _instant(day, end, zone), clock.grain)


def _of_moment(moment: Moment, zone: tzinfo) -> Window:
    start = _aware(moment.at.replace(second=0, microsecond=0), zone)
    end = start + timedelta(minutes=1) if moment.until is None else _aware(moment.until, zone)
    return Window(start, end, Grain.MINUTE if moment.until is None else Grain.INTERVAL)


def _bare(clock: Clock) -> Window:
    return Window(_time(clock.start), _time(clock.end), clock.grain)


def _time(minutes: int | None) -> time | None:
    if minutes is None:
        return None
    return time(23, 59) if minutes == FULL_DAY else time(minutes % FULL_DAY // 60, minutes % 60)


def _midnight(day: date | None, zone: tzinfo) -> datetime | None:
    return None if day is None else _instant(day, 0, zone)


@lru_cache(maxsize=8192)
def _instant(day: date, minutes: int, zone: tzinfo) -> datetime:
    return _aware(datetime.combine(day, time()) + timedelta(minutes=minutes), zone)


def _aware(local: datetime, zone: tzinfo) -> datetime:
    """On the wall clock of a zone; a time that clocks jump over becomes the same instant after the jump."""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
