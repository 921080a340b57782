"""Rules for times of day: clocks in every form, parts of the day, noon.

Where nobody said am or pm, seven to eleven is the morning and twelve to six the afternoon: clinics are open by day.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dialogs.understanding.times.atoms import FULL_DAY, Atom, Clock, Count
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.parts import COUNTED
from dialogs.understanding.times.rules import Found, Reference

rule = GRAMMAR.rule
_MINUTES_BEFORE = {5, 10, 15, 20, 25, 30}
_DIGITS = re.compile(r"\d+")

_HALF = {
    "morning": "am", "early_morning": "am", "mid_morning": "am", "late_morning": "am", "first_thing": "am",
    "breakfast": "am", "madrugada": "am",
    "night": "night", "noche": "night", "late_night": "night", "late_noche": "night", "overnight": "night",
    "before_work": "am",
}  # fmt: skip


def clock(hour: int, minute: int, half: str = "") -> Clock | None:
    """A clock time; `half` is am, pm, night, noon or empty where nobody said."""
    if hour > 24 or minute > 59:
        return None
    sure = bool(half) or hour > 12 or hour == 0
    hour = _hour(hour % 24, half)
    start = hour * 60 + minute
    return Clock(start, start + 1, sure=sure)


def _hour(hour: int, half: str) -> int:
    if hour > 12 or (hour == 0 and half != "pm"):
        return hour
    if half == "night":
        half = "pm" if 5 <= hour <= 11 else "am"
    if half == "noon" or not half:
        half = "am" if 7 <= hour <= 11 else "pm"
    return hour % 12 + (12 if half == "pm" else 0)


def _half(found: Found) -> str:
    if found.has("ampm"):
        return found.text("ampm")
    if found.has("part", "tonight"):
        return "pm" if found.has("tonight") else _HALF.get(found.text("part"), "pm")
    return ""


def _read_clock(text: str) -> tuple[int, int]:
    digits = [int(piece) for piece in _DIGITS.findall(text)]
    return digits[0], digits[1]


def clock_said(found: Found) -> Clock | None:
    """The clock time in some words: the first number or clock among them, with its half of the day."""
    if found.has("clock"):
        hour, minute = _read_clock(found.text("clock"))
        return clock(hour, minute, _half(found))
    return clock(found.number("number"), 0, _half(found)) if found.has("number") else None


_HALF_WORDS = "(ampm | comma? (in|at|on)? the? this? part)"


@rule(f"at? the? clock oclock? at? {_HALF_WORDS}?", "part at? clock")
def clock_with_minutes(found: Found, reference: Reference) -> Atom | None:
    hour, minute = _read_clock(found.text("clock"))
    return clock(hour, minute, _half(found))


@rule(
    f"at? the? number oclock {_HALF_WORDS}?",
    "at? number ampm",
    "at? number (in|at) the? part",
)
def hour_with_half(found: Found, reference: Reference) -> Atom | None:
    return clock(found.number("number"), 0, _half(found))


@rule("at? number part")
def hour_and_part(found: Found, reference: Reference) -> Atom | None:
    """“three morning”, "5 evening": not "two nights"."""
    if found.words[-1].text in COUNTED or found.number("number") > 12 or found.words[0].text in {"one", "una"}:
        return None
    return clock(found.number("number"), 0, _half(found))


@rule("at the? number")
def hour_after_at(found: Found, reference: Reference) -> Atom | None:
    return clock(found.number("number"), 0)


@rule("(early|mid|late)? part comma? at? number oclock?")
def part_and_hour(found: Found, reference: Reference) -> Atom | None:
    """“evening 4”."""
    return clock(found.number("number"), 0, _half(found)) if found.number("number") <= 12 else None


@rule(f"at? number number {_HALF_WORDS}", "part at? number number", f"at? number oh number {_HALF_WORDS}?")
def spoken_hour_and_minutes(found: Found, reference: Reference) -> Atom | None:
    """“two fifteen in the afternoon”, "six oh two pm"."""
    numbers = found.numbers("number")
    return clock(numbers[0], numbers[-1], _half(found))


@rule("number number")
def hour_and_minutes_alone(found: Found, reference: Reference) -> Atom | None:
    """“two fifteen” is a time; "2 55" and "18 05" are where a word beside them says so."""
    hour, minutes = found.numbers("number")
    if any(word.text.isdigit() for word in found.words):
        return Count(hour, minutes=minutes) if hour < 24 and minutes < 60 and len(found.words[-1].text) == 2 else None
    return clock(hour, minutes) if 1 <= hour <= 12 and 10 <= minutes <= 59 else None


@rule("at? number number number ampm")
def spelt_minutes(found: Found, reference: Reference) -> Atom | None:
    """“6 0 2 pm”."""
    hour, tens, units = found.numbers("number")
    return clock(hour, units, _half(found)) if tens == 0 else None


@rule(f"at? compact oclock? {_HALF_WORDS}", "at the? compact", "at? (compact|full_year) (hour|oclock)")
def compact_clock(found: Found, reference: Reference) -> Atom | None:
    """“330pm”, "1400 hours"."""
    value = found.number("compact", "full_year")
    early = found.has("compact") and found.texts("compact") and found.words[-1].text.startswith("0")
    return clock(value // 100, value % 100, _half(found) or ("am" if early else ""))


@rule(f"at? compact {_HALF_WORDS}?")
def compact_alone(found: Found, reference: Reference) -> Atom | None:
    """“1530” or "0930" without a word beside it, if it is a quarter of an hour or so."""
    value = found.number("compact")
    if value % 5 or value < 100:
        return None
    if value < 1000 and value % 100 == 0 and len(found.words) == 1:
        return Count(value // 100)
    return clock(value // 100, value % 100, _half(found))


@rule(
    f"at? the? half (past|after)? number oclock? {_HALF_WORDS}?",
    f"at? the? quarter (past|after) number oclock? {_HALF_WORDS}?",
    f"at? the? number hour? (past|after) (number|clock) oclock? {_HALF_WORDS}?",
    "at? the? number hour from (number|clock) (oclock|ampm)",
)
def past_the_hour(found: Found, reference: Reference) -> Atom | None:
    """“half past two”, "20 past 3pm", and the British "half three"."""
    if not found.has("past", "after") and found.has("half") and len(found.words) > 6:
        return None
    if found.has("clock"):
        hour, already = _read_clock(found.text("clock"))
        return clock(hour, found.number("number") + already, _half(found))
    hour = found.numbers("number")[-1]
    minutes = found.numbers("half", "quarter") or found.numbers("number")[:1]
    return clock(hour, minutes[0], _half(found)) if hour <= 24 else None


@rule(
    f"at? the? quarter (to|before|until|of) number oclock? {_HALF_WORDS}?",
    f"at? the? number hour? (to|before|until) number oclock? {_HALF_WORDS}",
    "at? number hour? to number",
)
def before_the_hour(found: Found, reference: Reference) -> Atom | None:
    """“quarter to three”, "20 to 4 in the afternoon"."""
    numbers = found.numbers("number")
    minutes = (found.numbers("quarter") or numbers[:1])[0]
    if minutes not in _MINUTES_BEFORE or not 1 <= numbers[-1] <= 12:
        return None
    if len(found.words) <= 4 and not found.has("quarter", "hour", "part") and _a_range(found, minutes):
        return None
    half = "pm" if numbers[-1] == 12 and _half(found) == "am" else _half(found)
    hour = clock(numbers[-1], 0, half)
    return None if hour is None or hour.start is None else _earlier(hour, hour.start - minutes)


@rule(f"at? the? number and (half|quarter|number) {_HALF_WORDS}?")
def and_minutes(found: Found, reference: Reference) -> Atom | None:
    """“las tres y media de la tarde”."""
    hour = found.numbers("number")[0]
    minutes = (found.numbers("half", "quarter") or found.numbers("number")[1:])[0]
    spanish = all(word.text in {"y", "con", "e"} for word in found.words if word.kind == "and")
    joined = spanish or any(word.text in {"a half", "a quarter"} for word in found.words)
    if (
        not (found.has("half", "quarter", "at", "ampm") or found.words[0].text in {"las", "la"})
        or minutes > 59
        or not joined
        or (not found.has("half", "quarter") and minutes % 5)
    ):
        return None
    return clock(hour, minutes, _half(found))


@rule(f"at? the? number ampm? minus (quarter|number) {_HALF_WORDS}?")
def minus_minutes(found: Found, reference: Reference) -> Atom | None:
    """“las ocho menos cuarto”."""
    minutes = (found.numbers("quarter") or found.numbers("number")[1:])[0]
    hour = clock(found.numbers("number")[0], 0, _half(found))
    return None if hour is None or hour.start is None else _earlier(hour, hour.start - minutes)


def _a_range(found: Found, minutes: int) -> bool:
    """“5 to 6 pm” is from five to six; "ten to six", "at 10 to 6" and "20 to 4" are minutes before the hour."""
    in_words = not any(word.text.isdigit() for word in found.words)
    return minutes < (10 if in_words or found.has("at", "ampm") else 20) and not (in_words and found.has("at"))


@rule("(number|quarter|half) hour? at number oclock? ampm?")
def minutes_to_the_hour(found: Found, reference: Reference) -> Atom | None:
    """“20 para las 4”, "un cuarto para las cuatro"."""
    at = next(word for word in found.words if word.kind == "at")
    minutes = found.number("number", "quarter", "half")
    hour = clock(found.numbers("number")[-1], 0, _half(found))
    if not at.text.startswith("para") or minutes not in _MINUTES_BEFORE or hour is None or hour.start is None:
        return None
    return _earlier(hour, hour.start - minutes)


@rule("at? (quarter|number hour) (to|before) landmark")
def before_noon(found: Found, reference: Reference) -> Atom | None:
    """“quarter to noon”; "10 to noon" is a range."""
    start = found.number("landmark") * 60 - found.number("quarter", "number")
    return _earlier(Clock(0, 1), start)


@rule("at? the? landmark")
def noon_or_midnight(found: Found, reference: Reference) -> Atom | None:
    return clock(found.number("landmark"), 0, "noon" if found.number("landmark") else "am")


@rule("(half|quarter|number hour?) (past|after) landmark")
def past_noon(found: Found, reference: Reference) -> Atom | None:
    return clock(
        found.number("landmark"), found.number("half", "quarter", "number"), "pm" if found.number("landmark") else "am"
    )


@rule("number")
def bare_number(found: Found, reference: Reference) -> Atom | None:
    return Count(found.number("number"), said=found.words[0].text in {"one", "uno", "una"})


def _earlier(hour: Clock, start: int) -> Clock:
    start %= FULL_DAY
    return replace(hour, start=start, end=start + 1)
