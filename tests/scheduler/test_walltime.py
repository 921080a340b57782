"""From a wall clock to instants, where clocks skip an hour and where they show one twice."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.walltime import instant_of, moved_by_days, offset_seconds
from tests.scheduler.builders import CHICAGO, at

FORWARD, BACK = date(2027, 3, 14), date(2027, 11, 7)
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")


def test_a_time_that_the_clock_skips_is_the_first_instant_after_the_gap() -> None:
    assert instant_of(FORWARD, 150, CHICAGO) == at("2027-03-14 03:00")
    assert instant_of(FORWARD, 150, CHICAGO, later=True) == at("2027-03-14 03:00")
    assert instant_of(FORWARD, 180, CHICAGO) == at("2027-03-14 03:00")


def test_a_time_that_the_clock_shows_twice_is_the_earlier_unless_the_later_is_asked_for() -> None:
    assert instant_of(BACK, 90, CHICAGO) == datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    assert instant_of(BACK, 90, CHICAGO, later=True) == datetime(2027, 11, 7, 7, 30, tzinfo=UTC)


def test_minute_1440_is_the_end_of_the_day() -> None:
    assert instant_of(date(2027, 3, 1), 1440, CHICAGO) == instant_of(date(2027, 3, 2), 0, CHICAGO)


def test_a_gap_of_half_an_hour_is_a_gap_too() -> None:
    # Lord Howe goes from two to half past two on 3 October 2027.
    assert instant_of(date(2027, 10, 3), 130, LORD_HOWE) == at("2027-10-03 02:30", LORD_HOWE)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2027-03-12 09:00", 3, "2027-03-15 09:00"),  # a day of 23 hours lies between
        ("2027-11-08 09:00", -3, "2027-11-05 09:00"),  # a day of 25 hours lies between
        ("2027-03-13 02:30", 1, "2027-03-14 03:00"),
        ("2027-11-06 01:30", 1, "2027-11-07 01:30"),
    ],
)
def test_days_are_counted_on_the_wall_clock(start: str, days: int, end: str) -> None:
    assert moved_by_days(at(start), days, CHICAGO) == at(end)


def test_no_days_leave_the_second_reading_of_a_repeated_hour_where_it_is() -> None:
    second = datetime(2027, 11, 7, 7, 30, tzinfo=UTC)
    assert moved_by_days(second, 0, CHICAGO) == second


def test_an_offset_is_what_the_clock_is_ahead_of_utc() -> None:
    winter = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())
    assert offset_seconds(winter, CHICAGO) == -6 * 3600
    assert offset_seconds(winter, ZoneInfo("Asia/Kathmandu")) == 5 * 3600 + 45 * 60


@given(
    st.dates(date(2026, 1, 1), date(2028, 1, 1)),
    st.integers(0, 1439),
    st.sampled_from(["America/Chicago", "America/Havana", "Australia/Lord_Howe", "Pacific/Chatham", "UTC"]),
)
def test_the_clock_shows_the_time_asked_for_or_the_end_of_a_gap(day: date, minute: int, name: str) -> None:
    zone, wanted = ZoneInfo(name), datetime.combine(day, time.min) + timedelta(minutes=minute)
    instant = instant_of(day, minute, zone)
    shown = instant.astimezone(zone).replace(tzinfo=None)
    just_before = (instant - timedelta(seconds=1)).astimezone(zone).replace(tzinfo=None)
    assert shown == wanted or just_before < wanted < shown
