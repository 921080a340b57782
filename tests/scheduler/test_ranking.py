"""Which few openings are named: different days, parts of the day and providers, as a careful receptionist would."""

from __future__ import annotations

from datetime import time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.availability import SlotQuery
from scheduler.cells import cells_of
from scheduler.clinic import Clinic
from scheduler.ranking import Habits, choose, nearest
from scheduler.wishes import Grain, Order, When, Window
from tests.scheduler.builders import CHICAGO, OFFICE_HOURS, WEEKDAYS, Calendar, at, clinic_with, provider, visit_type

NOW = at("2027-03-01 07:00")  # a Monday
HONOLULU = ZoneInfo("Pacific/Honolulu")


def clinic_of(*names: str, **rules: Any) -> Clinic:
    people = names or ("lee",)
    return clinic_with(
        providers=[provider(name, OFFICE_HOURS) for name in people],
        visit_types=[visit_type(providers=list(people), **rules)],
    )


def named(clinic: Clinic, calendar: Calendar | None = None, limit: int = 3, **asked: Any) -> list[str]:
    habits = asked.pop("habits", Habits())
    slots = choose(clinic, SlotQuery("checkup", **asked), calendar or Calendar(), NOW, limit, habits)
    return [f"{slot.starts_at.astimezone(CHICAGO):%d %H:%M} {slot.provider}" for slot in slots]


def day(text: str, first: str = "00:00", last: str = "23:59") -> When:
    return When((Window(at(f"{text} {first}"), at(f"{text} {last}")),))


def test_three_days_are_named_and_not_all_of_them_in_the_morning() -> None:
    assert named(clinic_of()) == ["01 09:00 lee", "02 13:00 lee", "03 09:00 lee"]


def test_of_one_day_its_parts_are_named_and_then_times_far_apart() -> None:
    assert named(clinic_of(), when=day("2027-03-02")) == ["02 09:00 lee", "02 13:00 lee", "02 16:30 lee"]
    assert named(clinic_of(), when=day("2027-03-02", "09:00", "12:00"), limit=2) == ["02 09:00 lee", "02 11:30 lee"]


def test_where_there_is_little_all_of_it_is_named() -> None:
    assert named(clinic_of(), when=day("2027-03-02", "11:00", "12:00")) == ["02 11:00 lee", "02 11:30 lee"]
    assert named(clinic_of(), when=day("2027-03-06")) == []


def test_who_wants_the_earliest_or_the_latest_hears_just_that() -> None:
    assert named(clinic_of(), when=When(order=Order.EARLIEST)) == ["01 09:00 lee", "02 09:00 lee", "03 09:00 lee"]
    assert named(clinic_of(horizon="4d"), when=When(order=Order.LATEST), limit=2) == ["04 16:30 lee", "03 16:30 lee"]


def test_habits_do_not_make_the_earliest_later() -> None:
    usual = Habits("ortiz", time(16, 0))
    both = clinic_of("lee", "ortiz")
    assert named(both, when=When(order=Order.EARLIEST), habits=usual, limit=1) == ["01 09:00 ortiz"]


def test_a_list_that_is_read_aloud_may_be_shorter() -> None:
    assert named(clinic_of(), limit=2) == ["01 09:00 lee", "02 13:00 lee"]


def test_other_providers_are_named_too() -> None:
    assert named(clinic_of("lee", "ortiz", "patel")) == ["01 09:00 lee", "02 13:00 ortiz", "03 09:00 patel"]


def test_the_usual_provider_comes_before_variety() -> None:
    clinic = clinic_of("lee", "ortiz")
    assert named(clinic, habits=Habits("ortiz")) == ["01 09:00 ortiz", "02 13:00 ortiz", "03 09:00 ortiz"]


def test_where_the_usual_provider_is_taken_somebody_else_is_named() -> None:
    calendar = Calendar()
    calendar.take("provider:ortiz", cells_of(at("2027-03-01 00:00"), at("2027-03-02 00:00")))
    found = named(clinic_of("lee", "ortiz"), calendar, habits=Habits("ortiz"))
    assert found == ["01 09:00 lee", "02 13:00 ortiz", "03 09:00 ortiz"]


def test_the_usual_time_of_day_is_met_as_nearly_as_can_be() -> None:
    calendar = Calendar()
    calendar.take("provider:lee", cells_of(at("2027-03-02 14:00"), at("2027-03-02 14:30")))
    found = named(clinic_of(), calendar, habits=Habits(clock=time(14, 0)))
    assert found == ["01 14:00 lee", "02 13:30 lee", "03 14:00 lee"]


def test_an_opening_that_leaves_a_useless_gap_is_named_only_where_there_is_no_other() -> None:
    clinic, calendar = clinic_of(raster_minutes=15), Calendar()
    calendar.take("provider:lee", cells_of(at("2027-03-01 09:00"), at("2027-03-01 09:10")))
    morning = day("2027-03-01", "09:00", "12:00")
    # At a quarter past nine five minutes would be lost, at half past twenty; at a quarter to ten nothing is.
    assert named(clinic, calendar, when=morning, limit=1) == ["01 09:45 lee"]
    calendar.take("provider:lee", cells_of(at("2027-03-01 09:50"), at("2027-03-01 12:00")))
    assert named(clinic, calendar, when=morning, limit=1) == ["01 09:15 lee"]


def test_buffers_count_as_taken_when_gaps_are_looked_for() -> None:
    clinic, calendar = clinic_of(raster_minutes=15, buffer_before_minutes=10, buffer_minutes=5), Calendar()
    calendar.take("provider:lee", cells_of(at("2027-03-01 09:00"), at("2027-03-01 09:05")))
    # From 9:05 on there is no gap before a visit at 9:15, which needs the ten minutes before it.
    assert named(clinic, calendar, when=day("2027-03-01", "09:00", "12:00"), limit=1) == ["01 09:15 lee"]


def test_the_same_question_has_the_same_answer_and_reads_no_further_than_it_must() -> None:
    calendar, clinic = Calendar(), clinic_of("lee", "ortiz", horizon="90d")
    assert named(clinic, calendar) == named(clinic, calendar)
    assert len(calendar.reads) == 2


def test_days_are_those_of_the_location_not_of_utc() -> None:
    hours = {weekday: ["13:00-15:00"] for weekday in WEEKDAYS}
    clinic = clinic_with(timezone="Pacific/Honolulu", providers=[provider("lee", hours)])
    slots = choose(clinic, SlotQuery("checkup"), Calendar(), NOW, 2)
    # UTC's midnight is two in the afternoon there.
    assert [f"{slot.starts_at.astimezone(HONOLULU):%d %H:%M}" for slot in slots] == ["01 13:00", "02 13:00"]


def test_the_nearest_openings_lie_on_both_sides_of_the_day_that_was_wished() -> None:
    saturday = day("2027-03-06")
    slots = nearest(clinic_of(), SlotQuery("checkup", when=saturday), Calendar(), NOW)
    assert [f"{slot.starts_at.astimezone(CHICAGO):%d %H:%M}" for slot in slots] == ["04 16:30", "05 16:30", "08 09:00"]


def test_around_a_clock_time_the_nearest_are_before_and_after_it_and_at_that_time_on_another_day() -> None:
    clinic, calendar = clinic_of("lee"), Calendar()
    ten = at("2027-03-02 10:00")
    calendar.take("provider:lee", cells_of(at("2027-03-02 09:30"), at("2027-03-02 11:00")))
    wish = When((Window(ten, ten + timedelta(minutes=1), Grain.MINUTE),))
    slots = nearest(clinic, SlotQuery("checkup", when=wish), calendar, NOW)
    assert [f"{slot.starts_at.astimezone(CHICAGO):%d %H:%M}" for slot in slots] == ["02 09:00", "02 11:00", "03 10:00"]


def test_where_no_day_was_wished_the_first_openings_are_the_nearest() -> None:
    at_night = When((Window(time(3), time(4)),), day("2027-03-01").windows)
    slots = nearest(clinic_of(), SlotQuery("checkup", when=at_night), Calendar(), NOW, 1)
    assert slots[0].starts_at == at("2027-03-02 09:00")
    assert slots[0].ends_at - slots[0].starts_at == timedelta(minutes=30)
