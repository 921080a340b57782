"""Two mentions of days, or of clock times, as one: a weekday in a week, a part of the day and the hour in it."""

from __future__ import annotations

from dataclasses import replace

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import FULL_DAY, Clock, Days
from scheduler.wishes import Grain

_EVENING = 17 * 60


def merge_days(known: Days, said: Days) -> Days | None:
    """One meaning of two mentions of days: the same day twice, or a weekday inside a period."""
    if (known.first, known.last) == (said.first, said.last) and known.weekdays == said.weekdays:
        return known
    if known.last is None and said.first is None and known.first and said.last and known.first < said.last:
        return replace(known, last=said.last, grain=Grain.INTERVAL)
    if known.first is None and said.last is None and not known.repeats and not said.repeats:
        return merge_days(said, known)
    for weekday, day in ((known, said), (said, known)):
        if weekday.free == "week" and day.free in {"month", "year"} and _agree(weekday, day):
            return day
    for period, day in ((known, said), (said, known)):
        if period.is_one or period.repeats or (period.grain in {Grain.INTERVAL, Grain.DAY} and period.first is None):
            continue
        inside = within(period, day)
        if inside is not None:
            return inside
    return None


def _agree(weekday: Days, day: Days) -> bool:
    """“Friday please, the 12th”."""
    if weekday.first is None or day.first is None or not (weekday.is_one and day.is_one):
        return False
    return weekday.first.weekday() == day.first.weekday()


def within(period: Days, day: Days) -> Days | None:
    """A day, or days of the week, inside a period."""
    if period.first is None or period.last is None:
        return None
    if day.repeats:
        return replace(period, weekdays=day.weekdays)
    if not day.is_one or day.first is None:
        return None
    if period.first <= day.first < period.last:
        return day
    if day.free == "week":
        moved = cal.weekday_from(period.first, day.first.weekday())
        return Days(moved, moved + cal.DAY) if moved < period.last else None
    if day.free == "month":
        moved_day = cal.next_day_of_month(period.first, day.first.day)
        return Days(moved_day, moved_day + cal.DAY) if moved_day is not None and moved_day < period.last else None
    return None


def merge_clocks(known: Clock, said: Clock, heading_to: bool) -> Clock | None:
    """One meaning of two mentions of clock times: a part of the day and the hour in it, or a start and an end."""
    for part, exact in ((known, said), (said, known)):
        if part.is_part and not exact.is_part:
            return into_part(exact, part)
    if known.is_part and said.is_part:
        return None
    if known.start == said.start and known.end == said.end:
        return known
    if known.is_exact and known.start is not None:
        finish = said.end if said.start is None else said.start if heading_to and said.is_exact else None
        if finish is not None:
            finish = finish if finish > known.start or finish + FULL_DAY // 2 > FULL_DAY else finish + FULL_DAY // 2
            return Clock(known.start, finish, Grain.INTERVAL, known.sure) if finish > known.start else None
    if known.end is None and said.start is None:
        return Clock(known.start, said.end, Grain.INTERVAL, known.sure and said.sure)
    return None


def into_part(exact: Clock, part: Clock) -> Clock:
    """A clock time, with am or pm told by a part of the day: "tomorrow evening at 7"."""
    start = exact.start if exact.start is not None else exact.end
    if exact.sure or start is None or part.start is None or part.end is None:
        return exact
    half = FULL_DAY // 2
    last = FULL_DAY if part.start >= _EVENING else part.end + 60
    if part.start <= start < last:
        return replace(exact, sure=True)
    shift = half if start < half else -half
    if not part.start - 60 <= start + shift < last:
        return exact
    shifted = [None if value is None else value + shift for value in (exact.start, exact.end)]
    return replace(exact, start=shifted[0], end=shifted[1], sure=True)
