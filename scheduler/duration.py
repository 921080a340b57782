"""Durations as the clinic writes them: `3d` and `2w` are days on the wall clock, `4h` and `30m` real time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from scheduler.walltime import moved_by_days

_WRITTEN = re.compile(r"([0-9]{1,4})([mhdw])")
_DAYS = {"d": 1, "w": 7}
_MINUTES = {"m": 1, "h": 60}


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time: `days` on a location's wall clock, or `elapsed` real time, with the text it came from."""

    text: str
    kind: Literal["calendar", "elapsed"]
    days: int = 0
    elapsed: timedelta = timedelta()

    @classmethod
    def parse(cls, text: object) -> Duration:
        """Read `30m`, `4h`, `3d` or `2w`; anything else is a ValueError that says how to write it."""
        match = _WRITTEN.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f'"{text}" is not a duration. Write it like "30m", "4h", "3d" or "2w".')
        count, unit = int(match[1]), match[2]
        if unit in _DAYS:
            return cls(match[0], "calendar", days=count * _DAYS[unit])
        return cls(match[0], "elapsed", elapsed=timedelta(minutes=count * _MINUTES[unit]))

    @property
    def length(self) -> timedelta:
        """How long it is on a day without a change of clocks; for comparing durations."""
        return self.elapsed + timedelta(days=self.days)

    def before(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The instant that lies this long before `instant`."""
        return moved_by_days(instant, -self.days, zone) - self.elapsed

    def after(self, instant: datetime, zone: ZoneInfo) -> datetime:
        """The instant that lies this long after `instant`."""
        return moved_by_days(instant, self.days, zone) + self.elapsed

    def __str__(self) -> str:
        return self.text
