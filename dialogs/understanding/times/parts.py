"""Rules for parts of the day: mornings, the late afternoon, after work."""

from __future__ import annotations

from dialogs.understanding.times.atoms import Atom, Clock, Mark
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.rules import Found, Reference
from scheduler.wishes import Grain

rule = GRAMMAR.rule
COUNTED = {"nights", "noches", "mornings", "evenings", "afternoons"}

# First and last minute of each part of the day. The sources draw these borders differently; clinics need none finer.
PARTS = {
    "morning": (6, 12), "early_day": (6, 12),
    "early_morning": (7, 10), "mid_morning": (9, 11), "late_morning": (10, 12),
    "first_thing": (6, 10), "breakfast": (7, 10),
    "before_work": (6, 9),
    "afternoon": (12, 17), "early_afternoon": (12, 14), "mid_afternoon": (14, 16), "late_afternoon": (15, 17),
    "lunch": (12, 14), "after_lunch": (13, 17),
    "after_school": (15, 18), "after_work": (16, 20),
    "tarde": (12, 20), "early_tarde": (12, 15), "mid_tarde": (16, 18), "late_tarde": (17, 20),
    "evening": (17, 21), "early_evening": (17, 19), "late_evening": (19, 21), "dinner": (17, 20),
    "night": (18, 24), "late_night": (21, 24), "early_night": (18, 20), "noche": (19, 24), "early_noche": (19, 21),
    "late_noche": (21, 24),
    "madrugada": (0, 6), "overnight": (18, 30), "late_day": (15, 18),
}  # fmt: skip  # fmt: skip


_HALVES = {"am": "morning", "pm": "afternoon", "night": "night"}


def part(name: str) -> Clock:
    """A part of the day as a span of clock time."""
    start, end = PARTS[name]
    return Clock(start * 60, end * 60, Grain.PART_OF_DAY)


@rule("any? (early|mid|late)? in? the? part")
def part_of_day(found: Found, reference: Reference) -> Atom | None:
    name = found.text("part")
    for kind in ("early", "mid", "late"):
        if found.has(kind) and f"{kind}_{name}" in PARTS:
            return part(f"{kind}_{name}")
    return part(name)


@rule("(number|some|a) part")
def number_of_nights(found: Found, reference: Reference) -> Atom | None:
    """“three nights” and "one night" are no time of day."""
    counted = found.words[-1].text in COUNTED or (
        found.text("part") in {"night", "noche"} and not found.words[0].text.isdigit()
    )
    return Mark("quantity") if counted else None


@rule("(early|late) (of|in)? the? day")
def end_of_the_day(found: Found, reference: Reference) -> Atom | None:
    """“the end of the day”: before a clinic closes."""
    return part("early_day" if found.has("early") else "late_day")


@rule("after_part")
def around_work_or_lunch(found: Found, reference: Reference) -> Atom | None:
    return part(found.text("after_part"))


@rule("any? (early|mid|late)? ampm")
def half_of_the_day(found: Found, reference: Reference) -> Atom | None:
    """“tomorrow am”, "temprano en la mañana"."""
    name = "tarde" if "tarde" in found.words[-1].text else _HALVES.get(found.text("ampm"), "")
    kind = next((kind for kind in ("early", "mid", "late") if found.has(kind)), "")
    return part(f"{kind}_{name}" if f"{kind}_{name}" in PARTS else name) if name else None
