"""Opening hours of one date as instants, on the days on which clocks change too."""

from __future__ import annotations

import json
from datetime import date, timedelta

from scheduler.clinic_tables import WeeklyHours
from scheduler.opening import opening_spans
from tests.scheduler.builders import CHICAGO, at


def hours(*blocks: str) -> WeeklyHours:
    return WeeklyHours.model_validate_json(json.dumps({"sun": blocks}))


def test_blocks_come_in_order_and_those_that_meet_are_one() -> None:
    spans = opening_spans(hours("13:00-17:00", "09:00-11:00", "11:00-12:00"), date(2027, 3, 7), CHICAGO)
    assert spans == [
        (at("2027-03-07 09:00"), at("2027-03-07 12:00")),
        (at("2027-03-07 13:00"), at("2027-03-07 17:00")),
    ]


def test_a_bound_in_a_missing_hour_moves_to_the_first_instant_after_it() -> None:
    assert opening_spans(hours("02:30-04:00"), date(2027, 3, 14), CHICAGO) == [
        (at("2027-03-14 03:00"), at("2027-03-14 04:00"))
    ]
    assert opening_spans(hours("01:00-02:30"), date(2027, 3, 14), CHICAGO) == [
        (at("2027-03-14 01:00"), at("2027-03-14 03:00"))
    ]


def test_in_a_repeated_hour_the_earlier_reading_opens_and_the_later_closes() -> None:
    ((opens, closes),) = opening_spans(hours("01:00-01:30"), date(2027, 11, 7), CHICAGO)
    assert opens == at("2027-11-07 01:00")
    assert closes - opens == timedelta(minutes=90)


def test_a_missing_day_is_closed() -> None:
    assert opening_spans(hours("09:00-12:00"), date(2027, 3, 8), CHICAGO) == []
