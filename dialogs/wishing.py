"""Wishes compared with openings: does this time fit these words, and what is "something later"?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.wishes import Grain, When, Window


def fits(when: When, starts_at: datetime, zone: ZoneInfo) -> bool:
    """Whether a time is among those meant, in the likeliest reading that is about it."""
    readings = (when, *when.alternatives)
    return any(_in_reading(reading, starts_at, zone) for reading in readings)


def later_than(last: datetime, when: When) -> When:
    """What was wished, after the last time seen; where nothing of it is left, any later time."""
    return _clipped(when, last + timedelta(minutes=1), None)


def earlier_than(first: datetime, when: When) -> When:
    """What was wished, before the first time seen; where nothing of it is left, any earlier time."""
    return _clipped(when, None, first)


def still_to_come(when: When | None, now: datetime) -> When | None:
    """The wish without what has passed ("a cough for two days now"); None where nothing is left of it."""
    if when is None or not when.windows:
        return when
    now = _on_the_clock_of(when.windows[0], now)
    left = tuple([window for window in when.windows if not _is_past(window, now)])
    if len(left) == len(when.windows):
        return when
    return replace(when, windows=left) if left or when.order is not None else None


def _on_the_clock_of(window: Window, now: datetime) -> datetime:
    """The same instant in the window's zone: instants of one zone are compared ten times as fast as those of two."""
    return now if not isinstance(window.end, datetime) else now.astimezone(window.end.tzinfo)


def _is_past(window: Window, now: datetime) -> bool:
    """Whether it is over; the very minute is too late as well."""
    if window.grain is Grain.MINUTE and isinstance(window.start, datetime):
        return window.start <= now
    return isinstance(window.end, datetime) and window.end <= now


def _in_reading(when: When, starts_at: datetime, zone: ZoneInfo) -> bool:
    if not when.windows:
        return False
    local = starts_at.astimezone(zone)
    clock = local.time()
    return not _among(when.excluded, local, clock) and _among(when.windows, local, clock)


def _among(windows: Sequence[Window], starts_at: datetime, clock: time) -> bool:
    return any(_contains(window, starts_at, clock) for window in windows)


def _contains(window: Window, starts_at: datetime, clock: time) -> bool:
    start, end = window.start, window.end
    if start is not None and (starts_at < start if isinstance(start, datetime) else clock < start):
        return False
    return end is None or (starts_at < end if isinstance(end, datetime) else clock < end)


def _clipped(when: When, after: datetime | None, before: datetime | None) -> When:
    clipped = tuple(
        window for window in (_clip(window, after, before) for window in when.windows) if window is not None
    )
    return When(clipped or (Window(after, before),), when.excluded)


def _clip(window: Window, after: datetime | None, before: datetime | None) -> Window | None:
    start, end = window.start, window.end
    if not (start is None or isinstance(start, datetime)) or not (end is None or isinstance(end, datetime)):
        return None
    starts = [border for border in (start, after) if border is not None]
    ends = [border for border in (end, before) if border is not None]
    low, high = max(starts, default=None), min(ends, default=None)
    return None if low is not None and high is not None and low >= high else Window(low, high)
