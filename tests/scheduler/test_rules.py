"""Which starts patients may book for themselves."""

from __future__ import annotations

from datetime import timedelta

from scheduler.clinic_tables import VisitType
from scheduler.rules import earliest_start, latest_start, refusal
from tests.scheduler.builders import CHICAGO, at, clinic_with, visit_type

NOW = at("2027-03-12 10:00")
MINUTE = timedelta(minutes=1)


def kind(**rules: object) -> VisitType:
    return clinic_with(visit_types=[visit_type(**rules)]).visit_type("checkup")


def test_notice_and_horizon_include_their_own_moment() -> None:
    checkup = kind(min_notice="4h", horizon="3d")
    first, last = at("2027-03-12 14:00"), at("2027-03-15 10:00")
    starts = (first - MINUTE, first, last, last + MINUTE)
    assert [refusal(checkup, start, CHICAGO, NOW) for start in starts] == ["too_soon", None, None, "too_far"]


def test_days_of_a_horizon_are_days_of_the_wall_clock() -> None:
    assert latest_start(kind(horizon="3d"), CHICAGO, NOW) == at("2027-03-15 10:00")
    assert latest_start(kind(horizon="72h"), CHICAGO, NOW) == at("2027-03-15 11:00")


def test_a_type_that_is_not_for_patients_is_refused_first() -> None:
    assert refusal(kind(bookable=False, min_notice="4h"), NOW, CHICAGO, NOW) == "not_bookable"


def test_staff_may_book_from_now_on_and_further_than_any_horizon() -> None:
    checkup = kind(min_notice="4h", horizon="3d")
    assert earliest_start(checkup, CHICAGO, NOW, staff=True) == NOW
    assert latest_start(checkup, CHICAGO, NOW, staff=True) > NOW + timedelta(days=700)
