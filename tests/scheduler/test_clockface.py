"""What the wall clock shows in the cells of a UTC day."""

from __future__ import annotations

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

import pytest

from scheduler.bits import ascending, span
from scheduler.cells import CELLS_A_DAY, EPOCH, instant_of_cell
from scheduler.clockface import clock_pattern, raster_pattern, shown


def day_of(text: str) -> int:
    return (datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH).days


@pytest.mark.parametrize(
    "name", ["UTC", "America/Chicago", "Asia/Kolkata", "Asia/Kathmandu", "Pacific/Chatham", "Pacific/Honolulu"]
)
@pytest.mark.parametrize("date", ["2027-01-05", "2027-03-14", "2027-11-07", "2027-04-03"])
def test_the_raster_counts_from_the_local_hour(name: str, date: str) -> None:
    zone, day = ZoneInfo(name), day_of(date)
    cells = ascending(shown(raster_pattern(30), zone, day, True))
    minutes = [instant_of_cell(day * CELLS_A_DAY + cell).astimezone(zone).minute for cell in cells]
    assert set(minutes) == {0, 30}
    assert len(minutes) == 48


def test_a_raster_that_does_not_divide_the_hour_begins_again_with_each_hour() -> None:
    assert [cell * 5 for cell in ascending(raster_pattern(25) & span(0, 24, 288))] == [0, 25, 50, 60, 85, 110]


def test_a_repeated_hour_counts_once_unless_both_readings_are_asked_for() -> None:
    zone, day = ZoneInfo("America/Chicago"), day_of("2027-11-07")
    one_to_two = clock_pattern(time(1), time(2))
    assert [shown(one_to_two, zone, day, both).bit_count() for both in (False, True)] == [12, 24]


def test_a_missing_hour_is_shown_nowhere() -> None:
    assert shown(clock_pattern(time(2), time(3)), ZoneInfo("America/Chicago"), day_of("2027-03-14"), True) == 0


def test_a_span_of_clock_times_may_pass_midnight() -> None:
    night = clock_pattern(time(22), time(2))
    assert night.bit_count() == 4 * 12
    assert night >> 0 & 1
    assert night >> 22 * 12 & 1
    assert not night >> 2 * 12 & 1


def test_a_span_begins_with_the_first_cell_that_lies_in_it() -> None:
    assert next(ascending(clock_pattern(time(9, 1), None))) == 9 * 12 + 1
    assert clock_pattern(None, time(9)).bit_count() == 9 * 12
