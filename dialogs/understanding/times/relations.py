"""Rules for what is said in relation to the visit that was just talked about: "same time next week", "an hour later".

Where no visit was named in the words last said to the patient, nothing is read here.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import Atom, Clock, Days, Moment
from dialogs.understanding.times.days import SAME_DAY, one_day
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.rules import Found, Reference
from scheduler.wishes import Grain

rule = GRAMMAR.rule
_SHIFT = "(late|early|after|before)"


def _sign(found: Found) -> int:
    return 1 if found.has("late", "after") else -1


@rule("same_time")
def same_time(found: Found, reference: Reference) -> Atom | None:
    """“Friday, same time”."""
    visit = reference.visit
    return None if visit is None else Clock(start := visit.hour * 60 + visit.minute, start + 1)


@rule("same_time comma? (of|in|on)? the? next week", "next week comma? at? the? same_time")
def same_time_next_week(found: Found, reference: Reference) -> Atom | None:
    return None if reference.visit is None else Moment(reference.visit + cal.WEEK)


@rule(f"(number|a|some|half) hour {_SHIFT}")
def hours_from_visit(found: Found, reference: Reference) -> Atom | None:
    """“an hour later”, "30 minutes before"."""
    count = found.number("number", "a", "some") * found.number("hour") if not found.has("half") else 30
    if reference.visit is None or count > 100_000:
        return None
    return Moment(reference.visit + _sign(found) * timedelta(minutes=count))


@rule("shift by? (number|a|some|half) hour", "shift by? (number|a|some) (day|week)")
def moved_by(found: Found, reference: Reference) -> Atom | None:
    """“push it back an hour”, "move it up a week": the same visit so much later or earlier."""
    if reference.visit is None:
        return None
    minutes = 30 if found.has("half") else _minutes(found)
    if minutes > 100_000:
        return None
    return Moment(reference.visit + found.number("shift") * timedelta(minutes=minutes))


def _minutes(found: Found) -> int:
    count = found.number("number", "a", "some") * found.number("hour", "day", "week")
    return count * 60 * 24 * (7 if found.has("week") else 1) if not found.has("hour") else count


@rule("relative comma? but? (late|early)")
def same_day_but_later(found: Found, reference: Reference) -> Atom | None:
    """“same day but later”: what is left of that day on one side of the visit."""
    [day] = [word.text for word in found.words if word.kind == "relative"]
    if reference.visit is None or day not in SAME_DAY:
        return None
    midnight = datetime.combine(reference.visit.date(), time())
    if found.has("late"):
        return Moment(reference.visit + timedelta(minutes=1), midnight + cal.DAY)
    return Moment(midnight, reference.visit)


@rule("(number|a|some) month_unit (late|after)")
def months_from_visit(found: Found, reference: Reference) -> Atom | None:
    """“a month later”."""
    count = found.number("number", "a", "some")
    return None if reference.visit is None else one_day(cal.same_day_months_on(reference.visit.date(), count))


@rule(f"(number|a|some) (day|week) {_SHIFT}")
def days_from_visit(found: Found, reference: Reference) -> Atom | None:
    """“two days later”."""
    count = found.number("number", "a", "some") * found.number("day", "week") * (7 if found.has("week") else 1)
    return None if reference.visit is None else one_day(cal.plus(reference.visit.date(), _sign(found) * count))


@rule("the (day|week) (after|before)")
def beside_the_visit(found: Found, reference: Reference) -> Atom | None:
    """“the day before”, "the week after"."""
    if reference.visit is None:
        return None
    day = reference.visit.date()
    if found.has("day"):
        return one_day(cal.plus(day, _sign(found)))
    monday = cal.monday_of(day) + _sign(found) * cal.WEEK
    return Days(monday, monday + cal.WEEK, Grain.WEEK)
