"""Rules for days: relative words, weekdays, days of the month, counting, holidays."""

from __future__ import annotations

import re
from datetime import date, timedelta

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import Atom, Count, Days, Mark, Moment, Wish
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.rules import Found, Reference
from scheduler.wishes import Grain, Order

rule = GRAMMAR.rule
_WEEKDAY = "(weekday|weak_weekday)"
_MONTH = "(month|weak_month)"
_DAY_NUMBER = "(ordinal|number)"


SAME_DAY = {"same day", "the same day", "that same day", "mismo dia", "el mismo dia", "ese mismo dia"}
_OF_VISIT = SAME_DAY | {
    "following day", "the following day", "next day", "the next day", "dia siguiente", "al dia siguiente",
    "el dia siguiente", "dia anterior", "el dia anterior", "the previous day",
}  # fmt: skip


def one_day(day: date | None, free: str = "") -> Days | None:
    """A single day, where there is one."""
    if day is None or day.year >= cal.LAST_YEAR:
        return None
    return Days(day, day + cal.DAY, Grain.DAY, free)


@rule("relative", "morrow")
def relative_day(found: Found, reference: Reference) -> Atom | None:
    """“tomorrow”; "the same day" and "the following day" where a visit was named: as seen from there."""
    visit = reference.visit if found.words[-1].text in _OF_VISIT else None
    base = reference.today if visit is None else visit.date()
    return one_day(cal.plus(base, found.number("relative", "morrow")))


@rule("now")
def right_now(found: Found, reference: Reference) -> Atom | None:
    return Moment(reference.now)


@rule("hence")
def from_now_on(found: Found, reference: Reference) -> Atom | None:
    """“from now until Friday”, "a partir de hoy"."""
    return Days(reference.today, None)


@rule("soonest")
def as_soon_as_possible(found: Found, reference: Reference) -> Atom | None:
    return Wish(Order.EARLIEST)


@rule("latest")
def as_late_as_possible(found: Found, reference: Reference) -> Atom | None:
    return Wish(Order.LATEST)


@rule(f"coming? {_WEEKDAY}")
def next_such_weekday(found: Found, reference: Reference) -> Atom | None:
    """“Friday”: the next one, never today."""
    return one_day(cal.weekday_after(reference.today, found.number("weekday", "weak_weekday")), "week")


@rule(f"this {_WEEKDAY}", f"{_WEEKDAY} (of|in)? this week")
def this_weekday(found: Found, reference: Reference) -> Atom | None:
    """“this Friday”: of this week while it lasts, today included."""
    return one_day(cal.weekday_from(reference.today, found.number("weekday", "weak_weekday")))


@rule(f"next {_WEEKDAY}", f"{_WEEKDAY} comma? (on|of|in|to|through)? the? (next|following) week?")
def weekday_of_next_week(found: Found, reference: Reference) -> Atom | None:
    """“next Friday” is the Friday of next week."""
    return one_day(cal.monday_of(reference.today) + timedelta(days=7 + found.number("weekday", "weak_weekday")))


@rule(f"{_WEEKDAY} after the? next week?")
def weekday_after_next(found: Found, reference: Reference) -> Atom | None:
    """“the Friday after next”."""
    return one_day(cal.weekday_after(reference.today, found.number("weekday", "weak_weekday")) + cal.WEEK)


@rule(f"{_WEEKDAY} comma? the? day? {_DAY_NUMBER} (of? the? this month_unit)?")
def weekday_and_number(found: Found, reference: Reference) -> Atom | None:
    """“Friday the 23rd”, "Saturday 28": the next day on which both agree. "Friday 9" is nine o'clock."""
    number, weekday = found.number("ordinal", "number"), found.number("weekday", "weak_weekday")
    if found.words[-1].text in {"one", "uno", "una"}:
        return None
    clear = found.has("ordinal", "the") or number > 12
    if not clear and cal.weekday_after(reference.today, weekday).day != number:
        return None
    day = reference.today
    for _ in range(24):
        candidate = cal.next_day_of_month(day, number)
        if candidate is None:
            return None
        if candidate.weekday() == weekday:
            return one_day(candidate)
        day = candidate + cal.DAY
    return one_day(cal.next_day_of_month(reference.today, number), "month")


@rule("the ordinal", "day number", f"{_DAY_NUMBER} (of|in) the? this month_unit")
def day_of_this_month(found: Found, reference: Reference) -> Atom | None:
    return one_day(cal.next_day_of_month(reference.today, found.number("ordinal", "number")), "month")


@rule(
    "(last|previous) (weekday|weak_weekday|week|month_unit|year)",
    "(weekday|week|month_unit|year) previous",
)
def in_the_past(found: Found, reference: Reference) -> Atom | None:
    """“last Friday”, "la semana pasada"."""
    today = reference.today
    if found.has("week"):
        return Days(cal.monday_of(today) - cal.WEEK, cal.monday_of(today), Grain.WEEK)
    if found.has("month_unit"):
        first = cal.month_after(today, -1)
        return Days(first, today.replace(day=1), Grain.MONTH)
    if found.has("year"):
        return Days(date(today.year - 1, 1, 1), date(today.year, 1, 1), Grain.INTERVAL)
    return one_day(cal.weekday_from(today - cal.WEEK, found.number("weekday", "weak_weekday")))


@rule("ordinal")
def bare_ordinal(found: Found, reference: Reference) -> Atom | None:
    """“the 1st”, "22nd": a word ("second") is a day only behind another day: "April ninth to seventeenth"."""
    if found.words[0].text[0].isdigit():
        return one_day(cal.next_day_of_month(reference.today, found.number("ordinal")), "month")
    return Count(found.number("ordinal"), day_only=True)


@rule("the number", "on number")
def the_number(found: Found, reference: Reference) -> Atom | None:
    """“el 15”; "the 15"; "on 15", but "on 3" is no day."""
    if found.words[-1].text in {"one", "uno", "una"} or found.words[0].text not in {"the", "el", "on"}:
        return None
    if found.has("on") and found.number("number") <= 12:
        return None
    return one_day(cal.next_day_of_month(reference.today, found.number("number")), "month")


@rule(
    f"({_WEEKDAY} comma? the?)? {_MONTH} (the|on)? day? {_DAY_NUMBER} (comma|of)? full_year?",
    f"({_WEEKDAY} comma?)? the? day? {_DAY_NUMBER} (of|comma|to|through)? the? {_MONTH} (comma|of)? full_year?",
    f"full_year comma? {_MONTH} the? {_DAY_NUMBER}",
)
def day_and_month(found: Found, reference: Reference) -> Atom | None:
    month, day = found.number("month", "weak_month"), found.number("ordinal", "number")
    if found.has("full_year"):
        return one_day(cal.day_of(found.number("full_year"), month, day)) or _impossible(day)
    weekdays = found.numbers("weekday", "weak_weekday")
    return one_day(_agreeing(cal.next_month_day(reference.today, month, day), weekdays), "year") or _impossible(day)


def _impossible(day: int) -> Mark | None:
    """“31 February” is no other day."""
    return Mark("no_such_day") if day <= cal.LONGEST_MONTH else None


def _agreeing(day: date | None, weekdays: list[int]) -> date | None:
    """The same date in the first year in which it falls on the weekday that was said; the date wins where none does."""
    if day is None or not weekdays or day.weekday() == weekdays[0]:
        return day
    for year in range(day.year + 1, day.year + 3):
        later = cal.day_of(year, day.month, day.day)
        if later is not None and later.weekday() == weekdays[0]:
            return later
    return day


@rule(f"({_WEEKDAY} comma?)? the? date")
def numeric_date(found: Found, reference: Reference) -> Atom | None:
    numbers = [int(piece) for piece in re.split(r"[-./]", found.text("date"))]
    first, second = numbers[:2]
    day, month = (first, second) if (reference.day_first and second <= 12) or first > 12 else (second, first)
    if len(numbers) == 3:
        year = numbers[2] + (2000 if numbers[2] < 100 else 0)
        return one_day(cal.day_of(year, month, day))
    return one_day(cal.next_month_day(reference.today, month, day), "year")


@rule("iso")
def iso_date(found: Found, reference: Reference) -> Atom | None:
    year, month, day = (int(piece) for piece in re.split(r"[-./]", found.text("iso")))
    return one_day(cal.day_of(year, month, day))


@rule(f"day? {_DAY_NUMBER} of {_DAY_NUMBER}")
def day_of_numbered_month(found: Found, reference: Reference) -> Atom | None:
    """“el 17 del 11”."""
    if found.words[-2].text != "del":
        return None
    day, month = found.numbers("ordinal", "number")
    return one_day(cal.next_month_day(reference.today, month, day), "year") if 1 <= month <= 12 else None


@rule(f"{_DAY_NUMBER} {_MONTH} number", f"{_MONTH} {_DAY_NUMBER} number")
def day_month_and_short_year(found: Found, reference: Reference) -> Atom | None:
    """“14th April 27”: two figures are a year where they can be one of the next."""
    *days, year = [int(word.value) for word in found.words if word.kind not in {"month", "weak_month"}]
    if not 0 <= year - reference.today.year % 100 <= 3 or found.words[-1].text != str(year):
        return None
    return one_day(cal.day_of(2000 + year, found.number("month", "weak_month"), days[0]))


@rule(
    f"last day of {_MONTH} full_year?",
    "last day of the? (this|next)? month_unit next?",
)
def last_day_of_month(found: Found, reference: Reference) -> Atom | None:
    first = _month_meant(found, reference)
    following = cal.month_after(first, 1) if first else None
    return one_day(following - cal.DAY if following else None)


@rule(
    f"(ordinal|last|quarter) {_WEEKDAY} (of|in) the? (next|this)? month_unit next?",
    f"(ordinal|last|quarter) {_WEEKDAY} (of|in) {_MONTH} of? full_year?",
)
def nth_weekday_of_month(found: Found, reference: Reference) -> Atom | None:
    """“first Monday of next month”, "last Friday in June", "el cuarto viernes de mayo"."""
    weekday = found.number("weekday", "weak_weekday")
    number = -1 if found.has("last") else 4 if found.has("quarter") else found.number("ordinal")
    first = _month_meant(found, reference)
    day = cal.nth_weekday(first, weekday, number) if first else None
    if day is not None and day < reference.today and found.has("month", "weak_month") and not found.has("full_year"):
        day = cal.nth_weekday(date(day.year + 1, day.month, 1), weekday, number)
    return one_day(day)


def _month_meant(found: Found, reference: Reference) -> date | None:
    if found.has("month", "weak_month"):
        month = found.number("month", "weak_month")
        return (
            cal.day_of(found.number("full_year"), month, 1)
            if found.has("full_year")
            else cal.next_month(reference.today, month)
        )
    return cal.month_after(reference.today, 1 if found.has("next") else 0)
