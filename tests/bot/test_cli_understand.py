"""`frontdesk understand`: one answer for every line, whatever the lines are."""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import pytest

from bot.cli import main

NOW = "2026-03-11T09:30:00-05:00"
ASKED = ("--now", NOW, "--tz", "America/Chicago")


class Run:
    """The command with lines on its standard input."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        self.code = 0
        self.err = ""

    def __call__(self, *arguments: str, lines: bytes = b"") -> list[dict[str, Any]]:
        self._monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        with pytest.raises(SystemExit) as ended:
            main(["understand", *ASKED, *arguments])
        self.code = int(ended.value.code or 0)
        told = self._capsys.readouterr()
        self.err = told.err
        return (
            [json.loads(line) for line in told.out.splitlines()] if "--jsonl" in arguments else [json.loads(told.out)]
        )


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    return Run(monkeypatch, capsys)


def test_a_text_is_answered_with_acts_windows_and_language(run: Run) -> None:
    [told] = run("friday at 3 pm")
    assert told["when"]["windows"][0]["start"] == "2026-03-13T15:00:00-05:00"
    assert told["lang"] == "en"
    assert run.code == 0


def test_an_explained_answer_names_words_and_rules(run: Run) -> None:
    [told] = run("--explain", "yes, friday")
    assert told["because"]
    assert all(act["because"] for act in told["acts"])


def test_an_answer_carries_the_id_of_its_request(run: Run) -> None:
    lines = b'{"id": 7, "text": "yes"}\n\n{"id": "b", "text": "no"}\n'
    assert [told["id"] for told in run("--jsonl", lines=lines)] == [7, "b"]
    assert run.code == 0


@pytest.mark.parametrize(
    "line",
    [
        "yes", "[1]", '{"text": 5}', "{}", '{"id": 3, "text": "hi", "tz": "Mars/Base"}',
        '{"text": "hi", "now": "soon"}',
        '{"text": "hi", "now": "2026-03-11T09:30:00"}', '{"text": "hi", "now": "0001-01-01T00:00:00+14:00"}',
        '{"text": "hi", "now": "9999-12-31T23:59:00-05:00"}', '{"text": "hi", "context": 5}',
        '{"text": "hi", "context": {"options": 5}}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_and_the_rest_is_answered(run: Run, line: str) -> None:
    told = run("--jsonl", lines=f'{{"text": "yes"}}\n{line}\n{{"text": "no"}}\n'.encode())
    assert ["error" in answer for answer in told] == [False, True, False]
    assert told[1]["line"] == 2
    assert "line 2: " in run.err
    assert run.code == 1


def test_a_faulty_request_keeps_its_id(run: Run) -> None:
    [told] = run("--jsonl", lines=b'{"id": 3, "text": "hi", "tz": "Mars/Base"}\n')
    assert told["id"] == 3


def test_halves_of_characters_and_broken_bytes_are_answered(run: Run) -> None:
    told = run("--jsonl", lines=b'{"id": "\\ud800", "text": "\\udfff yes"}\n{"id": 2, "text": "\xff yes"}\n')
    assert [answer["acts"][0]["act"] for answer in told] == ["confirm", "confirm"]
