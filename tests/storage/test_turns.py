"""One text has one turn, however often it is delivered."""

from __future__ import annotations

import contextlib
import json
import threading
from datetime import timedelta

import pytest

from storage import answering, conversations, messages, turns
from storage.answering import AlreadyAnswered, Answered, MovedOn
from storage.turns import TurnRecord
from tests import builders
from tests.builders import NOW
from tests.storage import rows

RECORD = {"session": '{"flows":[]}', "says": [["hello", {"name": "Núñez"}]]}


def test_a_text_is_answered_once(at_work):
    with at_work() as work:
        rows.answered(work, "SM1", "one")
        rows.answered(work, "SM2", "other")
    with pytest.raises(AlreadyAnswered), at_work() as work:
        rows.answered(work, "SM1", "three")
    with at_work() as work:
        assert turns.stored_answer(work, "SM1") == "one"
        assert [message.sid for message in messages.of_conversation(work, rows.talk(work).id, 9)] == ["SM1", "SM2"]


def test_a_text_whose_turn_failed_may_be_answered_again(at_work):
    with contextlib.suppress(ArithmeticError), at_work() as work:
        rows.answered(work, "SM1", "one")
        raise ArithmeticError
    with at_work() as work:
        rows.answered(work, "SM1", "two")
    with at_work() as work:
        assert turns.stored_answer(work, "SM1") == "two"


def test_nothing_is_kept_of_a_turn_whose_conversation_has_moved_on(at_work):
    with at_work() as work:
        before = rows.talk(work)
        rows.answered(work, "SM1", "one")
    late = Answered("SM2", "two", "{}", [], "{}", "en", ())
    with pytest.raises(MovedOn), at_work() as work:
        answering.keep(work, before, late)
    with at_work() as work:
        assert turns.stored_answer(work, "SM2") is None
        assert rows.talk(work).version == before.version + 1


def test_a_turn_by_itself_is_kept_whole(at_work):
    with at_work() as work:
        talk = rows.talk(work)
        said = rows.text(work, talk, "When?", sid="SM1")
        told = rows.text(work, talk, "At nine.", author="bot", in_reply_to_sid="SM1", status="sent")
        answering.keep(work, talk, Answered("SM1", "<Response/>", "{}", [said, told], '{"at": 9}', "es", (NOW,)))
    with at_work() as work:
        after = rows.talk(work)
        assert (after.session, after.language, after.answered, after.last_at) == ('{"at": 9}', "es", (NOW,), NOW)
        assert messages.of_conversation(work, talk.id, 9) == [said, told]


def test_of_two_deliveries_at_once_one_answers_and_the_other_repeats_its_answer(at_work):
    with at_work() as work:
        before = rows.talk(work)
    both, heard = threading.Barrier(2), []

    def deliver(answer: str) -> None:
        both.wait()
        try:
            with at_work() as work:
                answering.keep(work, before, Answered("SM1", answer, "{}", [], "{}", "en", ()))
        except (AlreadyAnswered, MovedOn):
            with at_work() as work:
                heard.append(turns.stored_answer(work, "SM1"))
        else:
            heard.append(answer)

    threads = [threading.Thread(target=deliver, args=(answer,)) for answer in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(heard) == 2
    assert len(set(heard)) == 1


def test_the_answer_is_kept_for_whoever_delivers_the_text_again(at_work):
    with at_work() as work:
        assert turns.stored_answer(work, "SM1") is None
        rows.answered(work, "SM1", "<Response/>")
        assert turns.stored_answer(work, "SM1") == "<Response/>"
        assert turns.stored_answer(work, "SM2") is None


def test_an_answer_is_replaced_once(at_work):
    with at_work() as work:
        assert not turns.replace_answer(work, "SM1", "sorry")
        rows.answered(work, "SM1", "hello")
        assert turns.replace_answer(work, "SM1", "sorry")
        assert not turns.replace_answer(work, "SM1", "sorry")
        assert turns.stored_answer(work, "SM1") == "sorry"


def test_a_conversations_turns_come_in_order_with_their_records(at_work):
    for minutes, sid in ((0, "SM2"), (1, "SM1"), (2, "SM3")):
        with at_work(timedelta(minutes=minutes)) as work:
            rows.answered(work, sid, f"to {sid}", json.dumps(RECORD), number=2 if sid == "SM3" else 1)
    with at_work() as work:
        assert turns.of_conversation(work, rows.talk(work, 1).id) == [
            TurnRecord("SM2", NOW, "to SM2", RECORD),
            TurnRecord("SM1", NOW + timedelta(minutes=1), "to SM1", RECORD),
        ]


def test_the_first_turn_of_a_conversation_begins_it(at_work):
    with at_work() as work:
        talk = conversations.fresh(work.new_id(), "sms", builders.phone(1), "en", NOW)
        said = rows.text(work, talk, "When?", sid="SM1")
        turn = Answered("SM1", "<Response/>", "{}", [said], '{"at": 9}', "es", (NOW,))
        answering.keep(work, talk, turn, begins=True)
    with at_work() as work:
        after = rows.talk(work)
        assert (after.id, after.version, after.session, after.language) == (talk.id, 1, '{"at": 9}', "es")
        assert (after.answered, after.owner, after.last_at) == ((NOW,), "bot", NOW)
        assert messages.of_conversation(work, talk.id, 9) == [said]


def test_of_two_first_turns_the_second_is_thought_again(at_work):
    with at_work() as work:
        known = rows.talk(work)
        late = conversations.fresh(work.new_id(), "sms", known.phone, "en", NOW)
    with pytest.raises(MovedOn), at_work() as work:
        answering.keep(work, late, Answered("SM1", "late", "{}", [], "{}", "en", ()), begins=True)
    with at_work() as work:
        assert turns.stored_answer(work, "SM1") is None
        assert rows.talk(work) == known
