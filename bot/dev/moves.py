"""Where the development clock is asked to go: `{"advance": SECONDS}` or `{"now": ISO}`, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock

MOST_SECONDS = 366 * 24 * 60 * 60
LAST_YEAR = 2100
HOW = 'Send {"advance": SECONDS} or {"now": "2027-03-12T09:00:00-06:00"}.'


class Nonsense(ValueError):
    """What was asked for is no move of a clock; the message is one sentence."""


def move(clock: Clock, asked: Mapping[str, Any]) -> datetime:
    """Move the clock forward and tell the time. Raises `Nonsense` or `ClockCannotGoBack`."""
    if set(asked) == {"advance"}:
        by = _seconds(asked["advance"])
        if (clock.now() + by).year > LAST_YEAR:
            raise Nonsense(f"The clock goes no further than the year {LAST_YEAR}.")
        return clock.advance(by)
    if set(asked) == {"now"}:
        return clock.move_to(_instant(asked["now"]))
    raise Nonsense(HOW)


def _seconds(value: object) -> timedelta:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= MOST_SECONDS:
        raise Nonsense(f"Seconds to advance are a number from 0 to {MOST_SECONDS}.")
    return timedelta(seconds=value)


def _instant(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not 1 < instant.year <= LAST_YEAR:
        raise Nonsense("An instant is written like 2027-03-12T09:00:00-06:00, with its offset.")
    return instant
