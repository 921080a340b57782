"""Wishes that lean on a time already on the table: "same time next week", "half an hour later", "earlier that day"."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from dialogs.meanings import Shift
from dialogs.phrases import same_day
from scheduler.wishes import Grain, When, Window

_SAME = r"(?:at )?(?:the )?same (?:time|hour)|(?:a )?(?:la )?misma hora"
_SAME_TIME = re.compile(rf"\b(?:{_SAME})\b")
_NEXT_WEEK = re.compile(
    r"\b(?:next week|(?:the )?week after|a week later|(?:la )?(?:proxima|otra|siguiente) semana|"
    r"(?:la )?semana (?:que viene|proxima|siguiente))\b"
)
_A_WEEK_ON = re.compile(r"\b(?:(?:the )?week after|a week later|una semana (?:despues|mas tarde))\b")
_COUNTED = r"(?P<count>an?|one|two|three|una?|dos|tres|\d{1,3})"
_APART = re.compile(
    rf"\b(?:(?P<half>half an|media)|{_COUNTED}) (?P<unit>h(?:ou|o)?rs?|horas?|min(?:ute|uto)?s?) "
    r"(?:earlier|sooner|before|later|after|antes|despues|mas (?:tarde|temprano))\b"
)
_DAYS_ON = re.compile(
    rf"\b{_COUNTED} (?P<unit>days?|weeks?|dias?|semanas?) (?:later|after|despues|mas tarde|mas adelante)\b"
)
_BACK = re.compile(r"\b(?:push|move|bump|put|set|pushed)\b.*\bback\b")
_UP = re.compile(r"\b(?:move|bump|bring|push|get)\b.*\b(?:up|sooner)\b")
_BY = re.compile(
    rf"\b(?:back|up)(?: by)? (?P<half>half an)?(?:{_COUNTED})? ?(?P<unit>hours?|hrs?|min(?:ute)?s?|days?|weeks?)\b"
)
_COUNTS = {"a": 1, "an": 1, "one": 1, "un": 1, "una": 1, "two": 2, "dos": 2, "three": 3, "tres": 3}
_UNITS = {"m": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(days=7)}
_A_DAY, _A_WEEK = timedelta(days=1), timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def leaning_wish(words: str, said: When | None, on_table: datetime, zone: ZoneInfo) -> When | None:
    """The wish that the words make of `on_table`; None where they do not lean on it."""
    if not _SAME_TIME.search(words):
        return None
    wall = on_table.astimezone(zone)
    if _NEXT_WEEK.search(words):
        return _at(wall + _A_WEEK)
    days = [window for window in said.windows if window.grain is Grain.DAY] if said is not None else []
    if len(days) != 1 or not isinstance(days[0].start, datetime):
        return None
    return _at(datetime.combine(days[0].start.astimezone(zone).date(), wall.time(), zone))


def beside_visit(words: str, shift: Shift, said: When | None, booked: datetime, zone: ZoneInfo) -> When | None:
    """What "earlier", "half an hour later" and "the week after" mean beside a visit that is booked."""
    wall = booked.astimezone(zone)
    if _A_WEEK_ON.search(words):
        monday = datetime.combine(wall.date() - wall.weekday() * _A_DAY, time(), zone)
        return When((Window(monday + _A_WEEK, monday + 2 * _A_WEEK, Grain.WEEK),))
    if (counted := _DAYS_ON.search(words)) is not None:
        return _days_on(wall, counted, same_time=_SAME_TIME.search(words) is not None)
    if shift is Shift.NONE:
        shift = Shift.LATER if _BACK.search(words) else Shift.EARLIER if _UP.search(words) else Shift.NONE
    if shift is not Shift.NONE and (apart := _apart(words)) is not None:
        return _at(wall + apart if shift is Shift.LATER else wall - apart)
    if shift is Shift.NONE or (said is not None and said.windows):
        return None
    day = datetime.combine(wall.date(), time(), zone)
    first, last = (day, day + _A_DAY) if same_day(words) else (None, None)
    window = Window(first, booked) if shift is Shift.EARLIER else Window(booked + _MINUTE, last)
    return When((window,))


def _days_on(wall: datetime, counted: re.Match[str], *, same_time: bool) -> When:
    """“Two weeks later”: that week, or that day, or the very time where it shall be the same."""
    in_weeks = counted["unit"].startswith(("w", "s"))
    then = wall + _how_many(counted) * (_A_WEEK if in_weeks else _A_DAY)
    if same_time:
        return _at(then)
    day = datetime.combine(then.date(), time(), wall.tzinfo)
    first = day - then.weekday() * _A_DAY if in_weeks else day
    return When((Window(first, first + (_A_WEEK if in_weeks else _A_DAY), Grain.WEEK if in_weeks else Grain.DAY),))


def says_how_far(words: str) -> bool:
    """Whether a time is told by its distance, as in "half an hour earlier"."""
    return _apart(words) is not None or _DAYS_ON.search(words) is not None


def _apart(words: str) -> timedelta | None:
    """How far from the time, where it is said."""
    found = _APART.search(words) or _BY.search(words)
    if found is None or not (found["half"] or found["count"]):
        return None
    unit = _UNITS[found["unit"][0]]
    if found["half"]:
        return unit / 2
    return _how_many(found) * unit


def _how_many(found: re.Match[str]) -> int:
    return _COUNTS.get(found["count"]) or int(found["count"])


def _at(start: datetime) -> When:
    return When((Window(start, start + _MINUTE, Grain.MINUTE),))
