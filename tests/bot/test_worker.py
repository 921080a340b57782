"""The worker does what is due, all of it, once; and its faults stop nobody."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from bot import worker
from bot.worker import Job
from storage.database import DatabaseUnavailable
from tests import builders, signing
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

# Three days before Ana's visit, on the clinic's own wall clock: the change of clocks lies between.
THREE_DAYS_BEFORE = datetime(2027, 3, 13, 9, 0, tzinfo=builders.ZONE)


@pytest.fixture
def office(open_office: Callable[..., Office]) -> Office:
    """Nothing leaves the machine."""
    return open_office(TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")


def sent(office: Office) -> list[str]:
    return [row["body"] for row in office.rows("messages") if row["direction"] == "outbound"]


def test_nothing_is_done_before_its_time(office: Office) -> None:
    assert worker.run_once(office.desk) == 0
    office.desk.clock.move_to(THREE_DAYS_BEFORE - timedelta(minutes=1))
    assert worker.run_once(office.desk) == 0


def test_a_reminder_goes_out_when_it_is_due_and_once(office: Office) -> None:
    office.desk.clock.move_to(THREE_DAYS_BEFORE)
    assert worker.run_once(office.desk) > 0
    assert worker.run_once(office.desk) == 0
    [text] = sent(office)
    assert "Dr. Lee" in text
    assert "Tue, Mar 16 at 9:00 AM" in text
    assert "Reply 1 to confirm" in text
    states = {row["step"]: row["state"] for row in office.rows("reminders")}
    assert states["3d"] == "delivered"
    assert states["2h"] == "planned"


def test_the_answer_to_a_reminder_confirms_the_visit(office: Office) -> None:
    office.desk.clock.move_to(THREE_DAYS_BEFORE)
    worker.run_once(office.desk)
    answer = office.client.post("/twilio/sms", data=signing.text_form(ANA, "1", office.new_sid()))
    assert b"is confirmed" in answer.data
    assert office.appointment().confirmation == "accepted"


def test_a_visit_that_was_cancelled_is_not_reminded_of(office: Office) -> None:
    from storage import appointments

    with office.writing() as work:
        appointments.cancel(work, office.clinic, office.visit.id, actor="test")
    office.desk.clock.move_to(THREE_DAYS_BEFORE)
    worker.run_once(office.desk)
    assert sent(office) == []
    assert {row["state"] for row in office.rows("reminders")} == {"skipped"}


def test_a_job_that_fails_is_told_once_and_goes_on(capfd: pytest.CaptureFixture[str]) -> None:
    looks: list[int] = []

    def look() -> int:
        looks.append(len(looks))
        raise ZeroDivisionError if looks[-1] < 3 else DatabaseUnavailable

    job = worker._Guarded(Job("test", 1.0, look))
    for _ in range(6):
        job()
    assert len(looks) == 6
    assert capfd.readouterr().err.count("job_failed") == 1


def test_a_job_that_recovers_tells_its_next_fault_again(capfd: pytest.CaptureFixture[str]) -> None:
    faults = iter([True, False, True])

    def look() -> int:
        if next(faults):
            raise DatabaseUnavailable("gone")
        return 0

    job = worker._Guarded(Job("test", 1.0, look))
    for _ in range(3):
        job()
    assert capfd.readouterr().err.count("database_unavailable") == 2
