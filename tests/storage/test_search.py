"""Patients and conversations are found by letters of names, phones and words, in an index that tells nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from storage import conversations, messages, patients, search
from storage.schema import search_terms
from tests.office import person
from tests.storage import rows

ANA = replace(person(1, "Ana"), last_name="Núñez-Ortega")
BEN = replace(person(2, "Benedict"), last_name="Ortiz")


@pytest.fixture
def desk(at_work):
    """Two patients on file and one conversation."""
    with at_work() as work:
        patients.add(work, ANA)
        patients.add(work, BEN)
        talk = conversations.lock(work, "sms", ANA.phone, "en")
        messages.add(work, [rows.text(work, talk, "Is parking free on Thursday?", sid="SM1")])
    index(at_work)
    return talk.id


def index(at_work) -> int:
    total = 0
    while True:
        with at_work() as work:
            done = search.keep_up(work)
        total += done
        if not done:
            return total


def names(at_work, asked: str) -> list[str]:
    with at_work() as work:
        return sorted(one.first_name for one in search.look_up_patients(work, asked, 10))


def talks(at_work, asked: str) -> list[str]:
    with at_work() as work:
        return search.look_up_talks(work, asked, 10)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("ort", ["Ana", "Benedict"]),
        ("ORTE", ["Ana"]),
        ("nunez", ["Ana"]),
        ("Núñez ana", ["Ana"]),
        ("ben ort", ["Benedict"]),
        ("ana ortiz", []),
        ("or", []),
        ("", []),
        (BEN.phone[-4:], ["Benedict"]),
        (BEN.phone, ["Benedict"]),
        ("(512) 555-0102", ["Benedict"]),
        ("12", []),
    ],
)
def test_patients_are_found_by_the_first_letters_and_by_phone(at_work, desk, asked, found):
    assert names(at_work, asked) == found


@pytest.mark.parametrize(
    ("asked", "found"),
    [("parking", True), ("thursday PARKING", True), ("park", False), ("parking friday", False), (ANA.phone[-4:], True)],
)
def test_conversations_are_found_by_whole_words_and_by_phone(at_work, desk, asked, found):
    assert talks(at_work, asked) == ([desk] if found else [])


def test_what_is_indexed_is_not_indexed_again(at_work, desk):
    assert index(at_work) == 0


def test_a_name_that_was_changed_is_no_longer_found(at_work, desk):
    with at_work(timedelta(minutes=5)) as work:
        patients.update(work, replace(BEN, last_name="Quintero"))
    index(at_work)
    assert (names(at_work, "ortiz"), names(at_work, "quintero")) == ([], ["Benedict"])


def test_more_than_a_batch_comes_in_and_so_does_who_was_slow_to_commit(at_work, monkeypatch):
    monkeypatch.setattr(search, "BATCH", 3)
    with at_work() as work:
        for number in range(3, 11):
            patients.add(work, person(number, f"Patient{'abcdefgh'[number - 3]}"))
    index(at_work)
    assert len(names(at_work, "patient")) == 8
    with at_work(-timedelta(seconds=20)) as work:
        patients.add(work, person(20, "Slowpoke"))
    index(at_work)
    assert names(at_work, "slowpoke") == ["Slowpoke"]


def test_a_look_at_what_was_indexed_long_ago_reads_none_of_it(at_work, desk):
    for later, reads in ((timedelta(), 2), (timedelta(minutes=5), 0)):
        with at_work(later) as work, rows.counted(work) as executed:
            id_of_then = search._before(work.new_id(), -later)
            assert search.keep_up(replace(work, new_id=partial(str, id_of_then))) == 0
        again = [
            one for one in executed if any(one is lately for lately in (search._CHANGED_LATELY, search._SAID_LATELY))
        ]
        assert len(again) == reads


def test_nothing_can_be_read_in_the_index(at_work, desk):
    with at_work() as work:
        terms = work.connection.execute(select(search_terms.c.term)).scalars().all()
    seen = b"".join(map(bytes, terms)).lower()
    assert len(terms) > 10
    for secret in (b"ana", b"ortiz", b"parking", ANA.phone[-4:].encode()):
        assert secret not in seen
