"""The worker does what is due, all of it, once; and its faults stop nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from bot import housekeeping, worker
from bot.worker import Job
from storage import idempotency, tokens
from storage.database import DatabaseUnavailable
from tests import builders, signing
from tests.fakes.twilio import QuietHandler
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


def test_a_worker_says_that_it_is_alive_and_metrics_tell_what_waits(office: Office) -> None:
    before = office.client.get("/metrics").text
    assert "frontdesk_worker_seen_seconds" not in before
    worker.run_once(office.desk)
    office.desk.clock.move_to(THREE_DAYS_BEFORE + timedelta(minutes=10))
    page = office.client.get("/metrics").text
    assert "frontdesk_worker_seen_seconds" in page
    assert "frontdesk_reminders_due 1.0" in page
    assert "frontdesk_outbox_unknown 0.0" in page


def test_answers_kept_for_repeated_requests_are_forgotten_after_a_week(office: Office) -> None:
    with office.writing() as work:
        token = tokens.add(work, "secret", "agent", "a system")
        assert idempotency.claim(work, token.id, "key", b"f" * 32) is None
    office.desk.clock.advance(timedelta(days=6))
    housekeeping.tidy(office.desk)
    assert len(office.rows("idempotency_keys")) == 1
    office.desk.clock.advance(timedelta(days=2))
    housekeeping.tidy(office.desk)
    assert office.rows("idempotency_keys") == []


def test_a_monitor_that_cannot_be_reached_stops_nobody(
    open_office: Callable[..., Office], monitor: tuple[str, list[str]]
) -> None:
    address, called = monitor
    office = open_office(FRONTDESK_HEARTBEAT_URL=address)
    housekeeping.ping(office.desk)
    assert called == ["/alive"]
    nobody = replace(office.desk.settings, heartbeat_url="http://127.0.0.1:9/alive")
    housekeeping.ping(replace(office.desk, settings=nobody))


@pytest.fixture
def monitor() -> Iterator[tuple[str, list[str]]]:
    called: list[str] = []

    def answer(environ: dict[str, str], start_response: Callable[..., object]) -> list[bytes]:
        called.append(environ["PATH_INFO"])
        start_response("204 No Content", [])
        return []

    server = make_server("127.0.0.1", 0, answer, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/alive", called
    server.shutdown()
    thread.join()
    server.server_close()


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
