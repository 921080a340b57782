"""By when a case is to be answered: counted in staff hours, but for emergencies, which wait for nobody's hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from scheduler.clinic import Clinic
from scheduler.opening import opening_spans

LOOKS_AHEAD_DAYS = 60


def answer_by(clinic: Clinic, priority: str, since: datetime) -> datetime:
    """The instant until which a case of this priority, which waits `since` then, is to be answered."""
    within = within_of(clinic, priority)
    if priority == "emergency":
        return since + within
    return _after_staffed(clinic, since, within)


def within_of(clinic: Clinic, priority: str) -> timedelta:
    """How soon the clinic means to answer a case of this priority."""
    named = clinic.cases.answer_within
    return {"emergency": named.emergency, "urgent": named.urgent}.get(priority, named.normal).length


def _after_staffed(clinic: Clinic, since: datetime, within: timedelta) -> datetime:
    """The end of that much time in which people are in; real time where the clinic file does not tell when they are."""
    left = within
    for opens, closes in _staffed(clinic, since):
        begins = max(opens, since)
        if closes - begins >= left:
            return begins + left
        left -= max(closes - begins, timedelta())
    return since + within


def _staffed(clinic: Clinic, since: datetime) -> Iterator[tuple[datetime, datetime]]:
    zone = clinic.zone()
    # Where clocks go back at midnight, yesterday's hours reach into today.
    first = since.astimezone(zone).date() - timedelta(days=1)
    for day in (first + timedelta(days=number) for number in range(LOOKS_AHEAD_DAYS)):
        if not clinic.is_closed_on(day):
            yield from opening_spans(clinic.staff_hours, day, zone)
