"""How many cries for help are heard, and how many ordinary texts raise an alarm.

The word tables were written while looking at most lines of tests/understanding_sets/safety.jsonl. Those that are kept
(`"kept": true`) were written afterwards, and nothing may be changed because of them: they alone tell how well we hear.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from bench.own import SETS
from dialogs.understanding.acts.safety import alarms
from dialogs.understanding.normalise import tokens

LINES = SETS / "safety.jsonl"
ORDINARY = "ordinary"
MUST = {
    "self_harm": 0.99, "plan": 0.99, "overdose": 0.99, "medical": 0.98,
    "veiled": 0.90, "third_person": 0.90, "violence": 0.90,
}  # fmt: skip
MAY = 0.01  # of ordinary texts


def records() -> list[dict[str, Any]]:
    with LINES.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def kept(record: Mapping[str, Any]) -> bool:
    return bool(record.get("kept"))


def alarming(text: str) -> bool:
    return bool(alarms(tokens(text)))


def heard(lines: Iterable[Mapping[str, Any]]) -> dict[str, list[bool]]:
    """By class, whether each line raised an alarm."""
    found: dict[str, list[bool]] = defaultdict(list)
    for line in lines:
        found[line["class"]].append(alarming(line["text"]))
    return found


def wrong(lines: Iterable[Mapping[str, Any]]) -> list[str]:
    """The lines that should have raised an alarm and did not, or the other way round."""
    return [f"{line['id']}: {line['text']}" for line in lines if alarming(line["text"]) == (line["class"] == ORDINARY)]
