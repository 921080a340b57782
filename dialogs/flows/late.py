"""Running late: staff are told at once; the patient hears whether the visit still fits, and may move it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from dialogs.effects import CheckDelay, OpenCase
from dialogs.events import DelayFits, DelayTooLong
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.reschedule import Move, about_moving
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    GaveWhen,
    KeepsVisit,
    RunsLate,
    SaidGoodbye,
    Thanked,
    WantsMove,
    WentBack,
)
from dialogs.visits import Visit


@dataclass(frozen=True, slots=True)
class Delay:
    """The visit of today, and how late the patient will be; 0 where that was not said."""

    visit: Visit
    minutes: int = 0


def values(delay: Delay) -> dict[str, object]:
    arrives = delay.visit.appointment.slot.starts_at + timedelta(minutes=delay.minutes)
    return {"visit": delay.visit, "minutes": delay.minutes, "when": arrives}


def says_minutes(delay: Delay, late: RunsLate) -> bool:
    return late.minutes > 0


def knows_minutes(delay: Delay, event: object) -> bool:
    return delay.minutes > 0


def keep_minutes(delay: Delay, late: RunsLate) -> Delay:
    return replace(delay, minutes=late.minutes)


def tell_staff(delay: Delay) -> OpenCase:
    how = f"about {delay.minutes} minutes late" if delay.minutes else "but late"
    return OpenCase("running_late", f"Is on the way, {how}.", "urgent", delay.visit.appointment.patient_id)


def tell_and_look(delay: Delay) -> tuple[OpenCase | CheckDelay, ...]:
    return tell_staff(delay), CheckDelay(delay.visit.id, delay.minutes)


def to_move(delay: Delay, said: object) -> Move:
    return about_moving((delay.visit,), said)


LATE = Flow(
    "late",
    State(
        "starting",
        On(Entered, knows_minutes, do=tell_and_look, to="looking"),
        On(Entered, do=tell_staff, to="asking"),
    ),
    State(
        "asking",
        On(RunsLate, says_minutes, keep=keep_minutes, do=tell_and_look, to="looking"),
        On((WantsMove, GaveWhen), to=Go("reschedule", to_move)),
        On((Denied, Thanked, SaidGoodbye, KeepsVisit, WentBack), say="late_told", to=DONE),
        ask="how_late",
    ),
    State("looking", On(DelayFits, say="late_fits", to=DONE), On(DelayTooLong, to="offering")),
    State(
        "offering",
        On((WantsMove, GaveWhen), to=Go("reschedule", to_move)),
        On((Confirmed, Denied, KeepsVisit, Thanked, SaidGoodbye, WentBack), say="late_come_anyway", to=DONE),
        ask="late_too_long",
        menu=(WantsMove(), Confirmed()),
    ),
    memory=Delay,
    values=values,
    lasts_hours=2,
)
