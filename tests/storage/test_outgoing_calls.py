"""Outgoing calls: claimed once, called again, and right however late or early a report comes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from storage import conversations, messages, outgoing_calls
from storage.outgoing_calls import OutgoingCall
from storage.work import Work
from tests import builders
from tests.storage import rows
from tests.storage.conftest import AtWork

ANA = builders.phone(1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def waiting(at_work: AtWork) -> str:
    """The id of a call that is due now."""
    with at_work() as work:
        talk = conversations.lock(work, "voice", ANA, "en")
        message = rows.text(work, talk, "A reminder.", author="bot")
        messages.add(work, [message])
        return outgoing_calls.add(work, message.id, work.now)


def now(work: Work, waiting: str) -> OutgoingCall:
    found = outgoing_calls.get(work, waiting)
    assert found is not None
    return found


def test_what_is_due_is_claimed_handed_over_and_rings(at_work: AtWork, waiting: str) -> None:
    with at_work() as work:
        assert [row.id for row in outgoing_calls.lock_due(work, 5)] == [waiting]
        outgoing_calls.claim(work, waiting, work.now + MINUTE)
        assert not outgoing_calls.any_due(work)
        outgoing_calls.handed_over(work, waiting, "CA1")
        ringing = outgoing_calls.ringing_at(work, ANA)
        assert ringing is not None
        assert (ringing.state, ringing.attempts, ringing.call_sid) == ("ringing", 1, "CA1")
        assert outgoing_calls.of_message(work, ringing.message_id) == ringing


def test_a_claim_that_ran_out_is_due_again(at_work: AtWork, waiting: str) -> None:
    with at_work() as work:
        outgoing_calls.claim(work, waiting, work.now + MINUTE)
    with at_work(2 * MINUTE) as work:
        [row] = outgoing_calls.lock_due(work, 5)
        assert row.state == "claimed"
        outgoing_calls.nobody_knows(work, waiting, work.now + MINUTE)
        assert not outgoing_calls.any_due(work)
    with at_work(4 * MINUTE) as work:
        assert [row.state for row in outgoing_calls.lock_due(work, 5)] == ["unknown"]


LateReport = Callable[[Work, str], None]


@pytest.mark.parametrize(
    ("report", "state"),
    [
        (lambda work, row: outgoing_calls.close(work, row, "done"), "done"),
        (lambda work, row: outgoing_calls.put_off(work, row, work.now + MINUTE, "busy", tried=True), "waiting"),
    ],
)
def test_a_report_that_is_faster_than_our_own_hand_stays(
    at_work: AtWork, waiting: str, report: LateReport, state: str
) -> None:
    with at_work() as work:
        outgoing_calls.claim(work, waiting, work.now + MINUTE)
        report(work, waiting)
        outgoing_calls.handed_over(work, waiting, "CA1")
        assert now(work, waiting).state == state


def test_what_was_not_tried_does_not_count(at_work: AtWork, waiting: str) -> None:
    with at_work() as work:
        outgoing_calls.claim(work, waiting, work.now + MINUTE)
        outgoing_calls.put_off(work, waiting, work.now + MINUTE, "20429", tried=False)
        assert (now(work, waiting).state, now(work, waiting).attempts) == ("waiting", 0)
