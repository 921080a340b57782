"""Dates of birth as keys and recognisers give them: every date that may be meant.

Eight digits are month, day and year, as asked; who keys the day or the year first is understood all the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from dialogs.understanding.normalise import plain

FIRST_YEAR = 1900
_MONTHS = (
    "january enero", "february febrero", "march marzo", "april abril", "may mayo", "june junio",
    "july julio", "august agosto", "september septiembre setiembre", "october octubre",
    "november noviembre", "december diciembre",
)  # fmt: skip
_MONTH = {name: number for number, names in enumerate(_MONTHS, start=1) for name in names.split()}
_ORDERS = (("month", 0, 2, 2, 4, 4, 8), ("day", 2, 4, 0, 2, 4, 8), ("year", 4, 6, 6, 8, 0, 4))


def of_digits(digits: str, today: date) -> tuple[date, ...]:
    """The dates that keys may mean, the likeliest first; none where they are no date."""
    if len(digits) == 6:
        years = _years(int(digits[4:]), today)
        return _valid(((year, int(digits[:2]), int(digits[2:4])) for year in years), today)
    if len(digits) != 8:
        return ()
    return _valid(
        ((int(digits[y0:y1]), int(digits[m0:m1]), int(digits[d0:d1])) for _, m0, m1, d0, d1, y0, y1 in _ORDERS), today
    )


def of_speech(text: str, today: date) -> tuple[date, ...]:
    """The dates that words may mean: "January 5th 1980", "5 de enero de 1980", "1/5/1980", "01051980"."""
    words = plain(text)
    numbers = [int(number) for number in re.findall(r"\d+", words)]
    month = next((_MONTH[word] for word in words.split() if word in _MONTH), None)
    if month is not None and len(numbers) == 2:
        orders = (sorted(numbers), sorted(numbers, reverse=True))
        return _valid(((whole, month, day) for day, year in orders for whole in _years(year, today)), today)
    if len(numbers) == 3 and month is None:
        return of_digits(f"{numbers[0]:02}{numbers[1]:02}{numbers[2]:04}", today)
    return of_digits("".join(re.findall(r"\d", words)), today) if month is None else ()


def _years(year: int, today: date) -> tuple[int, ...]:
    """A year of two digits is of this century or of the last."""
    century = today.year // 100 * 100
    return (year,) if year >= 100 else (century + year, century - 100 + year)


def _valid(parts: Iterator[tuple[int, int, int]] | tuple[tuple[int, int, int], ...], today: date) -> tuple[date, ...]:
    found: dict[date, None] = {}
    for year, month, day in parts:
        try:
            born = date(year, month, day)
        except ValueError:
            continue
        if born.year >= FIRST_YEAR and born <= today:
            found[born] = None
    return tuple(found)
