"""What is asked about the schedule, parsed at the door. A `Malformed` says which part makes no sense.

Times are ISO: with an offset, or on the wall clock of the provider's location.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Request

from bot.api.requests import Malformed, fields
from dialogs.understanding import Context, understand
from scheduler.availability import SlotQuery
from scheduler.booking import MOST_IN_SERIES, Wanted
from scheduler.clinic import Clinic
from scheduler.errors import MissingHour
from scheduler.model import Appointment
from scheduler.walltime import instant_of_wall
from scheduler.wishes import ANY_TIME, When

LONGEST_TEXT = 200
MOST_OPENINGS = 100
MOST_IN_FAMILY = 6


class Asked:
    """The keys of one request, each read as what it must be."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self._found = found

    @classmethod
    def body(cls, request: Request, *allowed: str) -> Asked:
        """The JSON body; one that is empty has no keys."""
        return cls(fields(request, set(allowed)) if request.get_data(cache=True).strip() else {})

    @classmethod
    def query(cls, request: Request, *allowed: str) -> Asked:
        """The parameters of the address."""
        if unknown := sorted(set(request.args) - set(allowed)):
            raise Malformed(f'"{unknown[0]}" is not known here: use {" and ".join(allowed)}.')
        return cls(request.args)

    def has(self, key: str) -> bool:
        return self._found.get(key) is not None

    def text(self, key: str) -> str:
        value = self._found.get(key)
        if value is None:
            raise Malformed(f'"{key}" is missing.')
        if not isinstance(value, str) or not 0 < len(value.strip()) <= LONGEST_TEXT:
            raise Malformed(f'"{key}" must be a text of 1 to {LONGEST_TEXT} characters.')
        return value.strip()

    def maybe(self, key: str) -> str | None:
        return self.text(key) if self.has(key) else None

    def flag(self, key: str, usual: bool) -> bool:
        value = self._found.get(key, usual)
        if not isinstance(value, bool):
            raise Malformed(f'"{key}" must be true or false.')
        return value

    def number(self, key: str, least: int, most: int, usual: int | None = None) -> int:
        value = self._found.get(key, usual)
        if isinstance(value, str) and value.isascii() and value.isdigit():
            value = int(value[:9])
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise Malformed(f'"{key}" must be a number from {least} to {most}.')
        return value

    def texts(self, key: str, most: int) -> tuple[str, ...]:
        value = self._found.get(key)
        if not isinstance(value, list) or not 1 <= len(value) <= most or not all(isinstance(one, str) for one in value):
            raise Malformed(f'"{key}" must be a list of 1 to {most} texts.')
        return tuple(value)

    def moment(self, key: str, zone: ZoneInfo) -> datetime:
        """An instant; a wall-clock time that no clock shows raises `MissingHour`."""
        text = self.text(key)
        try:
            read = datetime.fromisoformat(text)
        except ValueError:
            raise Malformed(f'"{key}" must be a time like "2027-03-16T09:00" or "2027-03-16T09:00-05:00".') from None
        if read.second or read.microsecond:
            raise Malformed(f'"{key}" must be a whole minute.')
        if read.tzinfo is not None:
            return read.astimezone(UTC)
        instant = instant_of_wall(read, zone)
        if instant.astimezone(zone).replace(tzinfo=None) != read:
            raise MissingHour
        return instant


@dataclass(frozen=True, slots=True)
class Repeated:
    """How often a series comes."""

    every_days: int
    times: int

    @classmethod
    def read(cls, asked: Asked) -> Repeated:
        return cls(asked.number("every_days", 1, 365), asked.number("times", 1, MOST_IN_SERIES))


def wanted(asked: Asked, clinic: Clinic) -> Wanted:
    """A visit as it is asked for. Raises `UnknownId`."""
    provider = clinic.provider(asked.text("provider"))
    starts_at = asked.moment("starts_at", clinic.zone(provider.location))
    return Wanted(asked.text("visit_type"), provider.id, starts_at, asked.maybe("room"))


def wanted_instead(asked: Asked, clinic: Clinic, visit: Appointment) -> Wanted:
    """Where a visit shall go; what is not said stays as it is."""
    provider = clinic.provider(asked.maybe("provider") or visit.slot.provider)
    starts_at = asked.moment("starts_at", clinic.zone(provider.location))
    return Wanted(visit.slot.visit_type, provider.id, starts_at, asked.maybe("room"))


def when(asked: Asked, clinic: Clinic, now: datetime, key: str = "when") -> When:
    """A time in a patient's words; any time where none is said."""
    if not asked.has(key):
        return ANY_TIME
    words, zone = asked.text(key), clinic.zone()
    context = Context("When would you like to come?", hours=clinic.visiting_hours)
    found = understand(words, now.astimezone(zone), zone, clinic.default_language, context).when
    if found is None:
        raise Malformed(f'"{key}" says no time; try "tomorrow morning" or "march 15 at 3pm".')
    return found


def notice(asked: Asked) -> timedelta:
    return timedelta(minutes=asked.number("notice_minutes", 0, 28 * 24 * 60, 0))


def query(about: Asked, clinic: Clinic, now: datetime) -> SlotQuery:
    """What to search for. Raises `UnknownId`."""
    kind, provider, location = about.text("visit_type"), about.maybe("provider"), about.maybe("location")
    clinic.visit_type(kind)
    if provider:
        clinic.provider(provider)
    if location:
        clinic.location(location)
    return SlotQuery(kind, provider, location, when(about, clinic, now), staff=True)
