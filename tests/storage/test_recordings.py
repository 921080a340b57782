"""Voice messages: noted once, taken by one worker at a time, kept or lost."""

from __future__ import annotations

from datetime import timedelta

from storage import conversations, recordings
from storage.work import Work
from tests import builders
from tests.storage.conftest import AtWork

MINUTE = timedelta(minutes=1)


def noted(work: Work) -> str:
    talk = conversations.lock(work, "voice", builders.phone(1), "en")
    assert recordings.add(work, "RE1", "CA1", talk.id, 7)
    assert not recordings.add(work, "RE1", "CA1", talk.id, 7)
    return talk.id


def test_a_message_is_taken_by_one_worker_at_a_time(at_work: AtWork) -> None:
    with at_work() as work:
        noted(work)
        taken = recordings.take_due(work, work.now + MINUTE)
        assert taken is not None
        assert (taken.sid, taken.seconds, taken.attempts) == ("RE1", 7, 0)
        assert recordings.take_due(work, work.now + MINUTE) is None
        assert not recordings.any_due(work)
    with at_work(2 * MINUTE) as work:
        again = recordings.take_due(work, work.now + MINUTE)
        assert again is not None
        assert again.attempts == 1


def test_a_message_that_was_kept_can_be_heard_and_one_that_was_lost_cannot(at_work: AtWork) -> None:
    with at_work() as work:
        talk = noted(work)
        recordings.add(work, "RE2", "CA2", talk, 3)
        recordings.keep(work, "RE1", b"sound")
        recordings.lose(work, "RE2")
        assert recordings.sound(work, "RE1") == b"sound"
        assert recordings.sound(work, "RE2") is None
        assert {row.state for row in recordings.of_conversation(work, talk)} == {"kept", "lost"}
