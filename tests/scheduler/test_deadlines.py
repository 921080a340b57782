"""By when a case is to be answered: staff hours count, nights and weekends do not; emergencies do not wait for them."""

from __future__ import annotations

from datetime import datetime

import pytest

from scheduler.deadlines import answer_by
from tests import builders

CLINIC = builders.clinic()


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=builders.ZONE)


@pytest.mark.parametrize(
    ("priority", "since", "until"),
    [
        ("normal", "2027-03-15T09:00", "2027-03-15T13:00"),
        ("normal", "2027-03-15T15:00", "2027-03-16T10:00"),
        ("normal", "2027-03-15T22:00", "2027-03-16T12:00"),
        ("normal", "2027-03-12T16:00", "2027-03-15T11:00"),  # over the weekend in which clocks change
        ("urgent", "2027-03-15T16:45", "2027-03-16T08:15"),
        ("urgent", "2027-03-15T10:00", "2027-03-15T10:30"),
        ("emergency", "2027-03-13T03:00", "2027-03-13T03:05"),
    ],
)
def test_staff_hours_count_and_emergencies_do_not_wait_for_them(priority, since, until):
    assert answer_by(CLINIC, priority, at(since)) == at(until)


def test_where_nobody_says_when_people_are_in_real_time_counts():
    nobody = CLINIC.model_copy(update={"staff_hours": type(CLINIC.staff_hours)()})
    assert answer_by(nobody, "normal", at("2027-03-13T03:00")) == at("2027-03-13T07:00")
