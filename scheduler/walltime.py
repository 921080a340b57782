"""From a wall clock to instants, on the days on which clocks change too.

A time that the clock skips becomes the first instant after the gap. A time that it shows twice is read
as the earlier instant, unless the later reading is asked for.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MINUTES_A_DAY = 24 * 60
_SECOND = timedelta(seconds=1)


def instant_of(day: date, minute: int, zone: ZoneInfo, *, later: bool = False) -> datetime:
    """The instant, in UTC, at which the wall clock shows `minute` minutes after midnight of `day`; 1440 is its end."""
    wall = datetime.combine(day, time.min) + timedelta(minutes=minute)
    return instant_of_wall(wall, zone, later=later)


def instant_of_wall(wall: datetime, zone: ZoneInfo, *, later: bool = False) -> datetime:
    """The instant, in UTC, at which the clock of `zone` shows the naive time `wall`."""
    first = wall.replace(tzinfo=zone, fold=0).astimezone(UTC)
    second = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if second < first:
        return _first_after_gap(second, first, zone)
    return second if later else first


def moved_by_days(instant: datetime, days: int, zone: ZoneInfo) -> datetime:
    """The same wall-clock time `days` days later (or earlier), in UTC."""
    if not days:
        return instant
    wall = instant.astimezone(zone).replace(tzinfo=None) + timedelta(days=days)
    return instant_of_wall(wall, zone)


def offset_seconds(epoch_seconds: int, zone: ZoneInfo) -> int:
    """How far the clock of `zone` is ahead of UTC at that second since 1970."""
    offset = datetime.fromtimestamp(epoch_seconds, zone).utcoffset() or timedelta()
    return int(offset.total_seconds())


def _first_after_gap(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clock jumps, somewhere in `(before, after]`."""
    old = before.astimezone(zone).utcoffset()
    while after - before > _SECOND:
        middle = before + ((after - before) // 2 // _SECOND) * _SECOND
        if middle.astimezone(zone).utcoffset() == old:
            before = middle
        else:
            after = middle
    return after
