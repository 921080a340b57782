"""Which openings are offered: rules, rooms, buffers and wishes, told in single cases."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.availability import SlotQuery, openings, why_none
from scheduler.cells import cells_of
from scheduler.clinic import Clinic
from scheduler.model import Slot
from scheduler.wishes import Order, When, Window
from tests.scheduler.builders import CHICAGO, OFFICE_HOURS, WEEKDAYS, Calendar, at, clinic_with, provider, visit_type

NOW = at("2027-03-01 07:00")  # a Monday
HONOLULU = ZoneInfo("Pacific/Honolulu")
EVERY_DAY = {weekday: ["00:00-24:00"] for weekday in WEEKDAYS}
ROOMS = [{"id": "one", "name": "1"}, {"id": "two", "name": "2"}]


def found(
    clinic: Clinic,
    calendar: Calendar | None = None,
    now: datetime = NOW,
    limit: int = 3,
    zone: ZoneInfo = CHICAGO,
    **query: Any,
) -> list[str]:
    """The first openings as local words."""
    slots = openings(clinic, SlotQuery("checkup", **query), calendar or Calendar(), now)
    return [f"{slot.starts_at.astimezone(zone):%m-%d %H:%M}" for slot in islice(slots, limit)]


def clinic_of(hours: dict[str, list[str]] | None = None, zone: str = "America/Chicago", **rules: Any) -> Clinic:
    return clinic_with(
        timezone=zone,
        providers=[provider("lee", hours or OFFICE_HOURS)],
        visit_types=[visit_type(**rules)],
    )


def day(text: str) -> When:
    start = at(f"{text} 00:00")
    return When((Window(start, start + timedelta(days=1)),))


def test_openings_lie_in_working_hours_on_the_raster_and_end_before_the_break() -> None:
    assert found(clinic_of(minutes=40, raster_minutes=60), limit=8) == [
        "03-01 09:00",
        "03-01 10:00",
        "03-01 11:00",
        "03-01 13:00",
        "03-01 14:00",
        "03-01 15:00",
        "03-01 16:00",
        "03-02 09:00",
    ]


def test_a_visit_fills_its_block_to_the_last_minute() -> None:
    assert found(clinic_of({"mon": ["09:00-09:30"]})) == ["03-01 09:00", "03-08 09:00", "03-15 09:00"]
    assert found(clinic_of({"mon": ["09:00-09:29"]})) == []


def test_notice_binds_the_start() -> None:
    assert found(clinic_of(min_notice="4h"), limit=1) == ["03-01 11:00"]
    assert found(clinic_of(min_notice="2h"), limit=1) == ["03-01 09:00"]
    assert found(clinic_of(min_notice="1d"), limit=1) == ["03-02 09:00"]


def test_the_horizon_binds_the_start_and_not_the_end() -> None:
    assert found(clinic_of(horizon="3h"), limit=99)[-1] == "03-01 10:00"
    assert found(clinic_of(horizon="2d"), limit=99)[-1] == "03-02 16:30"


def test_staff_look_beyond_notice_and_horizon() -> None:
    narrow = clinic_of(min_notice="1d", horizon="2d")
    assert found(narrow, limit=1, staff=True) == ["03-01 09:00"]
    assert found(narrow, when=day("2027-09-01"), limit=1, staff=True) == ["09-01 09:00"]
    assert found(narrow, when=day("2027-09-01")) == []


def test_a_type_that_patients_may_not_book_is_open_to_staff_alone() -> None:
    closed = clinic_of(bookable=False)
    assert found(closed) == []
    assert found(closed, limit=1, staff=True) == ["03-01 09:00"]


def test_a_busy_provider_is_not_offered() -> None:
    calendar = Calendar()
    calendar.take("provider:lee", cells_of(at("2027-03-01 09:10"), at("2027-03-01 09:20")))
    assert found(clinic_of(raster_minutes=15), calendar, limit=2) == ["03-01 09:30", "03-01 09:45"]


def test_a_buffer_keeps_time_free_before_the_next_visit() -> None:
    clinic, calendar = clinic_of(buffer_minutes=15, raster_minutes=15), Calendar()
    calendar.take("provider:lee", cells_of(at("2027-03-01 10:00"), at("2027-03-01 12:00")))
    assert found(clinic, calendar, limit=3) == ["03-01 09:00", "03-01 09:15", "03-01 13:00"]


def test_a_buffer_need_not_lie_in_working_hours() -> None:
    assert found(clinic_of({"mon": ["09:00-09:30"]}, buffer_minutes=60), limit=1) == ["03-01 09:00"]


def test_a_booked_visit_keeps_its_own_buffer_free_but_not_its_rooms() -> None:
    clinic = clinic_with(
        rooms=ROOMS[:1],
        providers=[provider("lee"), provider("ortiz")],
        visit_types=[
            visit_type(buffer_minutes=30, rooms=["one"], providers=["lee", "ortiz"], raster_minutes=30),
        ],
    )
    calendar, start = Calendar(), at("2027-03-01 09:00")
    calendar.book(clinic, Slot("lee", "checkup", "main", start, start + timedelta(minutes=30), "one"))
    assert found(clinic, calendar, limit=1, provider="lee") == ["03-01 10:00"]
    assert found(clinic, calendar, limit=1, provider="ortiz") == ["03-01 09:30"]


def test_any_free_room_will_do_and_the_first_is_taken() -> None:
    clinic = clinic_with(rooms=ROOMS, visit_types=[visit_type(rooms=["one", "two"])])
    calendar = Calendar()
    calendar.take("room:one", cells_of(at("2027-03-01 09:00"), at("2027-03-01 09:30")))
    slots = openings(clinic, SlotQuery("checkup"), calendar, NOW)
    assert [slot.room for slot in islice(slots, 2)] == ["two", "one"]


def test_without_a_free_room_there_is_no_opening() -> None:
    clinic = clinic_with(rooms=ROOMS, visit_types=[visit_type(rooms=["one", "two"])])
    calendar = Calendar()
    for room in ("room:one", "room:two"):
        calendar.take(room, cells_of(at("2027-03-01 09:00"), at("2027-03-01 09:05")))
    assert found(clinic, calendar, limit=1) == ["03-01 09:30"]


def test_a_room_has_to_be_free_from_the_beginning_to_the_end() -> None:
    clinic = clinic_with(rooms=ROOMS, visit_types=[visit_type(rooms=["one", "two"])])
    calendar = Calendar()
    calendar.take("room:one", cells_of(at("2027-03-01 09:00"), at("2027-03-01 09:15")))
    calendar.take("room:two", cells_of(at("2027-03-01 09:15"), at("2027-03-01 09:30")))
    assert found(clinic, calendar, limit=1) == ["03-01 09:30"]


def test_nobody_is_offered_on_closed_days_and_holidays() -> None:
    clinic = clinic_with(closures=["2027-03-01..2027-03-02", "2027-03-04"])
    assert found(clinic, limit=15)[-1] == "03-05 09:00"
    memorial_day = at("2027-05-31 07:00")
    assert found(clinic_with(holidays="US"), now=memorial_day, limit=1) == ["06-01 09:00"]
    assert found(clinic_with(holidays="US", open_on=["2027-05-31"]), now=memorial_day, limit=1) == ["05-31 09:00"]


def test_a_visit_in_honolulu_may_cross_utc_midnight_at_two_in_the_afternoon() -> None:
    clinic, now = clinic_of({"mon": ["13:45-14:15"]}, "Pacific/Honolulu", raster_minutes=15), at("2027-03-01 07:00")
    assert found(clinic, now=now, limit=1, zone=HONOLULU) == ["03-01 13:45"]
    calendar = Calendar()
    two = at("2027-03-01 14:00", HONOLULU)
    assert two == datetime(2027, 3, 2, tzinfo=UTC)
    calendar.take("provider:lee", cells_of(two, two + timedelta(minutes=5)))
    assert found(clinic, calendar, now=now, limit=1, zone=HONOLULU) == ["03-08 13:45"]


def test_a_visit_may_reach_over_the_end_of_the_week_that_is_read_at_once() -> None:
    clinic, calendar = clinic_of({"sun": ["13:45-14:15"]}, "Pacific/Honolulu", raster_minutes=15), Calendar()
    assert found(clinic, limit=1, zone=HONOLULU) == ["03-07 13:45"]
    two = at("2027-03-07 14:00", HONOLULU)
    calendar.take("provider:lee", cells_of(two, two + timedelta(minutes=5)))
    assert found(clinic, calendar, limit=1, zone=HONOLULU) == ["03-14 13:45"]


@pytest.mark.parametrize("name", ["Asia/Kolkata", "Asia/Kathmandu", "Australia/Eucla", "Pacific/Chatham"])
def test_the_raster_counts_from_the_local_hour_at_odd_offsets(name: str) -> None:
    zone = ZoneInfo(name)
    clinic = clinic_of({"mon": ["09:05-10:35"]}, name, raster_minutes=30)
    assert found(clinic, now=at("2027-02-28 12:00", zone), limit=2, zone=zone) == ["03-01 09:30", "03-01 10:00"]


def test_visits_run_through_midnight_where_hours_meet_there() -> None:
    clinic = clinic_of(EVERY_DAY, minutes=60, raster_minutes=30)
    assert found(clinic, now=at("2027-03-01 23:00"), limit=3) == ["03-01 23:00", "03-01 23:30", "03-02 00:00"]


def test_no_opening_lies_in_a_missing_hour() -> None:
    clinic = clinic_of(EVERY_DAY)
    assert found(clinic, now=at("2027-03-14 01:00"), limit=4) == [
        "03-14 01:00",
        "03-14 01:30",
        "03-14 03:00",
        "03-14 03:30",
    ]


def test_a_repeated_hour_is_offered_in_its_first_reading_and_to_staff_in_both() -> None:
    clinic, now = clinic_of(EVERY_DAY), at("2027-11-07 01:00")
    assert found(clinic, now=now, limit=3) == ["11-07 01:00", "11-07 01:30", "11-07 02:00"]
    assert found(clinic, now=now, limit=5, staff=True) == [
        "11-07 01:00",
        "11-07 01:30",
        "11-07 01:00",
        "11-07 01:30",
        "11-07 02:00",
    ]


def test_the_latest_openings_come_first_where_the_wish_says_so() -> None:
    latest = When(day("2027-03-02").windows, order=Order.LATEST)
    assert found(clinic_of(), when=latest, limit=2) == ["03-02 16:30", "03-02 16:00"]
    assert found(clinic_of(horizon="20d"), when=When(order=Order.LATEST), limit=1) == ["03-19 16:30"]


def test_wishes_and_exceptions_narrow_the_openings() -> None:
    afternoons_but_not_monday = When((Window(time(15), time(17)),), day("2027-03-01").windows)
    assert found(clinic_of(), when=afternoons_but_not_monday, limit=5) == [
        "03-02 15:00",
        "03-02 15:30",
        "03-02 16:00",
        "03-02 16:30",
        "03-03 15:00",
    ]


def test_providers_of_one_start_come_in_the_visit_types_order() -> None:
    clinic = clinic_with(
        providers=[provider("lee"), provider("ortiz")], visit_types=[visit_type(providers=["ortiz", "lee"])]
    )
    slots = openings(clinic, SlotQuery("checkup"), Calendar(), NOW)
    assert [slot.provider for slot in islice(slots, 4)] == ["ortiz", "lee", "ortiz", "lee"]


def test_a_search_may_be_for_one_location_or_one_provider() -> None:
    places = [{"id": name, "name": name, "address": "1"} for name in ("main", "east")]
    clinic = clinic_with(
        locations=places,
        providers=[provider("lee"), provider("ortiz", location="east")],
        visit_types=[visit_type(providers=["lee", "ortiz"])],
    )

    def first(**query: Any) -> Slot:
        return next(openings(clinic, SlotQuery("checkup", **query), Calendar(), NOW))

    assert (first(location="east").provider, first(location="east").location) == ("ortiz", "east")
    assert first(provider="lee").location == "main"
    assert list(openings(clinic, SlotQuery("checkup", provider="lee", location="east"), Calendar(), NOW)) == []


def test_ten_openings_are_read_from_the_first_week_alone() -> None:
    calendar = Calendar()
    assert len(found(clinic_of(horizon="90d"), calendar, limit=10)) == 10
    ((_, first_day, last_day),) = calendar.reads
    assert last_day - first_day <= 8


@pytest.mark.parametrize(
    ("rules", "query", "reason"),
    [
        ({"bookable": False}, {}, "not_bookable"),
        ({}, {"provider": "ortiz"}, "no_provider"),
        ({}, {"location": "east"}, "no_provider"),
        ({}, {"when": day("2027-03-02")}, "full"),
        ({"min_notice": "2d"}, {"when": day("2027-03-02")}, "too_soon"),
        ({"horizon": "5d"}, {"when": day("2027-03-09")}, "too_far"),
        ({}, {"when": day("2027-03-06")}, "not_working"),
    ],
)
def test_why_nothing_was_found(rules: dict[str, Any], query: dict[str, Any], reason: str) -> None:
    assert why_none(clinic_of(**rules), SlotQuery("checkup", **query), NOW).reason == reason


def test_a_visit_without_a_room_where_the_provider_works_has_no_opening() -> None:
    places = [{"id": name, "name": name, "address": "1"} for name in ("main", "east")]
    clinic = clinic_with(
        locations=places,
        rooms=[{"id": "one", "name": "1", "location": "east"}],
        visit_types=[visit_type(rooms=["one"])],
    )
    assert found(clinic) == []
    assert why_none(clinic, SlotQuery("checkup"), NOW).reason == "no_room"


def test_closed_days_are_dates_of_the_location() -> None:
    clinic = clinic_of(EVERY_DAY, "Pacific/Honolulu")
    closed = clinic_with(**clinic.document() | {"closures": ["2027-03-02"]})
    starts = openings(closed, SlotQuery("checkup"), Calendar(), at("2027-03-01 23:00", HONOLULU))
    days = [slot.starts_at.astimezone(HONOLULU).date() for slot in islice(starts, 3)]
    assert days == [date(2027, 3, 1), date(2027, 3, 1), date(2027, 3, 3)]
