"""What a clinic file can say of its calendar beyond weekly hours, told in single cases."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from scheduler.availability import SlotQuery, demand_answerable, openings, why_none
from scheduler.clinic import Clinic
from scheduler.errors import BadQuestion, EndsBeforeStart, UnknownId, VisitTooLong, WindowInThePast
from scheduler.exceptions import Exceptions, ExtraHours, Span, TimeOff
from scheduler.explaining import explain
from scheduler.model import Slot
from scheduler.reasons import Reason, Why
from scheduler.rules import Visitor
from scheduler.wishes import When, Window
from tests.scheduler.builders import CHICAGO, OFFICE_HOURS, Calendar, at, clinic_with, provider, visit_type

NOW = at("2027-03-01 07:00")  # a Monday
DENVER = ZoneInfo("America/Denver")
PLACES = [
    {"id": "main", "name": "Main", "address": "1"},
    {"id": "east", "name": "East", "address": "2", "timezone": "America/Denver"},
]
ROOMS = [{"id": "one", "name": "1"}, {"id": "two", "name": "2"}]


def lee(**more: Any) -> dict[str, Any]:
    return provider("lee", OFFICE_HOURS) | more


def clinic_of(person: dict[str, Any] | None = None, tables: dict[str, Any] | None = None, **rules: Any) -> Clinic:
    tables = {"locations": PLACES, "rooms": ROOMS, "providers": [person or lee()]} | (tables or {})
    return clinic_with(visit_types=[visit_type(**rules)], **tables)


def found(clinic: Clinic, calendar: Calendar | None = None, limit: int = 3, **query: Any) -> list[str]:
    slots = islice(openings(clinic, SlotQuery("checkup", **query), calendar or Calendar(), NOW), limit)
    return [f"{slot.starts_at.astimezone(CHICAGO):%d %H:%M} {slot.location}" for slot in slots]


def within(first: str, last: str) -> When:
    return When((Window(at(f"2027-03-{first}"), at(f"2027-03-{last}")),))


def visit(text: str, **changes: Any) -> Slot:
    start = at(f"2027-03-{text}")
    values = {"provider": "lee", "visit_type": "checkup", "location": "main", "starts_at": start}
    return Slot(**{**values, "ends_at": start + timedelta(minutes=30), **changes})


def reason(clinic: Clinic, calendar: Calendar | None = None, **query: Any) -> Reason:
    return why_none(clinic, SlotQuery("checkup", **query), NOW, calendar or Calendar()).reason


def test_hours_differ_by_location_each_in_its_own_zone() -> None:
    clinic = clinic_of(
        lee(hours={"mon": ["09:00-10:00"]}, schedules=[{"location": "east", "hours": {"tue": ["09:00-10:00"]}}])
    )
    assert found(clinic, limit=4) == ["01 09:00 main", "01 09:30 main", "02 10:00 east", "02 10:30 east"]
    assert found(clinic, limit=1, location="east") == ["02 10:00 east"]


def test_in_the_dates_of_a_schedule_only_such_hours_count() -> None:
    summer = {"dates": "2027-03-02..2027-03-03", "hours": {"tue": ["14:00-15:00"]}}
    clinic = clinic_of(
        lee(hours={"mon": ["09:00-10:00"], "tue": ["09:00-10:00"], "wed": ["09:00-10:00"]}, schedules=[summer])
    )
    assert found(clinic, limit=5)[2:] == ["02 14:00 main", "02 14:30 main", "08 09:00 main"]


def test_time_off_and_extra_hours_of_the_file_are_whole_days_or_hours() -> None:
    clinic = clinic_of(
        lee(time_off=["2027-03-01 09:00-11:00", "2027-03-02..2027-03-05"], extra_hours=["2027-03-06 10:00-11:00"])
    )
    assert found(clinic, limit=1) == ["01 11:00 main"]
    assert found(clinic, when=within("01 16:00", "08 10:00"), limit=5) == [
        "01 16:00 main",
        "01 16:30 main",
        "06 10:00 main",
        "06 10:30 main",
        "08 09:00 main",
    ]


def test_what_staff_enter_counts_like_the_file() -> None:
    def span(first: str, last: str) -> Span:
        return Span(at(f"2027-03-{first}"), at(f"2027-03-{last}"))

    clinic = clinic_of().with_exceptions(
        Exceptions(
            (TimeOff("lee", span("01 00:00", "01 12:00")), TimeOff(None, span("02 00:00", "06 00:00"))),
            (ExtraHours("lee", "east", span("06 10:00", "06 11:00")),),
        )
    )
    assert found(clinic, limit=1) == ["01 13:00 main"]
    assert found(clinic, when=within("01 16:30", "08 09:30"), limit=4) == [
        "01 16:30 main",
        "06 10:00 east",
        "06 10:30 east",
        "08 09:00 main",
    ]
    assert why_none(clinic, SlotQuery("checkup", when=within("01 09:00", "01 12:00")), NOW) == Why(
        Reason.AWAY, at("2027-03-01 12:00"), "lee"
    )
    assert why_none(clinic, SlotQuery("checkup", when=within("02 09:00", "02 12:00")), NOW) == Why(
        Reason.CLOSED, at("2027-03-06 00:00")
    )


def test_a_location_has_closures_and_holidays_of_its_own() -> None:
    east = PLACES[1] | {"closures": ["2027-03-01"], "holidays": "US"}
    tables = {"locations": [PLACES[0], east], "providers": [lee(location="east")]}
    assert found(clinic_of(tables=tables), limit=1) == ["02 10:00 east"]
    clinic = clinic_of(tables=tables)
    assert clinic.is_closed_on(date(2027, 7, 5), "east")
    assert not clinic.is_closed_on(date(2027, 7, 5))


def test_the_time_before_a_visit_is_kept_free_as_well() -> None:
    clinic, calendar = clinic_of(buffer_before_minutes=15, raster_minutes=15), Calendar()
    calendar.book(clinic, visit("01 10:00"))
    # Half past nine is over at ten, but the visit at ten needs the quarter hour before it.
    assert found(clinic, calendar, limit=4) == ["01 09:00 main", "01 09:15 main", "01 10:45 main", "01 11:00 main"]


def test_a_provider_may_have_rooms_of_their_own() -> None:
    clinic, calendar = clinic_of(rooms=["one", "two"], provider_rooms={"lee": ["two"]}), Calendar()
    calendar.take("room:two", range(0))
    [slot] = islice(openings(clinic, SlotQuery("checkup"), calendar, NOW), 1)
    assert slot.room == "two"


def test_a_group_visit_stays_open_until_its_seats_are_taken() -> None:
    clinic, calendar = clinic_of(capacity=2), Calendar()
    calendar.book(clinic, visit("01 09:00"))
    assert found(clinic, calendar, limit=1) == ["01 09:00 main"]
    calendar.book(clinic, visit("01 09:00"))
    assert found(clinic, calendar, limit=1) == ["01 09:30 main"]


def test_new_patients_are_limited_by_the_day_with_one_provider() -> None:
    quota = {"most": 1, "provider": "lee", "new_patients": True}
    clinic, calendar, new = clinic_of(tables={"quotas": [quota]}), Calendar(), Visitor(is_new=True)
    calendar.book(clinic, visit("01 15:00"), new_patient=True)
    assert found(clinic, calendar, limit=1, visitor=new) == ["02 09:00 main"]
    assert found(clinic, calendar, limit=1) == ["01 09:00 main"]
    assert found(clinic, calendar, limit=1, visitor=new, staff=True) == ["01 09:00 main"]
    today = within("01 00:00", "02 00:00")
    assert reason(clinic, calendar, when=today, visitor=new) == Reason.QUOTA


def test_a_quota_may_be_for_a_week_and_for_some_visit_types() -> None:
    quota = {"most": 2, "per": "week", "visit_types": ["checkup"]}
    clinic, calendar = clinic_of(tables={"quotas": [quota]}), Calendar()
    calendar.book(clinic, visit("02 15:00"))
    assert found(clinic, calendar, limit=1) == ["01 09:00 main"]
    calendar.book(clinic, visit("05 15:00"))
    assert found(clinic, calendar, limit=1) == ["08 09:00 main"]


def test_children_are_offered_what_is_for_children() -> None:
    clinic = clinic_of(max_age=17)
    last_day_before_eighteen = Visitor(date(2009, 3, 3))
    assert found(clinic, limit=99, visitor=last_day_before_eighteen)[-1] == "02 16:30 main"
    assert reason(clinic, visitor=Visitor(date(1980, 1, 1))) == Reason.TOO_OLD
    assert reason(clinic_of(min_age=18), visitor=Visitor(date(2020, 1, 1))) == Reason.TOO_YOUNG
    assert found(clinic, limit=1, visitor=Visitor(date(1980, 1, 1)), staff=True) == ["01 09:00 main"]


def test_types_for_new_or_for_returning_patients() -> None:
    assert reason(clinic_of(new_patients=False), visitor=Visitor(is_new=True)) == Reason.RETURNING_ONLY
    assert reason(clinic_of(returning_patients=False), visitor=Visitor(is_new=False)) == Reason.NEW_ONLY
    assert found(clinic_of(new_patients=False), limit=1) == ["01 09:00 main"]


def test_staff_may_overbook_and_it_is_marked() -> None:
    clinic, calendar = clinic_of(rooms=["one"]), Calendar()
    calendar.book(clinic, visit("01 09:00", room="one"))
    query = SlotQuery("checkup", staff=True, overbook=True)
    first = next(openings(clinic, query, calendar, NOW))
    assert (first.starts_at, first.room) == (at("2027-03-01 09:00"), "one")
    [verdict] = explain(clinic, query, calendar, first.starts_at, NOW)
    assert [why.reason for why in verdict.beyond] == [Reason.FULL, Reason.ROOM_TAKEN]
    assert found(clinic, calendar, limit=1, staff=True) == ["01 09:30 main"]


@pytest.mark.parametrize(
    ("person", "query", "expected"),
    [
        (lee(time_off=["2027-03-02"]), {"when": within("02 09:00", "02 12:00")}, Reason.AWAY),
        (lee(), {"when": within("06 09:00", "06 12:00")}, Reason.NOT_WORKING),
        (lee(), {"when": within("02 11:45", "02 12:30")}, Reason.NOT_WORKING),
        (lee(), {"when": When((Window(None, at("2027-02-01 09:00")),))}, Reason.PAST),
        (lee(hours={"mon": ["09:00-09:20"]}), {}, Reason.TOO_LONG),
    ],
)
def test_the_reason_is_a_value(person: dict[str, Any], query: dict[str, Any], expected: Reason) -> None:
    assert found(clinic_of(person), **query) == []
    assert reason(clinic_of(person), **query) == expected


def test_where_no_quota_counts_the_reason_costs_no_further_look_at_the_calendar() -> None:
    clinic, calendar = clinic_of(), Calendar()
    assert why_none(clinic, SlotQuery("checkup"), NOW, calendar) == Why(Reason.FULL)
    assert calendar.reads == []


def test_pieces_of_time_off_that_follow_each_other_are_told_as_one() -> None:
    clinic = clinic_of(lee(time_off=["2027-03-01..2027-03-05", "2027-03-06..2027-03-13"]))
    why = why_none(clinic, SlotQuery("checkup", when=within("02 09:00", "02 12:00")), NOW)
    assert why == Why(Reason.AWAY, at("2027-03-14 00:00"), "lee")


@pytest.mark.parametrize(
    ("query", "error"),
    [
        ({"visit_type": "surgery"}, UnknownId),
        ({"provider": "nobody"}, UnknownId),
        ({"location": "moon"}, UnknownId),
        ({"when": within("02 09:00", "01 09:00")}, EndsBeforeStart),
        ({"when": When((Window(at("2027-02-01 09:00"), at("2027-02-01 10:00")),))}, WindowInThePast),
    ],
)
def test_a_question_without_sense_is_an_error_of_its_own_with_a_sentence(
    query: dict[str, Any], error: type[BadQuestion]
) -> None:
    with pytest.raises(error) as raised:
        demand_answerable(clinic_of(), SlotQuery(**{"visit_type": "checkup", **query}), NOW)
    assert str(raised.value).endswith(".")


def test_a_visit_longer_than_any_hours_is_an_error_even_where_nobody_asked_when() -> None:
    with pytest.raises(VisitTooLong, match="Shorten it, or open longer hours"):
        demand_answerable(clinic_of(minutes=300), SlotQuery("checkup"), NOW)
    demand_answerable(clinic_of(minutes=240), SlotQuery("checkup"), NOW)


def test_an_instant_is_explained_for_everybody_who_was_asked_for() -> None:
    clinic = clinic_of(
        tables={"providers": [lee(), provider("ortiz", {"tue": ["09:00-12:00"]})]}, providers=["lee", "ortiz"]
    )
    verdicts = explain(clinic, SlotQuery("checkup"), Calendar(), at("2027-03-01 09:00"), NOW)
    assert {verdict.provider: verdict.is_offered for verdict in verdicts} == {"lee": True, "ortiz": False}
    [east] = explain(clinic, SlotQuery("checkup", "lee", "east"), Calendar(), at("2027-03-01 09:00"), NOW)
    assert [why.reason for why in east.against] == [Reason.NO_PROVIDER]
