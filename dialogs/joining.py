"""A wish told in pieces: a clock time for the days said before, days for the clock time said before.

Only what is exact is carried on: "Friday", after "Thursday at 3", is Friday at 3; after "Thursday afternoon" it is any
time on Friday. A wish that names both, or excludes something, stands alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.wishes import Grain, When, Window

MOST_DAYS = 31
_A_DAY = timedelta(days=1)
_DAYS = frozenset({Grain.DAY, Grain.WEEK, Grain.WEEKEND, Grain.MONTH})


def joined(said: When, before: When, zone: ZoneInfo) -> When:
    """What was said now, completed by what was said before."""
    if _is_clock(said):
        return _on_days(said, tuple(_days(before, zone)), zone)
    if said.windows and not said.excluded and all(window.grain in _DAYS for window in said.windows):
        clock = _clock(before, zone)
        if clock is not None:
            return replace(_on_days(clock, tuple(_days(said, zone)), zone), order=said.order or clock.order)
    return said


def on_day_of(said: When, time: datetime, zone: ZoneInfo) -> When:
    """A bare clock time on the day of another time; any other wish as it is."""
    return _on_days(said, (time.astimezone(zone).date(),), zone) if _is_clock(said) else said


def is_exact_clock(said: When) -> bool:
    """One clock time without a day."""
    return _is_clock(said) and len(said.windows) == 1 and said.windows[0].grain is Grain.MINUTE


def _is_clock(said: When) -> bool:
    return bool(said.windows) and not any(window.has_day for window in (*said.windows, *said.excluded))


def _days(when: When, zone: ZoneInfo) -> Iterator[date]:
    """The days of a wish, where there are not too many."""
    for window in when.windows:
        start, end = window.start, window.end
        if not isinstance(start, datetime) or not isinstance(end, datetime) or end - start > MOST_DAYS * _A_DAY:
            continue
        day, last = start.astimezone(zone).date(), (end - timedelta(minutes=1)).astimezone(zone).date()
        while day <= last:
            yield day
            day += _A_DAY


def _clock(when: When, zone: ZoneInfo) -> When | None:
    """The exact clock time of a wish, or a preference said without a day, with its other readings."""
    if _is_clock(when):
        return when
    if len(when.windows) != 1 or when.windows[0].grain is not Grain.MINUTE:
        return None
    start, end = when.windows[0].start, when.windows[0].end
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    bare = Window(start.astimezone(zone).time(), end.astimezone(zone).time(), Grain.MINUTE)
    return When((bare,), alternatives=tuple(filter(None, (_clock(other, zone) for other in when.alternatives))))


def _on_days(clock: When, days: tuple[date, ...], zone: ZoneInfo) -> When:
    if not days:
        return clock
    return replace(
        clock,
        windows=tuple(_on(window, day, zone) for day in days for window in clock.windows),
        excluded=tuple(_on(window, day, zone) for day in days for window in clock.excluded),
        alternatives=tuple(_on_days(other, days, zone) for other in clock.alternatives if _is_clock(other)),
    )


def _on(window: Window, day: date, zone: ZoneInfo) -> Window:
    start = window.start if isinstance(window.start, time) else time()
    end = window.end if isinstance(window.end, time) else time()
    ends_on = day if end > start else day + _A_DAY
    return Window(datetime.combine(day, start, zone), datetime.combine(ends_on, end, zone), window.grain)
