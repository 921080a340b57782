"""A date of birth in a text: 5/14/1980, 1980-05-14, May 14 1980, 14 de mayo de 1980. Never in the future.

Of two numbers that could both be a month, the first spoken language decides: English says the month first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january ene enero", "feb february febrero", "mar march marzo", "apr april abr abril", "may mayo",
            "jun june junio", "jul july julio", "aug august ago agosto", "sep sept september septiembre setiembre",
            "oct october octubre", "nov november noviembre", "dec december dic diciembre",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_YEAR = r"(?P<year>\d{4}|\d{2})(?!\d)"
_NUMBERS = re.compile(r"(?<!\d)(?P<one>\d{1,2})\s*[/.\-\s]\s*(?P<two>\d{1,2})\s*[/.\-\s]\s*" + _YEAR)
_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})[/.\-](?P<one>\d{1,2})[/.\-](?P<two>\d{1,2})(?!\d)")
_TOGETHER = re.compile(r"(?<!\d)(?P<one>\d{2})(?P<two>\d{2})(?P<year>\d{4})(?!\d)")
_WORD_FIRST = re.compile(rf"\b(?P<month>{_MONTH})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}")
_DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?(?P<month>{_MONTH})\.?,?\s+(?:del?\s+)?{_YEAR}"
)
_OLDEST = 120
_LONGEST = 200


def birth_date(text: str, languages: Sequence[str], now: datetime) -> date | None:
    """The first date in the text that somebody alive can have been born on."""
    said = text[:_LONGEST].casefold()
    return next((born for born in _readings(said, languages, now.year) if _possible(born, now.date())), None)


def _readings(said: str, languages: Sequence[str], this_year: int) -> Iterator[date]:
    for pattern in (_WORD_FIRST, _DAY_FIRST):
        for match in pattern.finditer(said):
            yield from _dated(match["year"], _MONTHS[match["month"]], int(match["day"]), this_year)
    for match in _ISO.finditer(said):
        yield from _dated(match["year"], int(match["one"]), int(match["two"]), this_year)
    for pattern in (_NUMBERS, _TOGETHER):
        for match in pattern.finditer(said):
            month, day = int(match["one"]), int(match["two"])
            if languages and languages[0] == "es":
                month, day = day, month
            yield from _dated(match["year"], month, day, this_year)
            yield from _dated(match["year"], day, month, this_year)


def _dated(year: str, month: int, day: int, this_year: int) -> Iterator[date]:
    whole = int(year)
    if len(year) == 2:
        whole += this_year - this_year % 100
        whole -= 100 if whole > this_year else 0
    try:
        yield date(whole, month, day)
    except ValueError:
        return


def _possible(born: date, today: date) -> bool:
    return born <= today and today.year - born.year <= _OLDEST
