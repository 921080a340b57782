"""When the clinic can call back: the next blocks of its staff hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler.clinic import Clinic
from scheduler.opening import opening_spans

LOOKS_AHEAD_DAYS = 14
OFFERED = 2
HALF = timedelta(hours=4)


def times(clinic: Clinic, now: datetime) -> tuple[datetime, ...]:
    """The beginnings of the next halves of days in which people are in; none where the file tells no hours."""
    found = (begin for begin in _halves(clinic, now) if begin > now)
    return tuple(begin for begin, _ in zip(found, range(OFFERED), strict=False))


def _halves(clinic: Clinic, now: datetime) -> Iterator[datetime]:
    zone = clinic.zone()
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=number) for number in range(LOOKS_AHEAD_DAYS)):
        if clinic.is_closed_on(day):
            continue
        for opens, closes in opening_spans(clinic.staff_hours, day, zone):
            yield opens
            if closes - opens > HALF:
                yield opens + HALF
