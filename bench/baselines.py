"""Other parsers of dates, put to use as one would: dateparser, parsedatetime and timefhuman.

They get what is fair: the moment, the language where they know it, the future preferred; a day and a clock that
dateparser finds apart are joined. It is one of our dependencies; the others are measured where they are installed.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

NAMES = ("dateparser", "parsedatetime", "timefhuman")
_CLOCK = re.compile(
    r"\d{1,2}[:.]\d\d|\d{1,2}\s*[ap]\.?m\b|\bnoon\b|\bmidnight\b|\bmedio\s?d[ií]a\b|\bat \d{1,2}\b", re.IGNORECASE
)
_DAY = re.compile(r"\d|[^\W\d_]{3}")

Border = date | datetime | time


@dataclass(frozen=True, slots=True)
class Found:
    """A day, an instant or a bare clock time, and the end of a range where one was found."""

    start: Border
    end: Border | None = None


Parser = Callable[[str, datetime, str], Found | None]


def parser(name: str) -> Parser | None:
    """The parser of that name; None where it is not installed."""
    if importlib.util.find_spec(name) is None:
        return None
    return {"dateparser": _dateparser, "parsedatetime": _parsedatetime, "timefhuman": _timefhuman}[name]()


def _dateparser() -> Parser:
    search = importlib.import_module("dateparser.search").search_dates

    def read(text: str, now: datetime, lang: str) -> Found | None:
        settings = {"RELATIVE_BASE": now.replace(tzinfo=None), "PREFER_DATES_FROM": "future"}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pieces = search(text, languages=[lang], settings=settings) or []
        days = [found.date() for said, found in pieces if _DAY.search(_CLOCK.sub("", said))]
        clocks = [found.time() for said, found in pieces if _CLOCK.search(said)]
        return _joined(days[0] if days else None, clocks[0] if clocks else None)

    return read


def _parsedatetime() -> Parser:
    calendar = importlib.import_module("parsedatetime").Calendar()

    def read(text: str, now: datetime, _lang: str) -> Found | None:
        pieces = calendar.nlp(text, sourceTime=now.replace(tzinfo=None)) or ()
        days = [found.date() for found, flag, *_ in pieces if flag & 1]
        clocks = [found.time() for found, flag, *_ in pieces if flag & 2]
        return _joined(days[0] if days else None, clocks[0] if clocks else None)

    return read


def _timefhuman() -> Parser:
    read_all: Any = importlib.import_module("timefhuman").timefhuman
    config = importlib.import_module("timefhuman.utils").tfhConfig

    def read(text: str, now: datetime, _lang: str) -> Found | None:
        found = read_all(text, config=config(now=now.replace(tzinfo=None), infer_datetimes=False))
        while isinstance(found, list):
            found = found[0] if found else None
        if isinstance(found, tuple):
            return Found(*found) if isinstance(found[0], Border) else None
        return Found(found) if isinstance(found, Border) else None

    return read


def _joined(day: date | None, clock: time | None) -> Found | None:
    if day is None:
        return None if clock is None else Found(clock)
    return Found(day if clock is None else datetime.combine(day, clock))


def as_judged(found: Found | None) -> dict[str, Any] | None:
    """In the form that the scorer of the public utterances takes."""
    if found is None:
        return None
    end = None if found.end is None else _written(found.end)
    return {"start": _written(found.start), "end": end, "grain": _grain(found), "open": None}


def as_answer(found: Found | None, now: datetime) -> dict[str, Any]:
    """In the form of contract section 7, which our own sets judge."""
    if found is None:
        return {"when": None}
    start, end = _instant(found.start, now), _instant(found.end or _end(found.start), now)
    return {"when": {"windows": [{"start": start, "end": end, "grain": _grain(found)}], "except": [], "order": None}}


def _grain(found: Found) -> str:
    if found.end is not None:
        return "interval"
    return "minute" if isinstance(found.start, datetime | time) else "day"


def _end(start: Border) -> Border:
    if isinstance(start, time):
        return (datetime.combine(date.min, start) + timedelta(minutes=1)).time()
    return start + (timedelta(minutes=1) if isinstance(start, datetime) else timedelta(days=1))


def _written(border: Border) -> str:
    if isinstance(border, time):
        return border.strftime("%H:%M")
    return border.isoformat()


def _instant(border: Border, now: datetime) -> str:
    if isinstance(border, time):
        return border.strftime("%H:%M")
    whole = border if isinstance(border, datetime) else datetime.combine(border, time.min)
    return whole.replace(tzinfo=now.tzinfo).isoformat()
