"""A message is sent by one worker at a time, when it is due, and what is settled stays settled."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import messages, outbox
from storage.outbox import OutboxRow
from storage.schema import outbox as table
from tests.builders import NOW
from tests.storage import rows

MINUTE = timedelta(minutes=1)
LEASE = NOW + 2 * MINUTE


def put(
    work, body: str = "Hello.", due: timedelta = timedelta(), kind: str = "notice", order: timedelta | None = None
) -> str:
    message = rows.text(work, rows.talk(work), body, author="bot")
    outbox.put(work, message, kind=kind, due_at=NOW + due, order_at=None if order is None else NOW + order)
    return message.id


def state(work, message_id: str) -> tuple[str, int, str]:
    columns = (table.c.state, table.c.attempts, table.c.error)
    return tuple(work.connection.execute(select(*columns).where(table.c.message_id == message_id)).one())


def test_what_is_put_in_is_kept_and_sent_when_due(at_work):
    with at_work() as work:
        notice = put(work, "See you on Monday.", due=MINUTE)
        assert messages.get(work, notice).body == "See you on Monday."
        assert not outbox.any_due(work)
        assert outbox.claim(work, 50, LEASE) == []
    with at_work(MINUTE) as work:
        assert outbox.any_due(work)
        [row] = outbox.claim(work, 50, LEASE)
        assert row == OutboxRow(row.id, notice, "notice", attempts=1, resends=0)


def test_a_message_that_is_kept_already_can_be_sent_too(at_work):
    with at_work() as work:
        message = rows.text(work, rows.talk(work), author="bot")
        messages.add(work, [message])
        outbox.add(work, message_id=message.id, kind="bot", due_at=NOW)
        assert [row.message_id for row in outbox.claim(work, 50, LEASE)] == [message.id]


def test_the_longest_due_goes_first_and_no_more_than_asked_for(at_work):
    with at_work() as work:
        late, early, soon = put(work, due=-MINUTE), put(work, due=-3 * MINUTE), put(work, due=-2 * MINUTE)
        assert [row.message_id for row in outbox.claim(work, 2, LEASE)] == [early, soon]
        assert [row.message_id for row in outbox.claim(work, 2, LEASE)] == [late]
        assert outbox.claim(work, 2, LEASE) == []


def test_of_many_that_are_due_what_the_nearest_visit_needs_goes_first_and_answers_before_that(at_work):
    with at_work() as work:
        far, near = (put(work, f"In {days} days.", order=timedelta(days=days)) for days in (3, 1))
        answer = put(work, "We are open.", kind="staff")
        assert [row.message_id for row in outbox.claim(work, 2, LEASE)] == [answer, near]
        assert [row.message_id for row in outbox.claim(work, 2, LEASE)] == [far]


def test_each_message_is_claimed_by_one_of_many_workers(at_work):
    with at_work() as work:
        all_ids = sorted(put(work) for _ in range(20))
    claimed, both = [], threading.Barrier(3)

    def worker() -> None:
        both.wait()
        while True:
            with at_work() as work:
                batch = outbox.claim(work, 3, LEASE)
            if not batch:
                return
            claimed.extend(row.message_id for row in batch)

    threads = [threading.Thread(target=worker) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(claimed) == all_ids


@pytest.mark.parametrize("becomes", ["pending", "unknown"])
def test_a_worker_who_does_not_come_back_loses_the_lease(at_work, becomes):
    with at_work() as work:
        notice = put(work)
        outbox.claim(work, 50, LEASE)
        assert outbox.end_leases(work, becomes) == 0
        assert not outbox.any_due(work)
    with at_work(2 * MINUTE) as work:
        assert outbox.any_due(work)
        assert outbox.end_leases(work, becomes) == 1
        assert state(work, notice) == (becomes, 1, "")
        assert [row.attempts for row in outbox.claim(work, 50, LEASE + MINUTE)] == ([2] if becomes == "pending" else [])


@pytest.mark.parametrize("final", ["sent", "failed", "void"])
@pytest.mark.parametrize("later", ["sent", "failed", "void", "unknown", "pending"])
def test_what_is_settled_for_good_stays_so(at_work, final, later):
    with at_work() as work:
        notice, other = put(work), put(work)
        [claimed, _] = outbox.claim(work, 50, LEASE)
        outbox.settle(work, notice, final, error="30003")
        outbox.settle(work, notice, later, error="another")
        outbox.give_back(work, claimed.id, NOW, "busy")
        assert state(work, notice) == (final, 1, "30003")
        assert state(work, other) == ("claimed", 1, "")
    with at_work(5 * MINUTE) as work:
        outbox.end_leases(work, "pending")
        assert [row.message_id for row in outbox.claim(work, 50, LEASE)] == [other]


def test_a_report_settles_what_nobody_knew(at_work):
    with at_work() as work:
        notice = put(work)
        outbox.claim(work, 50, LEASE)
        outbox.settle(work, notice, "unknown")
        assert state(work, notice)[0] == "unknown"
        outbox.settle(work, notice, "sent")
        assert state(work, notice)[0] == "sent"


def test_what_is_given_back_is_tried_again_later(at_work):
    with at_work() as work:
        notice = put(work)
        [row] = outbox.claim(work, 50, LEASE)
        outbox.give_back(work, row.id, NOW + MINUTE, "20429")
        assert state(work, notice) == ("pending", 1, "20429")
        assert outbox.claim(work, 50, LEASE) == []
    with at_work(MINUTE) as work:
        [again] = outbox.claim(work, 50, LEASE)
        assert again.attempts == 2


def test_a_wait_for_the_morning_is_no_attempt(at_work):
    with at_work() as work:
        notice = put(work)
        [row] = outbox.claim(work, 50, LEASE)
        outbox.give_back(work, row.id, NOW, "quiet_hours", tried=False)
        assert state(work, notice) == ("pending", 0, "quiet_hours")


def test_the_depth_counts_what_has_not_gone_out(database, at_work):
    with database.reading() as connection:
        assert outbox.depth(connection) == (0, None)
    with at_work() as work:
        put(work, due=MINUTE)
        taken, sent, unknown = (put(work, due=-number * MINUTE) for number in (1, 2, 3))
        outbox.claim(work, 50, LEASE)
        outbox.settle(work, sent, "sent")
        outbox.settle(work, unknown, "unknown")
        assert state(work, taken)[0] == "claimed"
    with database.reading() as connection:
        assert outbox.depth(connection) == (2, NOW - MINUTE)
