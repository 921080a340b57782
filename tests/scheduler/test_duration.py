"""Durations as clinics write them: days by the wall clock, hours by real time."""

from __future__ import annotations

from datetime import timedelta

import pytest

from scheduler.duration import Duration
from tests.scheduler.builders import CHICAGO, at


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("4h", timedelta(hours=4)),
        ("3d", timedelta(days=3)),
        ("2w", timedelta(days=14)),
        ("0m", timedelta()),
    ],
)
def test_a_duration_reads_and_writes_its_text(text: str, length: timedelta) -> None:
    assert Duration.parse(text).length == length
    assert str(Duration.parse(text)) == text


@pytest.mark.parametrize("text", ["", "3", "d", "3 d", "-3d", "1.5h", "3D", "3y", "1h30m", "٣d", "12345m", 3, None])
def test_anything_else_says_how_to_write_it(text: object) -> None:
    with pytest.raises(ValueError, match=r'is not a duration. Write it like "30m", "4h", "3d" or "2w".'):
        Duration.parse(text)


def test_three_days_before_a_visit_is_the_same_clock_time_over_a_change_of_clocks() -> None:
    assert Duration.parse("3d").before(at("2027-03-15 09:00"), CHICAGO) == at("2027-03-12 09:00")
    assert Duration.parse("1w").after(at("2027-11-01 09:00"), CHICAGO) == at("2027-11-08 09:00")


def test_seventy_two_hours_are_real_time() -> None:
    assert Duration.parse("72h").before(at("2027-03-15 09:00"), CHICAGO) == at("2027-03-12 08:00")
    assert Duration.parse("2h").before(at("2027-03-14 04:00"), CHICAGO) == at("2027-03-14 01:00")
