"""When somebody would like to come: windows of time, exceptions and an order of preference.

A window is half open. Its borders are aware instants, or bare clock times where no day was said,
or None where it is open. Words like "Thursday afternoon" become windows in `dialogs.understanding`;
`availability` turns windows into slots.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from scheduler.values import quick

Border = datetime | time | None


class Grain(StrEnum):
    """How exact the words were."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEKEND = "weekend"
    WEEK = "week"
    MONTH = "month"
    INTERVAL = "interval"


class Order(StrEnum):
    """Which end of the windows is preferred."""

    EARLIEST = "earliest"
    LATEST = "latest"


@quick
@dataclass(frozen=True, slots=True)
class Window:
    """`[start, end)`; both borders aware instants or both bare clock times; None is open."""

    start: Border
    end: Border
    grain: Grain = Grain.INTERVAL

    @property
    def has_day(self) -> bool:
        return isinstance(self.start, datetime) or isinstance(self.end, datetime)


@quick
@dataclass(frozen=True, slots=True)
class When:
    """Any of `windows`, but none of `excluded`. No windows at all means any time."""

    windows: tuple[Window, ...] = ()
    excluded: tuple[Window, ...] = ()
    order: Order | None = None
    alternatives: tuple[When, ...] = ()

    @property
    def is_any_time(self) -> bool:
        return not self.windows and not self.excluded


ANY_TIME = When()
