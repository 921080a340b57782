"""The small values of the clinic file: clock spans, dates, localised texts, phones.

Each reads its own text and says in a ValueError what is wrong and what to write instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PlainSerializer, PlainValidator

from scheduler.closed_days import holidays_in
from scheduler.duration import Duration
from scheduler.phones import is_e164
from scheduler.walltime import MINUTES_A_DAY

_SPAN = re.compile(r"([0-9]{2}):([0-9]{2})-([0-9]{2}):([0-9]{2})")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ID = re.compile(r"[a-z0-9][a-z0-9_-]*")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Z]{2})?")
# A search needs an end, for staff too.
FURTHEST = Duration.parse("156w")


@dataclass(frozen=True, slots=True)
class ClockSpan:
    """From one clock time to another, `09:00-12:00`, in minutes after midnight; quiet hours may pass midnight."""

    opens: int
    closes: int

    @classmethod
    def parse(cls, text: object) -> ClockSpan:
        match = _SPAN.fullmatch(text) if isinstance(text, str) else None
        if match is None:
            raise ValueError(f'"{text}" is not a span of clock times. Write it like "09:00-12:00".')
        hours = [int(part) for part in match.groups()]
        opens, closes = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        if hours[1] > 59 or hours[3] > 59 or opens >= MINUTES_A_DAY or closes > MINUTES_A_DAY:
            raise ValueError(f'"{text}" names a time that no clock shows. Times go from 00:00 to 24:00.')
        return cls(opens, closes)

    def __contains__(self, minute: int) -> bool:
        if self.opens <= self.closes:
            return self.opens <= minute < self.closes
        return minute >= self.opens or minute < self.closes

    def __str__(self) -> str:
        return "{:02}:{:02}-{:02}:{:02}".format(*divmod(self.opens, 60), *divmod(self.closes, 60))


@dataclass(frozen=True, slots=True)
class DateSpan:
    """One date or a range, `2027-08-02..2027-08-06`, both ends included."""

    first: date
    last: date

    @classmethod
    def parse(cls, text: object) -> DateSpan:
        first, dots, last = str(text).partition("..")
        span = cls(parse_date(first), parse_date(last if dots else first))
        if span.last < span.first:
            raise ValueError(f'"{text}" ends before it begins. Write the earlier date first.')
        return span

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def days(self) -> tuple[date, ...]:
        return tuple(self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1))

    def __str__(self) -> str:
        return self.first.isoformat() if self.first == self.last else f"{self.first}..{self.last}"


@dataclass(frozen=True, slots=True)
class DayTimes:
    """Whole days, `2027-08-02..2027-08-06`, or the same hours of each of them, `2027-08-02 13:00-17:00`."""

    dates: DateSpan
    clock: ClockSpan | None = None

    @classmethod
    def parse(cls, text: object) -> DayTimes:
        dates, blank, clock = str(text).partition(" ")
        times = cls(DateSpan.parse(dates), ClockSpan.parse(clock) if blank else None)
        if times.clock:
            _opening_hours((times.clock,))
        return times

    def __str__(self) -> str:
        return f"{self.dates} {self.clock}" if self.clock else str(self.dates)


def _with_clock(text: object) -> DayTimes:
    times = DayTimes.parse(text)
    if times.clock is None:
        raise ValueError(f'"{text}" says no hours. Write it like "2027-03-20 09:00-12:00".')
    return times


def parse_date(text: object) -> date:
    """A date written YYYY-MM-DD that the calendar has."""
    try:
        if isinstance(text, str) and _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f'"{text}" is not a day of the calendar. Look at the day and the month.') from None
    raise ValueError(f'"{text}" is not a date. Write it like "2027-03-12".')


def _some_time(text: object) -> Duration:
    duration = Duration.parse(text)
    if not duration.length:
        raise ValueError(f'"{text}" is no time at all. Use at least "1m".')
    return duration


def _foreseeable(text: object) -> Duration:
    duration = Duration.parse(text)
    if duration.length > FURTHEST.length:
        raise ValueError(f'"{text}" is further than any clinic plans. Use at most "{FURTHEST}".')
    return duration


def _days_or_more(text: object) -> Duration:
    duration = _foreseeable(_some_time(text).text)
    if duration.days < 1:
        raise ValueError(f'"{text}" is less than a day. Write it in days or weeks, like "52w".')
    return duration


def _opening_hours(spans: tuple[ClockSpan, ...]) -> tuple[ClockSpan, ...]:
    for span in spans:
        if span.closes <= span.opens:
            raise ValueError(f'"{span}" ends before it begins. Hours past midnight go to the next day.')
    for earlier, later in pairwise(sorted(spans, key=lambda span: span.opens)):
        if later.opens < earlier.closes:
            raise ValueError(f'"{later}" overlaps "{earlier}". Let the blocks meet or leave a gap.')
    return spans


def _quiet(span: ClockSpan) -> ClockSpan:
    if span.opens == span.closes % MINUTES_A_DAY:
        raise ValueError(f'"{span}" leaves no hour or every hour quiet. Write it like "20:00-08:00".')
    return span


def _zone(text: str) -> str:
    try:
        ZoneInfo(text)
    except (KeyError, ValueError, OSError):
        raise ValueError(f'"{text}" is not a time zone. Write an IANA name like "America/Chicago".') from None
    return text


def _holidays(code: str) -> str:
    holidays_in(code, 2027)
    return code


def _id(text: str) -> str:
    return _matching(_ID, text, 'is not an id. Use small letters, digits, "-" and "_", like "lee".')


def _language(text: str) -> str:
    return _matching(_LANGUAGE, text, 'is not a language code. Write it like "en" or "es".')


def _phone(text: str) -> str:
    if not is_e164(text):
        raise ValueError(f'"{text}" is not a phone number in international form. Write it like "+15125550100".')
    return text


def _words(text: str) -> str:
    if not text.strip():
        raise ValueError("is empty. Write the words, or leave the key out.")
    return text


def _multiple_of_five(minutes: int) -> int:
    if minutes % 5:
        raise ValueError(f"{minutes} is not a multiple of five. The calendar counts in steps of five minutes.")
    return minutes


def _matching(pattern: re.Pattern[str], text: str, fault: str) -> str:
    if not pattern.fullmatch(text):
        raise ValueError(f'"{text}" {fault}')
    return text


_TEXT = PlainSerializer(str, return_type=str)
Words = Annotated[str, AfterValidator(_words)]
Id = Annotated[str, AfterValidator(_id)]
Phone = Annotated[str, AfterValidator(_phone)]
Zone = Annotated[str, AfterValidator(_zone)]
Language = Annotated[str, AfterValidator(_language)]
HolidayCode = Annotated[str, AfterValidator(_holidays)]
Localised = dict[Language, Words]
LocalisedLists = dict[Language, Annotated[tuple[Words, ...], Field(min_length=1)]]
Length = Annotated[Duration, PlainValidator(Duration.parse), _TEXT]
SomeTime = Annotated[Duration, PlainValidator(_some_time), _TEXT]
Horizon = Annotated[Duration, PlainValidator(_foreseeable), _TEXT]
LongTime = Annotated[Duration, PlainValidator(_days_or_more), _TEXT]
Day = Annotated[date, PlainValidator(parse_date), _TEXT]
Days = Annotated[DateSpan, PlainValidator(DateSpan.parse), _TEXT]
TimesOff = Annotated[DayTimes, PlainValidator(DayTimes.parse), _TEXT]
TimesOpen = Annotated[DayTimes, PlainValidator(_with_clock), _TEXT]
_Span = Annotated[ClockSpan, PlainValidator(ClockSpan.parse), _TEXT]
Hours = Annotated[tuple[_Span, ...], AfterValidator(_opening_hours)]
QuietHours = Annotated[_Span, AfterValidator(_quiet)]
Minutes = Annotated[int, Field(ge=5, le=MINUTES_A_DAY), AfterValidator(_multiple_of_five)]
BufferMinutes = Annotated[int, Field(ge=0, le=MINUTES_A_DAY), AfterValidator(_multiple_of_five)]
RasterMinutes = Annotated[int, Field(ge=5, le=60), AfterValidator(_multiple_of_five)]
