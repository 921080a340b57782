"""When and to whom we may write on our own account."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler import contact
from scheduler.clinic import Clinic
from scheduler.contact import last_allowed, next_allowed, quiet, refusal
from scheduler.model import Patient
from tests.scheduler.builders import CHICAGO, at, clinic_with

NEW_YORK = ZoneInfo("America/New_York")
NOON = at("2027-03-01 12:00")
ANA = Patient("1", "p1", "Ana", "Stone", date(1980, 1, 1), "+15125550101", "en", sms_consent=True, voice_consent=True)
SPANS = ("20:00-08:00", "21:30-06:15", "00:00-07:00", "20:00-24:00", "12:00-14:00", "01:30-02:30", "02:30-01:30")


def clinic_quiet(span: str = "20:00-08:00") -> Clinic:
    return clinic_with(reminders={"quiet_hours": span})


def test_quiet_hours_begin_and_end_on_the_minute() -> None:
    clinic = clinic_quiet()
    clocks = ("19:59", "20:00", "23:59", "00:00", "07:59", "08:00")
    assert [quiet(clinic, (CHICAGO,), at(f"2027-03-01 {clock}")) for clock in clocks] == [
        False,
        True,
        True,
        True,
        True,
        False,
    ]


def test_quiet_hours_are_those_of_the_patients_own_zone() -> None:
    clinic, evening = clinic_quiet(), at("2027-03-01 19:30")
    assert contact.zones_of(clinic, ANA) == (CHICAGO,)
    assert refusal(clinic, ANA, "sms", evening, suppressed=False) is None
    far_east = replace(ANA, timezone="America/New_York")
    assert contact.zones_of(clinic, far_east) == (NEW_YORK,)
    assert refusal(clinic, far_east, "sms", evening, suppressed=False) == "quiet_hours"


def test_without_a_zone_on_file_every_place_counts_where_the_number_may_be() -> None:
    clinic = clinic_quiet()
    nowhere, far_west = replace(ANA, phone="+18005550101"), replace(ANA, phone="+14155550101")
    assert contact.zones_of(clinic, nowhere) == (CHICAGO,)
    zones = contact.zones_of(clinic, far_west)
    assert [zone.key for zone in zones] == ["America/Chicago", "America/Los_Angeles"]
    assert quiet(clinic, zones, at("2027-03-01 08:30"))
    assert quiet(clinic, zones, at("2027-03-01 20:30"))
    assert next_allowed(clinic, zones, at("2027-03-01 08:30")) == at("2027-03-01 10:00")
    assert next_allowed(clinic, zones, at("2027-03-01 20:30")) == at("2027-03-02 10:00")
    assert last_allowed(clinic, zones, at("2027-03-01 22:30")) == at("2027-03-01 19:59")
    assert contact.allowed_until(clinic, zones, at("2027-03-01 12:00")) == at("2027-03-01 20:00")


def test_a_number_on_a_border_may_be_on_both_sides() -> None:
    zones = contact.zones_of(clinic_quiet(), replace(ANA, phone="+18505550101"))
    assert [zone.key for zone in zones] == ["America/Chicago", "America/New_York"]


def test_two_places_without_a_common_hour_leave_no_moment_and_no_endless_search() -> None:
    clinic = clinic_quiet("18:00-10:00")
    zones = (CHICAGO, ZoneInfo("Asia/Dhaka"))
    assert quiet(clinic, zones, next_allowed(clinic, zones, NOON))
    assert quiet(clinic, zones, last_allowed(clinic, zones, NOON))


def test_the_next_allowed_moment_is_the_end_of_the_quiet_hours() -> None:
    clinic = clinic_quiet()
    assert next_allowed(clinic, (CHICAGO,), at("2027-03-01 22:00")) == at("2027-03-02 08:00")
    assert next_allowed(clinic, (CHICAGO,), at("2027-03-02 03:00")) == at("2027-03-02 08:00")
    assert next_allowed(clinic, (CHICAGO,), NOON) == NOON


def test_the_last_allowed_moment_leaves_a_minute_before_the_quiet_hours() -> None:
    clinic = clinic_quiet()
    assert last_allowed(clinic, (CHICAGO,), at("2027-03-01 22:00")) == at("2027-03-01 19:59")
    assert last_allowed(clinic, (CHICAGO,), at("2027-03-02 07:00")) == at("2027-03-01 19:59")
    assert last_allowed(clinic, (CHICAGO,), NOON) == NOON


def test_the_night_in_which_clocks_change_ends_at_eight_by_the_clock() -> None:
    assert next_allowed(clinic_quiet(), (CHICAGO,), at("2027-03-13 22:00")) == at("2027-03-14 08:00")
    assert next_allowed(clinic_quiet(), (CHICAGO,), at("2027-11-06 22:00")) == at("2027-11-07 08:00")


def test_quiet_hours_that_end_in_a_repeated_hour_end_with_its_second_reading() -> None:
    clinic = clinic_quiet("20:00-01:30")
    first, second = at("2027-11-07 01:10"), at("2027-11-07 01:10") + timedelta(hours=1)
    end = datetime(2027, 11, 7, 7, 30, tzinfo=UTC)
    assert next_allowed(clinic, (CHICAGO,), first) == next_allowed(clinic, (CHICAGO,), second) == end


@given(
    st.integers(int(at("2027-01-01 00:00").timestamp()) // 60, int(at("2028-01-01 00:00").timestamp()) // 60),
    st.sampled_from(SPANS),
    st.sampled_from(["America/Chicago", "America/Havana", "Asia/Kathmandu", "Pacific/Chatham"]),
)
def test_both_neighbouring_moments_are_allowed_and_within_a_day_and_a_bit(minute: int, span: str, name: str) -> None:
    clinic, zone, now = clinic_quiet(span), ZoneInfo(name), datetime.fromtimestamp(minute * 60, UTC)
    later, earlier = next_allowed(clinic, (zone,), now), last_allowed(clinic, (zone,), now)
    assert not quiet(clinic, (zone,), later)
    assert not quiet(clinic, (zone,), earlier)
    assert timedelta() <= later - now <= timedelta(hours=26)
    assert timedelta() <= now - earlier <= timedelta(hours=26)
    assert (later == now) == (not quiet(clinic, (zone,), now)) == (earlier == now)


@pytest.mark.parametrize(
    ("changes", "suppressed", "reason"),
    [
        ({"phone": "", "wrong_number": True}, True, "no_phone"),
        ({"wrong_number": True}, True, "wrong_number"),
        ({"sms_consent": False}, True, "opted_out"),
        ({"sms_consent": False}, False, "no_consent"),
        ({"voice_consent": False}, False, None),
        ({}, False, None),
    ],
)
def test_the_most_lasting_reason_comes_first(changes: dict[str, object], suppressed: bool, reason: str | None) -> None:
    person = replace(ANA, **changes)  # type: ignore[arg-type]
    assert refusal(clinic_quiet(), person, "sms", NOON, suppressed=suppressed) == reason


def test_each_medium_has_a_consent_of_its_own() -> None:
    texts_only = replace(ANA, voice_consent=False)
    assert refusal(clinic_quiet(), texts_only, "voice", NOON, suppressed=False) == "no_consent"


def test_no_consent_is_told_before_quiet_hours() -> None:
    night = at("2027-03-01 23:00")
    assert refusal(clinic_quiet(), replace(ANA, sms_consent=False), "sms", night, suppressed=False) == "no_consent"
