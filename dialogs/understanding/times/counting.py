"""Rules for what is counted from now or from a weekday: "in two weeks", "a week on Tuesday", "within five days"."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import FULL_DAY, Atom, Days, Moment
from dialogs.understanding.times.days import one_day
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.holidays import holiday_after, holiday_in
from dialogs.understanding.times.rules import Found, Reference
from scheduler.wishes import Grain

rule = GRAMMAR.rule
_WEEKDAY = "(weekday|weak_weekday)"
_MONTH = "(month|weak_month)"
_HOUR = "(hour|oclock)"


@rule(
    "in (number|a|some) (day|week|month_unit|year)",
    "(number|a|some) (day|week|month_unit|year) hence",
    "(number|a|some) (day|week|month_unit) (from|after)? (relative|morrow)",
    "relative week",
)
def days_from_now(found: Found, reference: Reference) -> Atom | None:
    """“in two weeks”, "a week from today"."""
    base = cal.plus(reference.today, (found.numbers("relative", "morrow") or [0])[0])
    return one_day(None if base is None else _later(base, found))


def _later(base: date, found: Found) -> date | None:
    count = found.number("number", "a", "some") if found.has("number", "a", "some") else 1
    if count > 1000:
        return None
    if found.has("month_unit", "year"):
        return cal.same_day_months_on(base, count * (12 if found.has("year") else 1))
    return cal.plus(base, count * (7 * found.number("week") if found.has("week") else 1))


@rule(
    f"(number|a|some) (day|week|month_unit) (from|after|on|of) the? (this|next|coming)? {_WEEKDAY}",
    f"{_WEEKDAY} (number|a|some) week hence?",
    f"{_WEEKDAY} comma? in (number|a|some) week",
    f"in (number|a|some) week on? {_WEEKDAY}",
    f"{_WEEKDAY} week",
)
def counted_from_weekday(found: Found, reference: Reference) -> Atom | None:
    """“a week from Monday”, "Monday in two weeks", "Monday week"."""
    weekday = found.number("weekday", "weak_weekday")
    if found.words[0].kind in {"number", "a", "some"} or not found.has("number", "a", "some"):
        base = cal.weekday_after(reference.today, weekday)
        if found.has("next"):
            base = cal.monday_of(reference.today) + timedelta(days=7 + weekday)
        return one_day(_later(base, found) if found.has("number", "a", "some") else base + cal.WEEK)
    week = _later(reference.today, found)
    return one_day(None if week is None else cal.monday_of(week) + timedelta(days=weekday))


@rule("in (number|some) weekdays", "(number|some) weekdays hence")
def weekdays_from_now(found: Found, reference: Reference) -> Atom | None:
    """“in three Fridays”."""
    first = cal.weekday_after(reference.today, found.number("weekdays"))
    return one_day(cal.plus(first, 7 * (found.number("number", "some") - 1)))


@rule(
    f"in at? (number|a|some|half) {_HOUR}",
    "(number|a|some|half) hour hence",
    f"in (number|a) day and (number|a|some) {_HOUR}",
    f"in (number|a|some)? hour and (number|half) {_HOUR}?",
)
def hours_from_now(found: Found, reference: Reference) -> Atom | None:
    """“in two hours”, "in half an hour", "in an hour and a half"."""
    minutes = 30 if found.has("half") else 0
    for amount, unit in pairwise(found.words):
        if unit.kind in {"hour", "day", "oclock"} and amount.kind != "half":
            amount_said = int(amount.value) if amount.kind in {"number", "a", "some"} else 1
            minutes += amount_said * int(unit.value) * (FULL_DAY if unit.kind == "day" else 1)
    return Moment(reference.now + timedelta(minutes=minutes)) if 0 < minutes <= 100_000 else None


@rule(f"next (number|some)? {_HOUR}", f"(number|some) next {_HOUR}", "within (number|a|some) hour")
def within_hours(found: Found, reference: Reference) -> Atom | None:
    """“the next three hours”."""
    count = found.number("number", "some", "a") if found.has("number", "some", "a") else 1
    minutes = count * found.number("hour", "oclock")
    if not 0 < minutes <= 100_000:
        return None
    return Moment(reference.now, reference.now + timedelta(minutes=minutes))


@rule("(late|rest) (of|in)? the? relative", "relative late", "rest of? the? day")
def rest_of_today(found: Found, reference: Reference) -> Atom | None:
    """“later today”."""
    if found.has("relative") and found.number("relative"):
        return None
    return Moment(reference.now, datetime.combine(reference.today + cal.DAY, time()))


@rule("within (number|a|some) (day|week|month_unit)")
def within_days(found: Found, reference: Reference) -> Atom | None:
    """“within 5 days”: from today on."""
    last = _later(reference.today, found)
    return None if last is None else Days(reference.today, last, Grain.INTERVAL)


@rule("(beyond|after) (number|a|some) (day|week|month_unit)")
def beyond_days(found: Found, reference: Reference) -> Atom | None:
    """“in more than two weeks”, "after 5 days"."""
    first = _later(reference.today, found)
    return None if first is None else Days(first, None, Grain.DAY)


@rule("holiday in (number|a) year", f"{_MONTH} in (number|a) year")
def years_on(found: Found, reference: Reference) -> Atom | None:
    """“Thanksgiving in a year”."""
    years = found.number("number", "a")
    if years > 100:
        return None
    if found.has("holiday"):
        day = holiday_after(found.text("holiday"), reference.today)
        return one_day(holiday_in(found.text("holiday"), day.year + years) if day else None)
    first = cal.next_month(reference.today, found.number("month", "weak_month"))
    first = date(first.year + years, first.month, 1)
    return Days(first, cal.month_after(first, 1), Grain.MONTH)
