"""The example in docs/availability.md, worked by hand, is what the engine says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scheduler.availability import SlotQuery, openings
from scheduler.clinic import Clinic
from scheduler.errors import MissingHour
from scheduler.explaining import explain, wall_instant
from scheduler.model import Slot
from scheduler.reasons import Reason
from tests.scheduler.builders import CHICAGO, Calendar, at, clinic_with, provider, visit_type

DOCUMENT = Path(__file__).parents[2] / "docs" / "availability.md"
NOW = at("2027-03-13 20:00")
HOURS = {"sun": ["00:30-04:00", "09:00-12:00"]}


def rows() -> list[tuple[str, str]]:
    lines = DOCUMENT.read_text(encoding="utf-8").partition("| clock | offered |")[2].splitlines()[2:]
    table = [[part.strip() for part in line.split("|")] for line in lines[: lines.index("")]]
    return [(clock, said) for _, clock, said, _, _ in table]


@pytest.fixture
def night_clinic() -> Clinic:
    lee = provider("lee", HOURS) | {"time_off": ["2027-03-14 11:00-11:30"]}
    kind = visit_type(buffer_minutes=15, raster_minutes=15, min_notice="5h", horizon="90d")
    return clinic_with(providers=[lee], visit_types=[kind])


@pytest.fixture
def calendar(night_clinic: Clinic) -> Calendar:
    calendar, start = Calendar(), at("2027-03-14 09:30")
    calendar.book(night_clinic, Slot("lee", "checkup", "main", start, start + timedelta(minutes=30)))
    return calendar


def test_the_example_has_its_rows() -> None:
    assert len(rows()) >= 10
    assert {said for _, said in rows()} <= {"yes", "missing", *Reason}


@pytest.mark.parametrize(("clock", "said"), rows())
def test_the_engine_says_what_was_worked_out_by_hand(
    clock: str, said: str, night_clinic: Clinic, calendar: Calendar
) -> None:
    wall = datetime.fromisoformat(f"2027-03-14 {clock}")  # what a clock shows
    query = SlotQuery("checkup")
    if said == "missing":
        with pytest.raises(MissingHour):
            wall_instant(wall, CHICAGO)
        return
    instant = wall_instant(wall, CHICAGO)
    [verdict] = explain(night_clinic, query, calendar, instant, NOW)
    assert [why.reason for why in verdict.against] == ([] if said == "yes" else [said])
    assert (instant in [slot.starts_at for slot in openings(night_clinic, query, calendar, NOW)]) is (said == "yes")


def test_the_time_off_is_told_with_its_end(night_clinic: Clinic, calendar: Calendar) -> None:
    [verdict] = explain(night_clinic, SlotQuery("checkup"), calendar, at("2027-03-14 10:45"), NOW)
    assert [why.limit for why in verdict.against] == [at("2027-03-14 11:30")]


def test_of_a_repeated_time_patients_get_the_first_reading_and_staff_both_marked(night_clinic: Clinic) -> None:
    now, first = at("2027-11-06 20:00"), datetime(2027, 11, 7, 6, 30, tzinfo=UTC)
    second = first + timedelta(hours=1)
    assert wall_instant(datetime.fromisoformat("2027-11-07 01:30"), CHICAGO) == first
    for staff, instant, offered, beyond in (
        (False, first, True, []),
        (False, second, False, []),
        (True, first, True, []),
        (True, second, True, [Reason.SECOND_READING]),
    ):
        [verdict] = explain(night_clinic, SlotQuery("checkup", staff=staff), Calendar(), instant, now)
        assert (verdict.is_offered, [why.reason for why in verdict.beyond]) == (offered, beyond)
