"""What the wall clock shows in each cell of a UTC day: a pattern of local clock times, as UTC cells.

On an ordinary day that is the pattern turned by the zone's offset, be it of hours, halves or quarters. On days
on which clocks change, each cell is asked; a time that the clock shows twice counts in its first reading only,
unless both are asked for.
"""

from __future__ import annotations

from datetime import datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.bits import FULL_DAY, rotated, span
from scheduler.cells import CELL_SECONDS, CELLS_A_DAY
from scheduler.walltime import MINUTES_A_DAY, offset_seconds

_DAY_SECONDS = 86_400


@lru_cache(maxsize=64)
def raster_pattern(minutes: int) -> int:
    """The local cells that begin on a multiple of `minutes` past the hour."""
    return sum(1 << cell for cell in range(CELLS_A_DAY) if cell * 5 % 60 % minutes == 0)


@lru_cache(maxsize=1024)
def clock_pattern(start: time | None, end: time | None) -> int:
    """The local cells that begin in `[start, end)` by the clock; a span may pass midnight."""
    first = _cell_from(start) if start else 0
    stop = _cell_from(end) if end else CELLS_A_DAY
    if start and end and end <= start:
        return FULL_DAY ^ span(stop, first, CELLS_A_DAY)
    return span(first, stop, CELLS_A_DAY)


@lru_cache(maxsize=16_384)
def shown(pattern: int, zone: ZoneInfo, day: int, both_readings: bool) -> int:
    """The cells of UTC day number `day` at whose beginning the clock of `zone` shows a time of the pattern."""
    start = day * _DAY_SECONDS
    # A repeated hour may reach over from the day before: only two days without any change are ordinary.
    offset = offset_seconds(start - _DAY_SECONDS, zone)
    if offset == offset_seconds(start + _DAY_SECONDS - CELL_SECONDS, zone) and offset % CELL_SECONDS == 0:
        return rotated(pattern, offset // CELL_SECONDS)
    return _asked_cell_by_cell(pattern, zone, start, both_readings=both_readings)


def _asked_cell_by_cell(pattern: int, zone: ZoneInfo, start: int, *, both_readings: bool) -> int:
    bits = 0
    for cell in range(CELLS_A_DAY):
        wall = datetime.fromtimestamp(start + cell * CELL_SECONDS, zone)
        local, odd = divmod(wall.hour * 60 + wall.minute, 5)
        if not odd and pattern >> local & 1 and (both_readings or not wall.fold):
            bits |= 1 << cell
    return bits


def _cell_from(clock: time) -> int:
    """The first local cell that begins at this clock time or later."""
    seconds = clock.hour * 3600 + clock.minute * 60 + clock.second
    seconds += 1 if clock.microsecond else 0
    return min(-(-seconds // CELL_SECONDS), MINUTES_A_DAY // 5)
