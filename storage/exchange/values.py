"""Cells as values. A parser takes a cell's text and raises `ValueError` with a reason that an operator understands.

`Cells` collects what is wrong with a row, so that all of it is told at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from scheduler.phones import to_e164
from scheduler.walltime import instant_of_wall
from storage.exchange.sheets import Fault, Refused, Row

LONGEST = 120
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}.*", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1970, 2199

T = TypeVar("T")
S = TypeVar("S", bound=StrEnum)
Parser: TypeAlias = Callable[[str], T]


class Cells:
    """One row while it is read."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults = [row.fault] if row.fault else []

    def take(self, column: str, parse: Parser[T], otherwise: T) -> T:
        """The cell's value, or `otherwise` where it is faulty."""
        try:
            return parse(self.row.get(column))
        except ValueError as error:
            self.faults.append(Fault(column, str(error)))
            return otherwise

    def demand_no_faults(self) -> None:
        """Raises `Refused` with everything that was wrong."""
        if self.faults:
            raise Refused(*self.faults)


def words(text: str) -> str:
    """A text of one line that is not empty."""
    if not text:
        raise ValueError("is empty")
    return words_or_nothing(text)


def words_or_nothing(text: str) -> str:
    if len(text) > LONGEST:
        raise ValueError(f"is longer than {LONGEST} characters")
    if any(unicodedata.category(character) in ("Cc", "Cs") for character in text):
        raise ValueError("holds control characters")
    return text


def email(text: str) -> str:
    name, at, domain = words_or_nothing(text).rpartition("@")
    if text and not (name and at and "." in domain and " " not in text):
        raise ValueError(f'"{text}" is not an e-mail address')
    return text


def day(text: str) -> date:
    """A calendar date."""
    if _ISO_DAY.fullmatch(words(text)):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise ValueError(f'"{text}" is not a date like 1984-06-12')


def zone_or_nothing(text: str) -> str:
    try:
        return str(ZoneInfo(text)) if text else ""
    except (LookupError, OSError, ValueError):
        raise ValueError(f'"{text}" is not a time zone like America/Chicago') from None


def yes_no(text: str) -> bool:
    """Yes or no; empty is no."""
    answer = {"yes": True, "no": False, "": False}.get(text.casefold())
    if answer is None:
        raise ValueError(f'"{text}" is neither yes nor no')
    return answer


def phone_or_nothing(region: str) -> Parser[str]:
    """A phone number as people in `region` write it, in E.164."""

    def parse(text: str) -> str:
        number = to_e164(text, region) if text else ""
        if number is None:
            raise ValueError(f'"{text}" is not a phone number; write it like +15125550100')
        return number

    return parse


def one_of(known: Collection[str], what: str) -> Parser[str]:
    """An id that the clinic's file has."""

    def parse(text: str) -> str:
        if words(text) not in known:
            raise ValueError(f'the clinic has no {what} "{text}"; it has {", ".join(known)}')
        return text

    return parse


def code(kind: type[S]) -> Parser[S | None]:
    """One of a standard's codes; None where none is said."""

    def parse(text: str) -> S | None:
        try:
            return kind(text) if text else None
        except ValueError:
            raise ValueError(f'"{text}" is none of {", ".join(kind)}') from None

    return parse


def moment(zone: ZoneInfo) -> Parser[datetime]:
    """An instant, written with an offset or as the wall clock of `zone` shows it."""

    def parse(text: str) -> datetime:
        told = _moment(words(text))
        if not _FIRST_YEAR <= told.year <= _LAST_YEAR:
            raise ValueError(f'"{text}" lies outside {_FIRST_YEAR} to {_LAST_YEAR}')
        if told.tzinfo is not None:
            return told.astimezone(UTC)
        instant = instant_of_wall(told, zone)
        if instant.astimezone(zone).replace(tzinfo=None) != told:
            raise ValueError(f'"{text}" does not exist: clocks in {zone} go forward then')
        return instant

    return parse


def _moment(text: str) -> datetime:
    try:
        told = datetime.fromisoformat(text) if _ISO_MOMENT.fullmatch(text) else None
    except ValueError:
        told = None
    if told is None or (told.utcoffset() or timedelta()) % timedelta(minutes=1):
        raise ValueError(f'"{text}" is not a date and time like 2027-03-15T09:30')
    return told
