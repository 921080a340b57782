"""Calls as rows: where each stands, and who wants none."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from storage import calls, conversations
from storage.calls import CallRow
from storage.schema import audit
from storage.work import Work
from tests import builders
from tests.storage import rows
from tests.storage.conftest import AtWork

ANA, BEN = builders.phone(1), builders.phone(2)


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


def test_who_wants_no_calls_is_noted_once(at_work: AtWork) -> None:
    with at_work() as work:
        assert not calls.wants_none(work, ANA)
        for _ in range(2):
            calls.stop(work, ANA, "conversation:1")
        assert calls.wants_none(work, ANA)
        assert not calls.wants_none(work, BEN)
        assert [row[1] for row in rows.audited(work)] == ["phone.calls_stopped"]


def test_who_wants_calls_again_is_called_and_both_are_written_down(at_work: AtWork) -> None:
    with at_work() as work:
        for source in ("conversation:1", "staff:1"):
            calls.resume(work, ANA, source)
            calls.stop(work, ANA, source)
        calls.resume(work, ANA, "staff:1")
        assert not calls.wants_none(work, ANA)
        rows = work.connection.execute(select(audit.c.action, audit.c.actor).order_by(audit.c.id)).all()
    assert [tuple(row) for row in rows] == [
        ("phone.calls_stopped", "conversation:1"),
        ("phone.calls_resumed", "staff:1"),
        ("phone.calls_stopped", "staff:1"),
        ("phone.calls_resumed", "staff:1"),
    ]
