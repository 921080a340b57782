"""Workers killed at random moments, against a Twilio at its worst: every reminder goes out once.

`python -m tests.kills --moments 500` kills more often than the suite has time for.
"""

from __future__ import annotations

from pathlib import Path

from tests.kills import attempt

MOMENTS = 8


def test_whatever_moment_a_worker_is_killed_at_each_reminder_goes_out_once(database_url: str, tmp_path: Path) -> None:
    outcome = attempt(database_url, tmp_path, MOMENTS)
    assert (outcome.missing, outcome.twice) == (0, 0)
    assert outcome.due == MOMENTS
