"""Calls as rows: where each stands, wrong dates of birth, and who wants none."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from storage import calls, conversations
from storage.calls import CallRow
from storage.work import Work
from tests import builders
from tests.storage import rows
from tests.storage.conftest import AtWork

ANA, BEN = builders.phone(1), builders.phone(2)
DAY = timedelta(days=1)


def begun(work: Work, sid: str = "CA1", phone: str = ANA) -> CallRow:
    talk = conversations.lock(work, "voice", phone or sid, "en")
    row = CallRow(sid, talk.id, "inbound", 0, "{}")
    calls.begin(work, row, phone)
    return row


def test_a_call_stands_where_it_was_left_and_ends_once(at_work: AtWork) -> None:
    with at_work() as work:
        row = begun(work)
        calls.save(work, "CA1", 3, '{"x":1}', "served")
        assert calls.get(work, "CA1") == replace(row, turn=3, state='{"x":1}', outcome="served")
        assert (calls.end(work, "CA1"), calls.end(work, "CA1")) == (True, False)
        assert calls.get(work, "CA2") is None


def test_a_number_that_was_texted_because_of_a_call_is_remembered(at_work: AtWork) -> None:
    with at_work() as work:
        begun(work)
        begun(work, "CA2", "")
        assert calls.last_texted(work, ANA) is None
        calls.texted(work, "CA1")
        assert calls.last_texted(work, ANA) == work.now
        assert calls.last_texted(work, BEN) is None


def test_wrong_dates_of_birth_count_for_a_while_and_not_after_a_release(at_work: AtWork) -> None:
    with at_work() as work:
        calls.note_wrong_try(work, ANA)
        assert calls.wrong_tries(work, ANA, DAY, None) == 1
        assert calls.wrong_tries(work, BEN, DAY, None) == 0
    with at_work(DAY - timedelta(minutes=1)) as work:
        calls.note_wrong_try(work, ANA)
        assert calls.wrong_tries(work, ANA, DAY, None) == 2
        assert calls.wrong_tries(work, ANA, DAY, work.now - timedelta(hours=1)) == 1


def test_who_wants_no_calls_is_noted_once(at_work: AtWork) -> None:
    with at_work() as work:
        assert not calls.wants_none(work, ANA)
        for _ in range(2):
            calls.stop(work, ANA, "conversation:1")
        assert calls.wants_none(work, ANA)
        assert not calls.wants_none(work, BEN)
        assert [row[1] for row in rows.audited(work)] == ["phone.calls_stopped"]
