"""Handing over to staff: the case that is opened, and what the patient is told about who answers and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from dialogs import needs_staff
from dialogs.effects import OpenCase
from dialogs.events import Facts
from dialogs.stepping import leave_all
from dialogs.turn import Turn
from scheduler.clinic import Clinic
from scheduler.opening import opening_spans

LOOKS_AHEAD_DAYS = 14
# The answer to a reminder still counts while a person is on the way.
OUTLASTS = ("confirm",)
# What is half filled in goes on once other business is done.
GOES_ON = (*OUTLASTS, "form", "insurance")


def to_person(turn: Turn, facts: Facts, now: datetime, about: str | None = None, *, by_phone: bool = False) -> Turn:
    """A person was asked for, perhaps `about` what only staff answer: open flows are left, staff take over."""
    wish = "Asks to be called." if by_phone else "Asks for a person."
    case = OpenCase("asked_for_person", wish)
    if about is not None:
        case = OpenCase(
            needs_staff.case_reason(about), f"{wish} {needs_staff.summary(about)}", needs_staff.priority(about)
        )
    turn = leave_all(turn, but=OUTLASTS).saying("asked_for_person").doing(case)
    return staff_line(turn, facts, now, by_phone=by_phone)


def staff_line(turn: Turn, facts: Facts, now: datetime, *, by_phone: bool = False) -> Turn:
    """When a person will answer, or call."""
    whoever = "staff_calls" if by_phone else "staff"
    if facts.staffed:
        return turn.saying(f"{whoever}_here")
    when = next_staffed(facts.clinic, now)
    return turn.saying(f"{whoever}_later") if when is None else turn.saying(f"{whoever}_next", when=when)


def next_staffed(clinic: Clinic, now: datetime) -> datetime | None:
    """When people are in next, or None where the clinic file does not tell."""
    zone = clinic.zone()
    today = now.astimezone(zone).date()
    for day in (today + timedelta(days=number) for number in range(LOOKS_AHEAD_DAYS)):
        if not clinic.is_closed_on(day):
            for opens, _ in opening_spans(clinic.staff_hours, day, zone):
                if opens > now:
                    return opens
    return None
