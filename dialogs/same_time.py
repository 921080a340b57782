"""Wishes that lean on a time already on the table: "same time next week", "same time on Friday"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.wishes import Grain, When, Window

_SAME = r"(?:at )?(?:the )?same (?:time|hour)|(?:a )?(?:la )?misma hora"
_SAME_TIME = re.compile(rf"\b(?:{_SAME})\b")
_NEXT_WEEK = re.compile(
    r"\b(?:next week|(?:the )?week after|a week later|(?:la )?(?:proxima|otra|siguiente) semana|"
    r"(?:la )?semana (?:que viene|proxima|siguiente))\b"
)
_A_WEEK = timedelta(days=7)
_MINUTE = timedelta(minutes=1)


def leaning_wish(words: str, said: When | None, time: datetime, zone: ZoneInfo) -> When | None:
    """The wish that the words make of `time`; None where they do not lean on it."""
    if not _SAME_TIME.search(words):
        return None
    wall = time.astimezone(zone)
    if _NEXT_WEEK.search(words):
        return _at(wall + _A_WEEK)
    days = [window for window in said.windows if window.grain is Grain.DAY] if said is not None else []
    if len(days) != 1 or not isinstance(days[0].start, datetime):
        return None
    return _at(datetime.combine(days[0].start.astimezone(zone).date(), wall.time(), zone))


def _at(start: datetime) -> When:
    return When((Window(start, start + _MINUTE, Grain.MINUTE),))
