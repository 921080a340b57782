"""Training the weights of acts: our own sentences are sound, and the same data gives the same weights."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.training import __main__ as training
from bench.training import examples, fitting
from dialogs.understanding.acts.linear import read
from dialogs.understanding.model import Act

LINES = [
    (file.stem, line.split("\t"))
    for file in sorted(examples.OWN.glob("*.tsv"))
    for line in file.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_every_sentence_of_our_own_names_acts_that_exist_and_stands_once():
    for _, (acts, text, *asked) in LINES:
        assert set(acts.split()) <= set(Act)
        assert text.strip() == text
        assert len(asked) < 2
    assert len({(language, *line[1:]) for language, line in LINES}) == len(LINES)


@pytest.mark.parametrize("language", ["en", "es"])
def test_each_language_has_a_few_hundred_sentences(language: str):
    assert sum(line[0] == language for line in LINES) > 250


def test_what_an_example_is_learnt_from_separates_yes_and_no():
    few = [example for example in examples.own() if example.acts in ({Act.CONFIRM}, {Act.DENY})]

    table = fitting.fitted(few)

    right = [(fitting.chances(table, each)[Act.CONFIRM] > 0.5) == (Act.CONFIRM in each.acts) for each in few]
    assert sum(right) / len(right) > 0.95


def test_trust_finds_how_far_chances_are_true_and_leaves_little_error():
    told = [(0.9, number % 10 < 7) for number in range(100)] + [(0.6, number % 10 < 5) for number in range(100)]

    shift, slope = fitting.trust(told)

    true = [(fitting.chance(shift + slope * fitting.logit(sure)), right) for sure, right in told]
    assert fitting.untrue(told) == pytest.approx(0.15)
    assert fitting.untrue(true) < 0.01


def test_the_same_data_gives_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    own = list(examples.own())[::12]
    monkeypatch.setattr(examples, "own", lambda: iter(own))
    said = [("book", "get me a table"), ("cancel", "drop my table"), ("thanks", "cheers")] * 6
    records = [
        {"id": f"x{n}", "source": "clinc", "lang": "en", "context": None, "text": text, "acts": [act]}
        for n, (act, text) in enumerate(said)
    ]
    labels = {"single_label_sources": ["clinc"], "supported": {"clinc": ["book", "cancel", "thanks"]}}
    (tmp_path / "acts.jsonl").write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    (tmp_path / "acts_labels.json").write_text(json.dumps(labels), encoding="utf-8")

    for name in ("one", "two"):
        half = ["--half", str(tmp_path / f"half of {name}")]
        assert training.main(["--data", str(tmp_path), "--out", str(tmp_path / name), *half]) == 0

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    assert read((tmp_path / "one").read_text(encoding="utf-8")).pieces


def test_a_missing_folder_is_explained(capsys: pytest.CaptureFixture[str]):
    assert training.main(["--data", "/nowhere"]) == 2
    assert "Give the folder" in capsys.readouterr().err
