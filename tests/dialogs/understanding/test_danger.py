"""Weights of danger beside the tables: they add cries that no table knows, and nothing else."""

from __future__ import annotations

import pytest

from dialogs.understanding.acts import danger, safety
from dialogs.understanding.acts.safety import alarms
from dialogs.understanding.model import Act
from dialogs.understanding.normalise import tokens


def kinds(text: str) -> list[str]:
    return [hit.label for hit in alarms(tokens(text))]


def test_a_cry_that_no_table_knows_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "i keep asking god to let me go in my sleep tonight"
    assert kinds(text) == ["crisis"]
    monkeypatch.setattr(danger, "heard", lambda line: None)
    assert kinds(text) == []


def test_what_the_tables_know_is_theirs_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger, "heard", lambda line: Act.EMERGENCY)
    assert set(kinds("I want to kill myself")) == {"crisis"}
    assert kinds("dying to see you all on friday") == []
    assert kinds("move my visit to friday") == ["emergency"]


def test_where_weights_alone_heard_it_the_reason_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(danger, "heard", lambda line: Act.CRISIS)
    assert [hit.said for hit in alarms(tokens("something that nobody wrote down"))] == [safety.LEARNT]


@pytest.mark.parametrize(
    "text",
    [
        "wednesday would be better for me", "I will be gone on monday", "my brother is taking me there on friday",
        "I have to leave work early that day", "nobody can bring me before noon", "el jueves me queda mejor",
    ],
)  # fmt: skip
def test_plain_scheduling_is_no_cry(text: str) -> None:
    assert kinds(text) == []


@pytest.mark.parametrize("text", ["", "ok", "yes please", "1"])
def test_a_word_or_two_are_no_cry_without_a_table(text: str) -> None:
    assert danger.heard(text) is None


def test_the_shipped_weights_know_both_kinds() -> None:
    assert danger.weights().acts == (Act.CRISIS, Act.EMERGENCY)
    assert 5_000 < len(danger.weights().pieces) < 60_000
