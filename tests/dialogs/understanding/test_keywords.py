"""The bare words that telephone companies act on."""

from __future__ import annotations

import pytest

from dialogs.understanding.keywords import Keyword, keyword


@pytest.mark.parametrize(
    "text", ["STOP", "stop", " Stop. ", "STOPALL", "unsubscribe", "END", "Quit!", "revoke", "OptOut", "“STOP”"]
)
def test_a_bare_stop_word_is_a_stop(text: str) -> None:
    assert keyword(text) is Keyword.STOP


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("CANCEL", Keyword.CANCEL),
        ("cancel\n", Keyword.CANCEL),
        ("Start", Keyword.START),
        ("UNSTOP", Keyword.START),
        ("HELP?", Keyword.HELP),
        ("info", Keyword.HELP),
    ],
)
def test_cancel_start_and_help_have_keywords_of_their_own(text: str, meant: Keyword) -> None:
    assert keyword(text) is meant


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "stop all",
        "opt out",
        "stop texting me",
        "stpo",
        "STOPP",
        "cancel my visit",
        "alto",
        "BAJA",
        "yes",
        "start over",
        "👍",
        "stop " * 400,
    ],
)
def test_a_sentence_a_slip_or_another_language_is_no_keyword(text: str) -> None:
    assert keyword(text) is None
