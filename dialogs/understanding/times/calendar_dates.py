"""Calendar dates in forms that the grammar does not know ("15-Mar-27", "15mar", "20270315"), left to `dateparser`.

Only a piece that looks like one whole date is handed over, with strict settings: nothing relative, no clock, no menu
digit. It comes back as an ISO date among the tokens, so that the grammar combines it with what is said around it.
The library is loaded when the first such piece comes, or before by `warm`.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache

from dialogs.understanding.normalise import Token

_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]{0,7}"
_CANDIDATE = re.compile(
    rf"(?<![\w/.-])(?:\d{{1,2}}[-/.]{_MONTHS}\.?[-/. ]'?(?:\d{{4}}|\d{{2}})|\d{{1,2}}{_MONTHS}(?: ?\d{{4}}|\d{{2}})?"
    rf"|{_MONTHS}[-/.]\d{{1,2}}(?:[-/.](?:\d{{4}}|\d{{2}}))?|{_MONTHS}\d{{1,2}}"
    rf"|{_MONTHS}\.? \d{{1,2}},? '\d\d|20\d\d[01]\d[0-3]\d)(?![\w/-])",
    re.IGNORECASE,
)
_LONGEST = 400
_FIGURE = re.compile("[0-9]")
_SEPARATED = re.compile(r"(?<=\d)(?=[^\W\d])|(?<=[^\W\d])(?=\d)|[-/.,' ]+")


def with_dates(text: str, found: Sequence[Token], now: datetime, language: str) -> tuple[Token, ...]:
    """The tokens of a text, with the first such date as one token."""
    match = _CANDIDATE.search(text[:_LONGEST]) if _FIGURE.search(text) else None
    day = None if match is None else _read(match.group().lower(), now.date(), language)
    if match is None or day is None:
        return tuple(found)
    before = tuple(token for token in found if token.end <= match.start())
    behind = tuple(token for token in found if token.start >= match.end())
    return (*before, Token(day.isoformat(), "iso", match.start(), match.end()), *behind)


def warm() -> None:
    """Load the library, which takes longer than a patient's text may."""
    _read("15mar", date(2000, 1, 1), "en")


@lru_cache(maxsize=512)
def _read(piece: str, today: date, language: str) -> date | None:
    """The date that a piece names, in the future where it names no year."""
    words = piece if piece.isdecimal() else " ".join(_SEPARATED.sub(" ", piece).split())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import dateparser

        try:
            read = dateparser.parse(
                words,
                date_formats=["%Y%m%d"] if piece.isdecimal() else None,
                languages=[language] if language == "en" else [language, "en"],
                settings={
                    "RELATIVE_BASE": datetime(today.year, today.month, today.day),  # noqa: DTZ001  # a wall-clock day
                    "PREFER_DATES_FROM": "future",
                    "REQUIRE_PARTS": ["day", "month"],
                    "PARSERS": ["custom-formats", "absolute-time"],
                },
            )
        except (ValueError, OverflowError, TypeError):
            return None
    return None if read is None else read.date()
