"""Rules for longer times: weeks, weekends, months and parts of them."""

from __future__ import annotations

from datetime import date, timedelta

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import Atom, Days, Mark
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.rules import Found, Reference
from scheduler.wishes import Grain

rule = GRAMMAR.rule
_MONTH = "(month|weak_month)"
_WEEKDAY = "(weekday|weak_weekday)"
_NUMBER = "(number|ordinal)"
_WHICH = "(this|next|following|coming)"
_PART = "(early|mid|late|rest)"
WORKDAYS = (0, 1, 2, 3, 4)
WEEKEND = (5, 6)

# Which days, counted from the period's first, an early, middle or late part covers.
_OF_WEEK = {"early": (0, 3), "mid": (1, 4), "late": (3, 7)}
_OF_YEAR = {"early": (1, 6), "mid": (5, 8), "late": (7, 12)}
_OF_MONTH = {"early": (1, 11), "mid": (11, 21), "late": (21, 0)}


def days(first: date, count: int, grain: Grain) -> Days:
    return Days(first, first + timedelta(days=count), grain)


@rule("(number|some|a) (day|week|hour|month_unit|year) ago?")
def duration(found: Found, reference: Reference) -> Atom | None:
    """How long something takes is no time of day."""
    return Mark("quantity")


def _week(found: Found, reference: Reference) -> Days:
    """The week meant, from its Monday."""
    monday = cal.monday_of(reference.today)
    weeks = 1 if found.has("next", "following", "coming", "after") else 0
    return days(monday + weeks * cal.WEEK, 7, Grain.WEEK)


@rule(f"time_word? {_WHICH} working_day? week", "week (next|after)", "the week")
def whole_week(found: Found, reference: Reference) -> Atom | None:
    return _week(found, reference)


@rule("week (after|following) the? (next|coming|following) week?")
def week_after_next(found: Found, reference: Reference) -> Atom | None:
    return days(cal.monday_of(reference.today) + 2 * cal.WEEK, 7, Grain.WEEK)


@rule(
    f"{_PART} (part|of|in|to|through)* the? (this|next|following|coming)? week next?",
    f"(this|next|following|coming) week {_PART}",
)
def part_of_week(found: Found, reference: Reference) -> Atom | None:
    week = _week(found, reference)
    first = week.first
    if first is None or week.last is None:
        return None
    if found.has("rest"):
        return Days(max(first, reference.today), week.last, Grain.INTERVAL)
    if found.has("early") and not found.has("this") and first + timedelta(days=3) <= reference.today:
        first += cal.WEEK
    low, high = next(_OF_WEEK[kind] for kind in ("early", "mid", "late") if found.has(kind))
    start = first + timedelta(days=low)
    if found.has("late") and found.has("this") and start < reference.today:
        start = reference.today
    return Days(start, first + timedelta(days=high), Grain.INTERVAL)


@rule(
    f"week (of|on|in|from|begin|early)? on? the? {_MONTH} the? (ordinal|number)",
    f"week (of|on|in|from|begin|early) on? the? (ordinal|number) of? {_MONTH}?",
)
def week_of_a_day(found: Found, reference: Reference) -> Atom | None:
    """“the week of October 6th”; one that is named by a Sunday begins with it."""
    number = found.number("ordinal", "number")
    months = found.numbers("month", "weak_month")
    day = (
        cal.next_month_day(reference.today, months[0], number)
        if months
        else cal.next_day_of_month(reference.today, number)
    )
    if day is None:
        return None
    return days(cal.monday_of(day + cal.DAY if day.weekday() == cal.SUNDAY else day), 7, Grain.WEEK)


@rule("(ordinal|last) week (of|in) the? (this|next)? month_unit next?", f"(ordinal|last) week (of|in) {_MONTH}")
def nth_week_of_month(found: Found, reference: Reference) -> Atom | None:
    first = month_meant(found, reference)
    if first is None:
        return None
    if found.has("last"):
        following = cal.month_after(first, 1)
        last = None if following is None else cal.nth_weekday(first, 3, -1)
        return None if last is None else days(cal.monday_of(last), 7, Grain.WEEK)
    thursday = cal.nth_weekday(first, 3, found.number("ordinal"))
    return None if thursday is None else days(cal.monday_of(thursday), 7, Grain.WEEK)


@rule(f"{_WHICH}? weekend (next|after the? next)?")
def weekend(found: Found, reference: Reference) -> Atom | None:
    saturday = cal.monday_of(reference.today) + timedelta(days=5)
    weeks = (1 if found.has("next", "following") else 0) + (1 if found.has("after") else 0)
    return days(saturday + weeks * cal.WEEK, 2, Grain.WEEKEND)


@rule(f"weekend of the? {_NUMBER} of? {_MONTH}?", f"weekend of {_MONTH} the? {_NUMBER}")
def weekend_of_a_day(found: Found, reference: Reference) -> Atom | None:
    """“the weekend of the 13th”, "the weekend of 4 June"."""
    number, months = found.number("ordinal", "number"), found.numbers("month", "weak_month")
    day = cal.next_month_day(reference.today, months[0], number) if months else None
    day = day or cal.next_day_of_month(reference.today, number)
    return None if day is None else days(cal.monday_of(day) + timedelta(days=5), 2, Grain.WEEKEND)


@rule(f"(ordinal|last) weekend (of|in) ({_MONTH} | the? (this|next)? month_unit next?)")
def nth_weekend_of_month(found: Found, reference: Reference) -> Atom | None:
    first = month_meant(found, reference)
    number = -1 if found.has("last") else found.number("ordinal")
    saturday = None if first is None else cal.nth_weekday(first, cal.SATURDAY, number)
    return None if saturday is None else days(saturday, 2, Grain.WEEKEND)


def month_meant(found: Found, reference: Reference) -> date | None:
    """The first day of the month meant."""
    if found.has("month", "weak_month"):
        month = found.number("month", "weak_month")
        return (
            cal.day_of(found.number("full_year"), month, 1)
            if found.has("full_year")
            else cal.next_month(reference.today, month)
        )
    return cal.month_after(reference.today, 1 if found.has("next", "following", "coming") else 0)


def _whole_month(first: date | None, free: str = "") -> Days | None:
    following = cal.month_after(first, 1) if first else None
    return None if first is None or following is None else Days(first, following, Grain.MONTH, free)


@rule("month of? comma? full_year?", f"{_WHICH} {_MONTH}", "weak_month of? full_year", f"{_MONTH} of? (this|next) year")
def named_month(found: Found, reference: Reference) -> Atom | None:
    first = month_meant(found, reference)
    if first is not None and found.has("year"):
        first = date(reference.today.year + (1 if found.has("next") else 0), first.month, 1)
    return _whole_month(first, "" if found.has("full_year", "year") else "year")


@rule("(this|next|following|coming) month_unit", "month_unit next", "the month_unit")
def relative_month(found: Found, reference: Reference) -> Atom | None:
    return _whole_month(month_meant(found, reference))


@rule(
    f"(between|from)? the? {_NUMBER} (to|through|and|until) the? {_NUMBER} (of|in)? the? (this|next)? month_unit next?"
)
def days_of_month(found: Found, reference: Reference) -> Atom | None:
    """“between 4 and 22 this month”."""
    first = month_meant(found, reference)
    low, high = found.numbers("number", "ordinal")
    if first is not None and low < reference.today.day and not found.has("this", "next"):
        first = cal.month_after(first, 1)
    start = cal.day_of(first.year, first.month, low) if first else None
    end = cal.day_of(first.year, first.month, high) if first else None
    return None if start is None or end is None or end < start else Days(start, end + cal.DAY, Grain.INTERVAL)


@rule(f"{_PART} (part|of|in)* the? (this|next|coming)? year next?", "(this|next|coming) year", "year next")
def part_of_year(found: Found, reference: Reference) -> Atom | None:
    year = reference.today.year + (1 if found.has("next", "coming") else 0)
    low, high = next((_OF_YEAR[kind] for kind in _OF_YEAR if found.has(kind)), (1, 12))
    first = date(year, low, 1)
    if found.has("rest"):
        first = max(first, reference.today)
    return Days(first, cal.month_after(date(year, high, 1), 1), Grain.INTERVAL)


@rule(f"{_WHICH} work_week")
def working_week(found: Found, reference: Reference) -> Atom | None:
    week = _week(found, reference)
    return None if week.first is None else days(week.first, 5, Grain.WEEK)


@rule("month_unit after the? next month_unit?")
def month_after_next(found: Found, reference: Reference) -> Atom | None:
    return _whole_month(cal.month_after(reference.today, 2))


@rule(
    f"{_PART} (part|of|in)* the? (this|next|following|coming)? month_unit next?",
    f"{_PART} (of|in)* {_MONTH} full_year?",
)
def part_of_month(found: Found, reference: Reference) -> Atom | None:
    first = month_meant(found, reference)
    following = cal.month_after(first, 1) if first else None
    if first is None or following is None:
        return None
    if found.has("rest"):
        return Days(max(first, reference.today), following, Grain.INTERVAL)
    low, high = next(_OF_MONTH[kind] for kind in ("early", "mid", "late") if found.has(kind))
    return Days(first.replace(day=low), first.replace(day=high) if high else following, Grain.INTERVAL)


@rule(
    "next (number|some) (day|week|month_unit)",
    "(number|some) (next|coming) (day|week|month_unit)",
    "(number|some) (day|week|month_unit) next",
)
def next_few(found: Found, reference: Reference) -> Atom | None:
    """“the next three days”."""
    count = found.number("number", "some")
    if count > 400:
        return None
    if found.has("week"):
        monday = cal.monday_of(reference.today) + cal.WEEK
        return days(monday, 7 * count, Grain.INTERVAL)
    if found.has("month_unit"):
        first = cal.month_after(reference.today, 1)
        last = cal.month_after(reference.today, 1 + count)
        return None if first is None or last is None else Days(first, last, Grain.INTERVAL)
    return days(reference.today + cal.DAY, count, Grain.INTERVAL)


@rule("any? weekdays", f"any {_WEEKDAY}")
def repeated_weekday(found: Found, reference: Reference) -> Atom | None:
    """“Mondays”, "any Monday"."""
    weekday = found.number("weekdays", "weekday", "weak_weekday")
    return Days(None, None, Grain.DAY, weekdays=(weekday,), repeats=True)


@rule("any? working_day")
def repeated_days(found: Found, reference: Reference) -> Atom | None:
    """“weekdays”, "weekends"."""
    weekdays = WEEKEND if found.text("working_day") == "weekend" else WORKDAYS
    return Days(None, None, Grain.DAY, weekdays=weekdays, repeats=True)
