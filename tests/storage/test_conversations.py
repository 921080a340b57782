"""A conversation is one for each number and channel; every change of it is noticed by who thought before."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from storage import conversations
from tests import builders
from tests.builders import NOW
from tests.storage import rows

PHONE = builders.phone(1)


def test_nobody_has_written_yet(at_work):
    with at_work() as work:
        assert conversations.find(work, "sms", PHONE) is None
        assert conversations.get(work, "nothing") is None
        with pytest.raises(LookupError, match="There is no conversation nothing"):
            conversations.lock_by_id(work, "nothing")


def test_the_first_text_begins_one_in_its_language(at_work):
    with at_work() as work:
        begun = conversations.lock(work, "sms", PHONE, "es")
        assert (begun.channel, begun.phone, begun.language, begun.session) == ("sms", PHONE, "es", None)
        assert (begun.version, begun.owner, begun.held_by, begun.last_at) == (0, "bot", "", NOW)
        assert conversations.lock(work, "sms", PHONE, "en") == begun
        assert conversations.find(work, "sms", PHONE) == begun
        assert conversations.get(work, begun.id) == begun
        assert conversations.lock_by_id(work, begun.id) == begun


def test_each_number_and_channel_has_its_own(at_work):
    with at_work() as work:
        ids = {
            conversations.lock(work, channel, builders.phone(number), "en").id
            for channel in ("sms", "voice")
            for number in (1, 2)
        }
        assert len(ids) == 4


def test_what_a_turn_keeps_is_there_for_the_next_one(at_work):
    with at_work() as work:
        begun = conversations.lock(work, "sms", PHONE, "en")
    with at_work(timedelta(minutes=5)) as work:
        conversations.save(work, begun, '{"flows":[]}', "es")
        kept = conversations.find(work, "sms", PHONE)
    assert kept == replace(begun, session='{"flows":[]}', language="es", version=1, last_at=NOW + timedelta(minutes=5))


def test_whoever_thought_before_a_person_took_over_notices(at_work):
    with at_work() as work:
        begun = conversations.lock(work, "sms", PHONE, "en")
        conversations.hold_for(work, begun.id, "staff:7")
        held = conversations.get(work, begun.id)
        conversations.release(work, begun.id)
        released = conversations.get(work, begun.id)
        conversations.save(work, begun, "{}", "en")
        saved = conversations.get(work, begun.id)
    assert (held.owner, held.held_by) == ("staff", "staff:7")
    assert (released.owner, released.held_by) == ("bot", "")
    assert [begun.version, held.version, released.version, saved.version] == [0, 1, 2, 3]


def test_only_the_one_conversation_changes(at_work):
    with at_work() as work:
        mine, other = rows.talk(work, 1), rows.talk(work, 2)
        conversations.save(work, mine, "{}", "en")
        conversations.hold_for(work, mine.id, "staff:7")
        assert conversations.get(work, other.id) == other


def test_two_first_texts_at_once_begin_one_conversation_and_wait_for_each_other(at_work):
    """Each adds one to what it found; were they not in turn, one of the two would be lost."""
    both = threading.Barrier(2)

    def text() -> None:
        both.wait()
        with at_work() as work:
            found = conversations.lock(work, "sms", PHONE, "en")
            conversations.save(work, found, str(int(found.session or "0") + 1), "en")

    threads = [threading.Thread(target=text) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with at_work() as work:
        assert conversations.find(work, "sms", PHONE).session == "2"
