"""Every text comes back as it was, and its status only goes where the caller lets it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import exc

from storage import messages
from tests.storage import rows

ODD = "Hola \x00 \ud83d ¿mañana? 👩‍⚕️ 'quoted' \r\n"


def test_a_text_comes_back_word_for_word(at_work):
    with at_work() as work:
        asked = rows.text(work, rows.talk(work), ODD, sid="SM1", media=2)
        answered = rows.text(work, rows.talk(work), "Yes.", author="bot", in_reply_to_sid="SM1", status="sent")
        messages.add(work, [asked, answered])
        messages.add(work, [])
        assert messages.get(work, asked.id) == asked
        assert messages.by_sid(work, "SM1") == asked
        assert messages.replies_to(work, "SM1") == [answered]


def test_what_is_not_there_is_none(at_work):
    with at_work() as work:
        assert messages.get(work, "nothing") is None
        assert messages.by_sid(work, "SM1") is None
        assert messages.replies_to(work, "SM1") == []


def test_one_text_of_the_phone_company_is_kept_once(at_work):
    with at_work() as work:
        messages.add(work, [rows.text(work, rows.talk(work), sid="SM1")])
    with pytest.raises(exc.IntegrityError), at_work() as work:
        messages.add(work, [rows.text(work, rows.talk(work), sid="SM1")])


def test_a_thread_is_its_latest_messages_oldest_first(at_work):
    with at_work() as work:
        talk, other = rows.talk(work, 1), rows.talk(work, 2)
        said = [rows.text(work, talk, str(number)) for number in range(5)]
        # Of two at the same instant the ids tell which came first.
        late = replace(rows.text(work, talk, "late"), created_at=work.now - timedelta(hours=1))
        messages.add(work, [*reversed(said), late, rows.text(work, other, "another thread")])
        assert [message.body for message in messages.of_conversation(work, talk.id, 3)] == ["2", "3", "4"]
        assert [message.body for message in messages.of_conversation(work, talk.id, 99)] == ["late", *"01234"]


def test_a_status_moves_from_where_it_may_and_from_nowhere_else(at_work):
    with at_work() as work:
        sent, other = (rows.text(work, rows.talk(work), author="bot") for _ in range(2))
        messages.add(work, [sent, other])
        assert messages.advance(work, sent.id, "sent", ("queued", "sending"), sid="SM9")
        assert messages.advance(work, sent.id, "delivered", ("queued", "sent"))
        assert not messages.advance(work, sent.id, "sent", ("queued",), error_code="30003")
        assert not messages.advance(work, sent.id, "queued", ())
        assert not messages.advance(work, "nothing", "sent", ("queued",))
        assert messages.get(work, sent.id) == replace(sent, status="delivered", sid="SM9")
        assert messages.get(work, other.id) == other


def test_the_reason_of_a_loss_is_kept_with_it(at_work):
    with at_work() as work:
        lost = rows.text(work, rows.talk(work), author="bot")
        messages.add(work, [lost])
        assert messages.advance(work, lost.id, "undelivered", ("queued",), sid="SM9", error_code="30003")
        assert messages.get(work, lost.id) == replace(lost, status="undelivered", sid="SM9", error_code="30003")
