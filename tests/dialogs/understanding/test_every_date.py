"""Every date of two years in every form that the grammar knows, said and read back, in English and Spanish.

The moment of speaking moves with the date, so that each form meets every weekday, every length of month, a leap day
and both changes of the clocks.
"""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta

import pytest

from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.normalise import tokens
from dialogs.understanding.times import read
from scheduler.wishes import When
from tests.builders import ZONE

DATES = [date(2027, 1, 1) + timedelta(days=number) for number in range(731)]
DAYS = {
    "en": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    "es": ["lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"],
}
MONTHS = {
    "en": [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ],
    "es": [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ],
}
NUMBERS = {
    "en": ["_", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"],
    "es": ["_", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez"],
}
NTH = {"en": ["first", "second", "third", "fourth", "fifth"], "es": ["primer", "segundo", "tercer", "cuarto", "quinto"]}

Form = tuple[str, str, Callable[[date, int], int]]


def ago(days: int) -> Callable[[date, int], int]:
    """Spoken so many days before."""
    return lambda day, turn: days


def within(first: int, last: int) -> Callable[[date, int], int]:
    """Spoken from `last` to `first` days before, another one for each date."""
    return lambda day, turn: first + turn % (last - first + 1)


def week(before: int) -> Callable[[date, int], int]:
    """Spoken on some day of the week so many weeks before that of the date."""
    return lambda day, turn: day.weekday() + 7 * before - turn % 7


def weeks(day: date, turn: int) -> int:
    return 14 + 7 * (turn % 8)


def this_week(day: date, turn: int) -> int:
    return turn % (day.weekday() + 1)


def month_before(day: date, turn: int) -> int:
    """Spoken on some day of the month before."""
    return day.day + turn % (day.replace(day=1) - timedelta(days=1)).day


def same_month(day: date, turn: int) -> int:
    return turn % day.day


WITHIN_A_MONTH, WITHIN_A_YEAR, WITHIN_A_WEEK = within(0, 27), within(0, 364), within(1, 7)

ONE_DAY: list[Form] = [
    ("en", "today", ago(0)), ("en", "tomorrow", ago(1)), ("en", "tmrw", ago(1)), ("en", "the day after tomorrow", ago(2)),
    ("en", "{weekday}", WITHIN_A_WEEK), ("en", "on {weekday}", WITHIN_A_WEEK), ("en", "this coming {weekday}", WITHIN_A_WEEK),
    ("en", "this {weekday}", this_week), ("en", "{weekday} this week", this_week), ("en", "next {weekday}", week(1)), ("en", "{weekday} next week", week(1)),
    ("en", "next week on {weekday}", week(1)), ("en", "{weekday} after next", within(8, 14)), ("en", "{weekday} week", within(8, 14)),
    ("en", "in two weeks on {weekday}", week(2)), ("en", "{weekday} in three weeks", week(3)), ("en", "in {weeks} weeks", weeks),
    ("en", "two weeks from {weekday}", within(15, 21)), ("en", "a week from {weekday}", within(8, 14)), ("en", "two weeks from today", ago(14)),
    ("en", "a week from tomorrow", ago(8)), ("en", "in {count} days", within(2, 10)), ("en", "in 40 days", ago(40)), ("en", "the {nth}", WITHIN_A_MONTH),
    ("en", "on the {nth}", WITHIN_A_MONTH), ("en", "{weekday} the {nth}", WITHIN_A_MONTH), ("en", "{weekday}, {month} {nth}", WITHIN_A_YEAR),
    ("en", "{month} {number}", WITHIN_A_YEAR), ("en", "{month} {nth}", WITHIN_A_YEAR), ("en", "{number} {month}", WITHIN_A_YEAR), ("en", "the {nth} of {month}", WITHIN_A_YEAR),
    ("en", "{month} {number}, {year}", within(0, 900)), ("en", "{number} {month} {year}", within(0, 900)), ("en", "{mon}/{number}", WITHIN_A_YEAR),
    ("en", "{mon}/{number}/{year}", within(0, 900)), ("en", "{mon}-{number}-{year}", within(0, 900)), ("en", "{iso}", within(0, 900)),
    ("en", "the {nth} of next month", month_before), ("en", "the {nth} of this month", same_month), ("en", "{which} {weekday} of {month} {year}", within(0, 900)),
    ("en", "{which} {weekday} of next month", month_before), ("en", "{short} {number}", WITHIN_A_YEAR),
    ("es", "hoy", ago(0)), ("es", "mañana", ago(1)), ("es", "pasado mañana", ago(2)), ("es", "el {weekday}", WITHIN_A_WEEK), ("es", "este {weekday}", this_week),
    ("es", "el próximo {weekday}", week(1)), ("es", "el {weekday} que viene", week(1)), ("es", "el {weekday} de la próxima semana", week(1)),
    ("es", "dentro de {count} días", within(2, 10)), ("es", "en {weeks} semanas", weeks), ("es", "el {number}", WITHIN_A_MONTH), ("es", "el día {number}", WITHIN_A_MONTH),
    ("es", "el {weekday} {number} de {month}", WITHIN_A_YEAR), ("es", "el {number} de {month}", WITHIN_A_YEAR), ("es", "{number} de {month} de {year}", within(0, 900)),
    ("es", "{number}/{mon}", WITHIN_A_YEAR), ("es", "{number}/{mon}/{year}", within(0, 900)), ("es", "el {number} del próximo mes", month_before),
    ("es", "el {number} de este mes", same_month), ("es", "el {which} {weekday} de {month} de {year}", within(0, 900)), ("es", "el {weekday} por favor, el {number}", WITHIN_A_MONTH),
    ("es", "friday el {number} de {month}", WITHIN_A_YEAR),
]  # fmt: skip

CLOCKS = [
    ("en", "{month} {number} at 3:30 pm", (15, 30)), ("en", "9am on {month} {number}", (9, 0)), ("en", "{month} {nth} at half past two", (14, 30)),
    ("en", "at quarter to four on the {nth} of {month}", (15, 45)), ("en", "{month} {number}, 11 o'clock", (11, 0)), ("en", "noon on {month} {number}", (12, 0)),
    ("es", "el {number} de {month} a las 3 de la tarde", (15, 0)), ("es", "a las tres y media el {number} de {month}", (15, 30)), ("es", "{number} de {month} a las 10 y cuarto", (10, 15)),
    ("es", "el {number} de {month} al mediodía", (12, 0)),
]  # fmt: skip
SPANS = [
    ("en", "{month} {number} between 9 and 11", (9, 11)), ("en", "{month} {number} from 2 to 4pm", (14, 16)), ("en", "{month} {number} after 4", (16, 24)),
    ("en", "{month} {number} before noon", (0, 12)), ("en", "the afternoon of {month} {number}", (12, 17)), ("en", "{month} {number} in the morning", (6, 12)),
    ("es", "el {number} de {month} entre las 9 y las 11", (9, 11)), ("es", "el {number} de {month} por la mañana", (6, 12)), ("es", "el {number} de {month} después de las 4", (16, 24)),
]  # fmt: skip


@pytest.mark.parametrize(("lang", "form", "spoken"), ONE_DAY, ids=[form for _, form, _ in ONE_DAY])
def test_a_date_that_is_said_is_the_date_that_is_read(lang: str, form: str, spoken: Callable[[date, int], int]) -> None:
    for turn, day in enumerate(_fitting(form)):
        before = spoken(day, turn)
        when = _read(form, lang, day, before)
        said = (_said(form, lang, day, before), before)
        assert when is not None, said
        assert [(window.start, window.end) for window in when.windows] == [(_at(day), _at(day, 24))], said


@pytest.mark.parametrize(("lang", "form", "clock"), CLOCKS, ids=[form for _, form, _ in CLOCKS])
def test_a_clock_time_is_that_of_the_wall_on_every_date(lang: str, form: str, clock: tuple[int, int]) -> None:
    for turn, day in enumerate(DATES):
        when = _read(form, lang, day, 1 + turn % 300)
        assert when is not None, day
        assert when.windows[0].start == _at(day, *clock), day


@pytest.mark.parametrize(("lang", "form", "hours"), SPANS, ids=[form for _, form, _ in SPANS])
def test_a_part_of_a_day_has_its_hours_on_every_date(lang: str, form: str, hours: tuple[int, int]) -> None:
    for turn, day in enumerate(DATES):
        when = _read(form, lang, day, 1 + turn % 300)
        assert when is not None, day
        assert (when.windows[0].start, when.windows[0].end) == (_at(day, hours[0]), _at(day, hours[1])), day


def _fitting(form: str) -> Iterator[date]:
    """The dates that can be said in this form: "the first Monday" is none of the others, and no Friday is a Monday."""
    for day in DATES:
        if "friday el" not in form or day.weekday() == DAYS["en"].index("friday"):
            yield day


def _read(form: str, lang: str, day: date, before: int) -> When | None:
    now = datetime.combine(day - timedelta(days=before), time(10), ZONE)
    table = lexicon(lang, ("en", "es"))
    return read(tokens(_said(form, lang, day, before)), now, ZONE, table, "", lang == "es").when


def _said(form: str, lang: str, day: date, before: int) -> str:
    suffix = "th" if 10 < day.day < 20 else {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10, "th")
    return form.format(
        weekday=DAYS[lang][day.weekday()],
        month=MONTHS[lang][day.month - 1],
        short=MONTHS[lang][day.month - 1][:3],
        nth=f"{day.day}{suffix}",
        number=day.day,
        mon=day.month,
        year=day.year,
        iso=day.isoformat(),
        which=NTH[lang][(day.day - 1) // 7],
        count=NUMBERS[lang][before] if before <= 10 else before,
        weeks=before // 7,
    )


def _at(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """On the wall clock; an hour that the clocks jump over is the one after."""
    local = datetime.combine(day, time()) + timedelta(hours=hour, minutes=minute)
    return local.replace(tzinfo=ZONE).astimezone(UTC).astimezone(ZONE)
