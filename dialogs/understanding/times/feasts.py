"""Rules for holidays that are named, and for the days beside them."""

from __future__ import annotations

from datetime import timedelta

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import Atom, Days
from dialogs.understanding.times.days import one_day
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.holidays import holiday_after, holiday_in
from dialogs.understanding.times.rules import Found, Reference
from scheduler.wishes import Grain

rule = GRAMMAR.rule


@rule("(day|weekday|weekend) (before|after) holiday")
def beside_a_holiday(found: Found, reference: Reference) -> Atom | None:
    """“the day after Christmas”, "the Monday after Easter"."""
    later = 1 if found.has("after") else -1
    for year in (reference.today.year, reference.today.year + 1):
        holiday = holiday_in(found.text("holiday"), year)
        day = None if holiday is None else holiday + later * cal.DAY
        while day is not None and found.has("weekday", "weekend") and day.weekday() != _weekday_beside(found):
            day += later * cal.DAY
        if day is not None and day >= reference.today:
            return one_day(day) if not found.has("weekend") else Days(day, day + 2 * cal.DAY, Grain.WEEKEND)
    return None


def _weekday_beside(found: Found) -> int:
    return cal.SATURDAY if found.has("weekend") else found.number("weekday")


@rule("(next|this|coming|day)? of? the? holiday (of? (full_year|next year|this year))?")
def named_holiday(found: Found, reference: Reference) -> Atom | None:
    name = found.text("holiday")
    if found.has("full_year"):
        return one_day(holiday_in(name, found.number("full_year")))
    if found.has("year") and found.has("next"):
        return one_day(holiday_in(name, reference.today.year + 1))
    return one_day(holiday_after(name, reference.today))


@rule("weekend of the? holiday", "this? holiday weekend")
def holiday_weekend(found: Found, reference: Reference) -> Atom | None:
    """The three days around a Monday holiday."""
    day = holiday_after(found.text("holiday"), reference.today)
    if day is None:
        return None
    saturday = cal.weekday_from(day - timedelta(days=3), 5)
    return Days(saturday, saturday + timedelta(days=3 if day.weekday() == 0 else 2), Grain.WEEKEND)
