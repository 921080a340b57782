"""Which status may follow which."""

from __future__ import annotations

import pytest

from scheduler.errors import NotAllowed
from scheduler.lifecycle import is_upcoming, may_follow, require
from scheduler.model import AppointmentStatus as Status
from tests.scheduler.builders import at

NOON = at("2027-03-01 12:00")


def followers(status: Status) -> set[str]:
    return {str(then) for then in Status if then is not status and may_follow(status, then)}


def test_a_booked_visit_takes_its_course() -> None:
    assert followers(Status.BOOKED) == {
        "arrived",
        "checked-in",
        "fulfilled",
        "noshow",
        "waitlist",
        "cancelled",
        "entered-in-error",
    }


def test_what_took_place_cannot_be_cancelled() -> None:
    assert not may_follow(Status.FULFILLED, Status.CANCELLED)
    with pytest.raises(NotAllowed, match="fulfilled cannot become cancelled"):
        require(Status.FULFILLED, Status.CANCELLED)


def test_a_slip_of_the_front_desk_can_be_taken_back() -> None:
    for status in (Status.ARRIVED, Status.NOSHOW, Status.CANCELLED):
        require(status, Status.BOOKED)


def test_what_was_entered_in_error_stays_so() -> None:
    assert followers(Status.ENTERED_IN_ERROR) == set()


@pytest.mark.parametrize("status", list(Status))
def test_staying_is_allowed_and_an_error_may_be_found_at_any_time(status: Status) -> None:
    require(status, status)
    require(status, Status.ENTERED_IN_ERROR)


def test_a_cancelled_visit_and_a_no_show_keep_nobody_busy() -> None:
    assert {str(status) for status in Status if status.occupies} == {
        "pending",
        "booked",
        "arrived",
        "checked-in",
        "fulfilled",
    }


def test_patients_change_what_is_booked_and_has_not_begun() -> None:
    assert is_upcoming(Status.BOOKED, at("2027-03-01 12:01"), NOON)
    assert not is_upcoming(Status.BOOKED, NOON, NOON)
    assert not is_upcoming(Status.CANCELLED, at("2027-03-02 12:00"), NOON)
