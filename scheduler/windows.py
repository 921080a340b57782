"""Windows of a wish as cells: which starts were asked for. A slot fits a window when its start lies in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

from scheduler.bits import joined, span
from scheduler.cells import CELLS_A_DAY, cell_from
from scheduler.clockface import clock_pattern, shown
from scheduler.wishes import When, Window


def asked_for(when: When, zone: ZoneInfo, first_day: int, days: int) -> int:
    """The cells of `days` UTC days that lie in any window and in no exception."""
    size = days * CELLS_A_DAY
    wanted = _any_of(when.windows, zone, first_day, days) if when.windows else span(0, size, size)
    return wanted & ~_any_of(when.excluded, zone, first_day, days)


def is_one_span(when: When) -> bool:
    """Whether `reach` says all of the wish: at most one window, between instants, and no exception."""
    if when.excluded or len(when.windows) > 1:
        return False
    return not any(isinstance(border, time) for window in when.windows for border in (window.start, window.end))


def reach(when: When) -> tuple[datetime | None, datetime | None]:
    """The span `[start, end)` outside which no window asks for anything; None where it is open."""
    starts = [_instant(window.start) for window in when.windows]
    ends = [_instant(window.end) for window in when.windows]
    first = min((start for start in starts if start), default=None) if all(starts) else None
    last = max((end for end in ends if end), default=None) if all(ends) else None
    return first, last


def _instant(border: datetime | time | None) -> datetime | None:
    return border if isinstance(border, datetime) else None


def _any_of(windows: Iterable[Window], zone: ZoneInfo, first_day: int, days: int) -> int:
    bits = 0
    for window in windows:
        bits |= _cells(window, zone, first_day, days)
    return bits


def _cells(window: Window, zone: ZoneInfo, first_day: int, days: int) -> int:
    start, end = window.start, window.end
    if isinstance(start, time) or isinstance(end, time):
        pattern = clock_pattern(_clock(start), _clock(end))
        return joined(shown(pattern, zone, first_day + n, True) for n in range(days))
    origin, size = first_day * CELLS_A_DAY, days * CELLS_A_DAY
    first = cell_from(start) - origin if start else 0
    stop = cell_from(end) - origin if end else size
    return span(first, stop, size)


def _clock(border: datetime | time | None) -> time | None:
    return border if isinstance(border, time) else None
