"""Training the weights of danger: our own lines are sound, and what is learnt tells cries from ordinary texts."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.training import danger
from dialogs.understanding.acts.linear import read
from dialogs.understanding.model import Act


def test_lines_stand_once_and_name_a_kind() -> None:
    cries, ordinary = ((danger.HERE / f"{name}.txt").read_text(encoding="utf-8") for name in ("cries", "ordinary"))
    lines = [line for text in (cries, ordinary) for line in text.splitlines() if not line.startswith("#")]
    assert len(set(lines)) == len(lines)
    assert {line.split("\t")[0] for line in cries.splitlines() if not line.startswith("#")} == set(danger.ACTS)


def test_the_same_data_gives_the_same_file_and_few_ordinary_texts_reach_its_border(
    tmp_path: Path,
) -> None:
    (tmp_path / "acts.jsonl").write_text('{"id": "x", "text": "see you on tuesday then"}\n', encoding="utf-8")
    for name in ("one", "two"):
        assert danger.main(["--data", str(tmp_path), "--out", str(tmp_path / name)]) == 0
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    learnt = read((tmp_path / "one").read_text(encoding="utf-8"))
    odds = [max(learnt.odds(example.pieces).values()) for example in danger.examples(tmp_path) if not example.acts]
    assert sum(odd > 0 for odd in odds) <= 2 * danger.MAY * len(odds)
    assert learnt.acts == (Act.CRISIS, Act.EMERGENCY)


def test_a_missing_folder_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    assert danger.main(["--data", "/nowhere"]) == 2
    assert "Give the folder" in capsys.readouterr().err
