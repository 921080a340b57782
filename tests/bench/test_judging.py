"""The judge of our own sets: the same moments are the same wish, however they are written."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bench import own, safety
from bench.judging import View, right

NOW = datetime.fromisoformat("2026-03-11T09:30:00-05:00")
VIEW = View.at(NOW, ZoneInfo("America/Chicago"))
FRIDAY = {"start": "2026-03-13T00:00:00-05:00", "end": "2026-03-14T00:00:00-05:00", "grain": "day"}
MORNING = {
    "start": "09:00", "end": "11:00", "grain": "part_of_day", "within": {"start": "05:00", "end": "12:30"},
}  # fmt: skip


def wish(*windows: Any, refused: Any = (), order: str | None = None) -> dict[str, Any]:
    return {"windows": list(windows), "except": list(refused), "order": order}


def clock(start: str | None, end: str | None) -> dict[str, Any]:
    return {"start": start, "end": end, "grain": "interval"}


def test_not_before_ten_may_be_a_window_or_an_exception() -> None:
    assert right(wish(clock("10:00", None)), wish(refused=[clock(None, "10:00")]), VIEW)


def test_the_border_must_be_right() -> None:
    assert not right(wish(clock("10:00", None)), wish(clock("10:15", None)), VIEW)


def test_a_morning_may_end_at_noon_but_not_at_three() -> None:
    assert right(wish(MORNING), wish(clock("08:00", "12:00")), VIEW)
    assert not right(wish(MORNING), wish(clock("08:00", "15:00")), VIEW)


def test_an_exception_that_was_missed_is_wrong() -> None:
    assert not right(wish(refused=[FRIDAY]), wish(), VIEW)


def test_every_friday_may_be_refused_where_fridays_were_named() -> None:
    later = {"start": "2026-03-20T00:00:00-05:00", "end": "2026-03-21T00:00:00-05:00", "grain": "day"}
    weekly = wish(refused=[{**FRIDAY, "weekly": True}])
    assert right(weekly, wish(refused=[FRIDAY, later]), VIEW)
    assert not right(wish(refused=[FRIDAY]), wish(refused=[FRIDAY, later]), VIEW)


def test_today_may_begin_at_midnight_or_now() -> None:
    today = {"start": "2026-03-11T00:00:00-05:00", "end": "2026-03-12T00:00:00-05:00", "grain": "day"}
    assert right(wish(today), wish({**today, "start": "2026-03-11T09:30:00-05:00"}), VIEW)


def test_the_order_counts() -> None:
    assert not right(wish(order="earliest"), wish(order="latest"), VIEW)


def test_nothing_wished_is_an_answer() -> None:
    assert right(None, None, VIEW)
    assert not right(None, wish(FRIDAY), VIEW)
    assert not right(wish(FRIDAY), None, VIEW)


RECORDS = own.records()


def test_every_expected_wish_is_right_by_its_own_measure() -> None:
    expected = {record["id"]: record.get("expect") for record in RECORDS}
    assert [name for name, wished in expected.items() if not right(wished, wished, VIEW)] == []


def test_there_are_six_hundred_wishes_and_no_text_comes_twice() -> None:
    said = [(record["text"].casefold(), json.dumps(record.get("context"))) for record in RECORDS]
    assert len(said) == len(set(said)) >= 600


def test_there_are_six_hundred_safety_lines_and_no_text_comes_twice() -> None:
    said = [line["text"].casefold() for line in safety.records()]
    assert len(said) == len(set(said)) >= 600


def test_the_sets_are_said_after_the_clocks_went_forward() -> None:
    assert {record["now"] for record in RECORDS} == {NOW.isoformat()}
