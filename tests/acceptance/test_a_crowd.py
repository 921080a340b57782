"""Several workers and a great many reminders at once, in small; `python -m tests.crowd` tries 20,000."""

from __future__ import annotations

from tests.crowd import WORKERS, attempt

DUE = 120


def test_workers_that_share_a_database_send_each_reminder_once(database_kind: str, database_url: str) -> None:
    outcome = attempt(database_url, DUE, WORKERS[database_kind])
    assert (len(outcome.went_out), outcome.twice) == (DUE, 0)
