"""Windows of a wish as cells: which starts were asked for."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from scheduler.bits import ascending
from scheduler.cells import CELLS_A_DAY, EPOCH, instant_of_cell
from scheduler.windows import asked_for, reach
from scheduler.wishes import ANY_TIME, When, Window
from tests.scheduler.builders import CHICAGO, at

FIRST_DAY = (datetime(2027, 3, 1, tzinfo=UTC) - EPOCH).days
DAYS = 3


def asked(*windows: Window, excluded: tuple[Window, ...] = (), zone: ZoneInfo = CHICAGO) -> list[datetime]:
    bits = asked_for(When(windows, excluded), zone, FIRST_DAY, DAYS)
    return [instant_of_cell(FIRST_DAY * CELLS_A_DAY + cell) for cell in ascending(bits)]


def test_a_window_holds_its_start_and_not_its_end() -> None:
    found = asked(Window(at("2027-03-01 09:00"), at("2027-03-01 09:15")))
    assert found == [at("2027-03-01 09:00"), at("2027-03-01 09:05"), at("2027-03-01 09:10")]


def test_a_window_of_one_minute_holds_the_start_at_that_minute_only() -> None:
    minute = timedelta(minutes=1)
    exact, between = at("2027-03-01 09:00"), at("2027-03-01 09:01")
    assert asked(Window(exact, exact + minute)) == [exact]
    assert asked(Window(between, between + minute)) == []


def test_bare_clock_times_are_asked_for_on_every_day_of_the_location() -> None:
    found = asked(Window(time(15), time(15, 5)))
    assert found == [at(f"2027-03-0{day} 15:00") for day in (1, 2, 3)]


def test_an_open_end_reaches_as_far_as_the_search_does() -> None:
    assert asked(Window(at("2027-03-02 09:00"), None))[0] == at("2027-03-02 09:00")
    assert asked(Window(None, at("2027-03-02 09:00")))[-1] == at("2027-03-02 08:55")
    assert len(asked(Window(None, None))) == DAYS * CELLS_A_DAY


def test_exceptions_are_taken_out() -> None:
    found = asked(Window(time(9), time(9, 10)), excluded=(Window(at("2027-03-02 00:00"), at("2027-03-03 00:00")),))
    assert {instant.astimezone(CHICAGO).day for instant in found} == {1, 3}


def test_exceptions_alone_leave_all_other_times() -> None:
    found = asked(excluded=(Window(at("2027-03-01 00:00"), None),))
    assert found[-1] == at("2027-02-28 23:55")


def test_the_reach_spans_all_windows_and_is_open_where_one_is() -> None:
    first, second = at("2027-03-01 09:00"), at("2027-03-05 09:00")
    hour = timedelta(hours=1)
    assert reach(When((Window(second, second + hour), Window(first, first + hour)))) == (first, second + hour)
    assert reach(When((Window(first, None), Window(second, second + hour)))) == (first, None)
    assert reach(When((Window(first, first + hour), Window(time(9), time(10))))) == (None, None)
    assert reach(ANY_TIME) == (None, None)


def test_any_time_is_no_window_and_no_exception() -> None:
    assert ANY_TIME.is_any_time
    assert not When(excluded=(Window(time(9), None),)).is_any_time


def test_a_window_has_a_day_where_an_instant_bounds_it() -> None:
    assert Window(None, at("2027-03-01 09:00")).has_day
    assert not Window(time(9), None).has_day


@given(st.integers(0, 2 * 1440), st.integers(1, 1440))
def test_every_cell_of_a_window_begins_in_it(first: int, minutes: int) -> None:
    start = at("2027-03-01 00:00") + timedelta(minutes=first)
    end = start + timedelta(minutes=minutes)
    found = asked(Window(start, end))
    assert all(start <= instant < end for instant in found)
    assert minutes // 5 <= len(found) <= minutes // 5 + 1 or end > at("2027-03-03 18:00")
