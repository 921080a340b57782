"""One text has one turn, however often it is delivered."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

from storage import turns
from storage.turns import TurnRecord
from tests.builders import NOW
from tests.storage import rows

RECORD = {"session": '{"flows":[]}', "says": [["hello", {"name": "Núñez"}]]}


def test_a_text_is_answered_once(at_work):
    with at_work() as work:
        talk = rows.talk(work).id
        assert turns.keep(work, "SM1", talk, "one", "{}") is True
        assert turns.keep(work, "SM1", talk, "two", "{}") is False
        assert turns.keep(work, "SM2", talk, "other", "{}") is True
    with at_work() as work:
        assert turns.keep(work, "SM1", talk, "three", "{}") is False
        assert turns.stored_answer(work, "SM1") == "one"


def test_a_text_whose_turn_failed_may_be_answered_again(at_work):
    try:
        with at_work() as work:
            turns.keep(work, "SM1", rows.talk(work).id, "one", "{}")
            raise ArithmeticError
    except ArithmeticError:
        pass
    with at_work() as work:
        assert turns.keep(work, "SM1", rows.talk(work).id, "two", "{}") is True


def test_of_two_deliveries_at_once_one_answers_and_the_other_repeats_its_answer(at_work):
    with at_work() as work:
        talk = rows.talk(work).id
    both, heard = threading.Barrier(2), []

    def deliver(answer: str) -> None:
        both.wait()
        with at_work() as work:
            kept = turns.keep(work, "SM1", talk, answer, "{}")
            heard.append((answer, answer if kept else turns.stored_answer(work, "SM1")))

    threads = [threading.Thread(target=deliver, args=(answer,)) for answer in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({told for _, told in heard}) == 1


def test_the_answer_is_kept_for_whoever_delivers_the_text_again(at_work):
    with at_work() as work:
        assert turns.stored_answer(work, "SM1") is None
        turns.keep(work, "SM1", rows.talk(work).id, "<Response/>", json.dumps(RECORD))
        assert turns.stored_answer(work, "SM1") == "<Response/>"
        assert turns.stored_answer(work, "SM2") is None


def test_an_answer_is_replaced_once(at_work):
    with at_work() as work:
        assert not turns.replace_answer(work, "SM1", "sorry")
        turns.keep(work, "SM1", rows.talk(work).id, "hello", json.dumps(RECORD))
        assert turns.replace_answer(work, "SM1", "sorry")
        assert not turns.replace_answer(work, "SM1", "sorry")
        assert turns.stored_answer(work, "SM1") == "sorry"


def test_a_conversations_turns_come_in_order_with_their_records(at_work):
    for minutes, sid in ((0, "SM2"), (1, "SM1"), (2, "SM3")):
        with at_work(timedelta(minutes=minutes)) as work:
            turns.keep(work, sid, rows.talk(work, 2 if sid == "SM3" else 1).id, f"to {sid}", json.dumps(RECORD))
    with at_work() as work:
        assert turns.of_conversation(work, rows.talk(work, 1).id) == [
            TurnRecord("SM2", NOW, "to SM2", RECORD),
            TurnRecord("SM1", NOW + timedelta(minutes=1), "to SM1", RECORD),
        ]
