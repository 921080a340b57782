"""What visits tell of a patient: the provider they mostly see, and the time of day that they keep to."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.habits import NO_HABITS, Habits, habits_of
from scheduler.model import Slot

ZONE = ZoneInfo("America/Chicago")


def visit(day: int, clock: str, provider: str = "lee") -> Slot:
    start = datetime.fromisoformat(f"2026-{day:02}-05T{clock}").replace(tzinfo=ZONE)
    return Slot(provider, "checkup", "main", start, start + timedelta(minutes=30))


def test_of_somebody_who_was_never_here_nothing_is_known() -> None:
    assert habits_of([], ZONE) == NO_HABITS


def test_one_visit_tells_the_provider_but_no_usual_time() -> None:
    assert habits_of([visit(9, "16:00")], ZONE) == Habits("lee")


def test_the_provider_seen_most_often_is_the_usual_one_and_of_equals_the_last() -> None:
    assert (
        habits_of([visit(9, "09:00"), visit(8, "13:00", "ortiz"), visit(7, "16:30", "ortiz")], ZONE).provider == "ortiz"
    )
    assert habits_of([visit(9, "09:00"), visit(8, "13:00", "ortiz")], ZONE).provider == "lee"


def test_a_time_is_usual_where_all_visits_were_around_it_on_the_wall_clock_in_summer_and_winter() -> None:
    assert habits_of([visit(12, "15:30"), visit(7, "16:00"), visit(1, "15:00")], ZONE).clock == time(15, 30)
    assert habits_of([visit(12, "15:30"), visit(7, "09:00"), visit(1, "15:00")], ZONE).clock is None
