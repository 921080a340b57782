"""What staff enter besides the clinic file: time off, extra hours and closures, as spans of instants.

`Clinic.with_exceptions` puts them into force; from then on hours, openings and reasons know of them. Rows of them are
for `storage`; whoever changes one makes the clinic anew, so that nothing of the old hours is left behind.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from scheduler.errors import EndsBeforeStart


@dataclass(frozen=True, slots=True)
class Span:
    """`[start, end)`, aware instants in UTC. Raises `EndsBeforeStart`."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise EndsBeforeStart

    def __contains__(self, instant: datetime) -> bool:
        return self.start <= instant < self.end


@dataclass(frozen=True, slots=True)
class TimeOff:
    """Nobody sees `provider` in this time; without one the clinic is closed: as a whole, or at `location` alone."""

    provider: str | None
    span: Span
    location: str | None = None

    def concerns(self, provider: str, location: str) -> bool:
        return self.provider in (None, provider) and self.location in (None, location)


@dataclass(frozen=True, slots=True)
class ExtraHours:
    """`provider` works at `location` in this time too; closures, holidays and time off still count."""

    provider: str
    location: str
    span: Span


@dataclass(frozen=True, slots=True)
class Exceptions:
    """All of a clinic that are not over yet."""

    time_off: tuple[TimeOff, ...] = ()
    extra_hours: tuple[ExtraHours, ...] = ()


NO_EXCEPTIONS = Exceptions()
