"""How many things we may begin with one person, by day and by week."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.caps import next_free, same_day
from tests.scheduler.builders import CHICAGO, at, clinic_with

HONOLULU = ZoneInfo("Pacific/Honolulu")
DAY = timedelta(days=1)
CLINIC = clinic_with(reminders={"max_per_day": 1, "max_per_week": 3})


def free(now: str, *contacts: str) -> str:
    found = next_free(CLINIC, (CHICAGO,), [at(contact) for contact in contacts], at(now))
    return f"{found.astimezone(CHICAGO):%m-%d %H:%M}"


def test_the_first_contact_of_a_day_is_free() -> None:
    assert free("2027-03-03 10:00") == "03-03 10:00"
    assert free("2027-03-03 10:00", "2027-03-02 23:59") == "03-03 10:00"


def test_the_second_waits_for_the_next_day() -> None:
    assert free("2027-03-03 10:00", "2027-03-03 08:00") == "03-04 00:00"
    assert free("2027-03-14 10:00", "2027-03-14 08:00") == "03-15 00:00", "also on the day that has 23 hours"


def test_the_fourth_within_seven_days_waits_until_the_first_is_a_week_old() -> None:
    week = ("2027-03-01 18:00", "2027-03-03 09:00", "2027-03-05 09:00")
    assert free("2027-03-06 09:00", *week) == "03-08 00:00"
    assert free("2027-03-08 09:00", *week) == "03-08 09:00"


def test_a_contact_that_a_faster_clock_made_counts_as_todays() -> None:
    assert free("2027-03-03 23:30", "2027-03-04 00:20") == "03-05 00:00"


def test_where_the_zone_is_not_known_each_candidate_must_have_room() -> None:
    contacts = [at("2027-03-03 03:00")]  # in Honolulu it is still the evening of the second
    zones = (CHICAGO, HONOLULU)
    assert next_free(CLINIC, zones, contacts, at("2027-03-03 10:00")) == at("2027-03-04 00:00")
    assert not same_day(zones, at("2027-03-03 03:00"), at("2027-03-03 10:00"))
    assert same_day(zones, at("2027-03-03 10:00"), at("2027-03-03 11:00"))


@given(
    st.integers(1, 3),
    st.integers(1, 5),
    st.lists(st.integers(0, 30 * 24 * 60), max_size=40),
    st.sampled_from(["America/Chicago", "Asia/Kathmandu", "America/Havana"]),
)
def test_whoever_asks_before_each_contact_never_breaks_a_cap(
    daily: int, weekly: int, wishes: list[int], name: str
) -> None:
    clinic = clinic_with(reminders={"max_per_day": daily, "max_per_week": weekly})
    zone, begin = ZoneInfo(name), datetime(2027, 3, 1, tzinfo=UTC)
    made: list[datetime] = []
    now = begin
    for wish in sorted(wishes):
        now = max(now, begin + timedelta(minutes=wish))
        made.append(next_free(clinic, (zone,), made, now))
        now = max(now, made[-1])
    days = [contact.astimezone(zone).date() for contact in made]
    assert all(days.count(day) <= daily for day in days)
    assert all(sum(day - 7 * DAY < other <= day for other in days) <= weekly for day in days)
