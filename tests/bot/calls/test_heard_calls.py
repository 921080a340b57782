"""Sentences as a recogniser heard them over a telephone: each comes to what was meant, or is asked again."""

from __future__ import annotations

import re

import pytest

from bench.speech import sentences
from storage import calls
from tests.caller import ANA_WAS_BORN, Caller
from tests.office import ANA, Office

SAID = {str(each["id"]): str(each["text"]) for each in sentences.sentences()}
HEARD = sentences.heard()


def words(text: str) -> str:
    return re.sub(r"\W+", " ", text).strip().lower()


MISHEARD = [key for key in SAID if "call" in key and words(SAID[key]) != words(str(HEARD[key]["heard"]))]


def answer(office: Office, name: str, text: str, confidence: str) -> str:
    return Caller(office, name=name).dials().keys(ANA_WAS_BORN).says(text, confidence).heard


def test_everything_that_was_spoken_was_heard_once() -> None:
    assert list(HEARD) == list(SAID)
    assert MISHEARD


@pytest.mark.parametrize("key", MISHEARD)
def test_what_was_misheard_is_understood_or_asked_again_and_changes_nothing_else(office: Office, key: str) -> None:
    before = office.appointment()
    heard = answer(office, "heard", str(HEARD[key]["heard"]), str(HEARD[key]["confidence"]))
    assert office.appointment() == before
    meant = answer(office, "meant", SAID[key], "0.9")
    assert heard == meant or "press" in heard.lower() or "?" in heard


def test_a_cancelled_visit_that_sounds_otherwise_is_read_back(office: Office) -> None:
    misheard = HEARD["own-call-002"]
    assert misheard["heard"] == "Can't fill my visit, please."
    assert "Shall I cancel your visit" in answer(office, "call", str(misheard["heard"]), str(misheard["confidence"]))


def test_words_of_danger_were_heard(office: Office) -> None:
    for key in ("own-call-027", "own-call-028"):
        assert "911" in answer(office, key, str(HEARD[key]["heard"]), str(HEARD[key]["confidence"]))


def test_stop_calling_me_was_heard(office: Office) -> None:
    answer(office, "stop", str(HEARD["own-call-023"]["heard"]), str(HEARD["own-call-023"]["confidence"]))
    with office.looking() as work:
        assert calls.wants_none(work, ANA)


def test_no_wish_for_a_time_moves_anything_before_it_was_read_back(office: Office) -> None:
    before = office.appointment()
    for key in [key for key in SAID if "call" not in key][::4]:
        call = Caller(office, name=key).dials().keys("2", ANA_WAS_BORN, "1")
        assert "press 1 for the earliest times" in call.heard
        call.says(str(HEARD[key]["heard"]), "0.9")
        assert office.appointment() == before
        assert call.verbs == ["Gather"] or "Record" in call.verbs
