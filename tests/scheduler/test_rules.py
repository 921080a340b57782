"""Which starts patients may book for themselves."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from scheduler.clinic_tables import VisitType
from scheduler.rules import ANYBODY, Visitor, earliest_start, latest_start, of_age, refusals, too_near
from tests.scheduler.builders import CHICAGO, at, clinic_with, visit_type

NOW = at("2027-03-12 10:00")
MINUTE = timedelta(minutes=1)


def kind(**rules: object) -> VisitType:
    return clinic_with(visit_types=[visit_type(**rules)]).visit_type("checkup")


def refusal(checkup: VisitType, starts_at: datetime, visitor: Visitor = ANYBODY) -> list[str]:
    return [why.reason.value for why in refusals(checkup, visitor, starts_at, CHICAGO, NOW)]


def test_notice_and_horizon_include_their_own_moment() -> None:
    checkup = kind(min_notice="4h", horizon="3d")
    first, last = at("2027-03-12 14:00"), at("2027-03-15 10:00")
    starts = (first - MINUTE, first, last, last + MINUTE)
    assert [refusal(checkup, start) for start in starts] == [["too_soon"], [], [], ["too_far"]]


def test_an_offered_time_may_be_picked_for_an_hour_after_its_notice_and_never_once_it_has_passed() -> None:
    checkup, without_notice = kind(min_notice="4h"), kind(min_notice="0m")
    offered = NOW + timedelta(hours=4)
    later = [timedelta(), timedelta(hours=1), timedelta(hours=1, minutes=1)]
    assert [too_near(checkup, offered, CHICAGO, NOW + passed) for passed in later] == [False, False, True]
    assert [too_near(without_notice, NOW + MINUTE, CHICAGO, now) for now in (NOW, NOW + MINUTE)] == [False, True]


def test_days_of_a_horizon_are_days_of_the_wall_clock() -> None:
    assert latest_start(kind(horizon="3d"), CHICAGO, NOW) == at("2027-03-15 10:00")
    assert latest_start(kind(horizon="72h"), CHICAGO, NOW) == at("2027-03-15 11:00")


def test_a_type_that_is_not_for_patients_is_refused_first() -> None:
    assert refusal(kind(bookable=False, min_notice="4h"), NOW) == ["not_bookable", "too_soon"]


def test_some_types_are_for_new_and_some_for_returning_patients() -> None:
    first_visit, control = kind(returning_patients=False), kind(new_patients=False)
    new, known = Visitor(is_new=True), Visitor(is_new=False)
    assert [refusal(first_visit, NOW, visitor) for visitor in (new, known, ANYBODY)] == [[], ["new_only"], []]
    assert [refusal(control, NOW, visitor) for visitor in (new, known, ANYBODY)] == [["returning_only"], [], []]


def test_an_age_limit_includes_the_whole_last_year_on_the_clinics_calendar() -> None:
    child = kind(min_age=2, max_age=17, horizon="100w")
    born = Visitor(date(2009, 3, 20))
    assert refusal(child, at("2027-03-19 23:59"), born) == []
    assert refusal(child, at("2027-03-20 00:00"), born) == ["too_old"]
    assert refusal(child, at("2027-03-19 12:00"), Visitor(date(2025, 3, 20))) == ["too_young"]
    assert refusal(child, at("2027-03-20 00:00"), Visitor(date(2025, 3, 20))) == []


def test_whoever_was_born_on_a_leap_day_is_a_year_older_on_the_first_of_march() -> None:
    assert of_age(kind(min_age=18), Visitor(date(2008, 2, 29)), CHICAGO) == (at("2026-03-01 00:00"), None)


def test_staff_may_book_from_now_on_and_further_than_any_horizon() -> None:
    checkup = kind(min_notice="4h", horizon="3d")
    assert earliest_start(checkup, CHICAGO, NOW, staff=True) == NOW
    assert latest_start(checkup, CHICAGO, NOW, staff=True) > NOW + timedelta(days=700)
