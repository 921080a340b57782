"""Our own sentences, judged: tests/understanding_sets/wishes.jsonl, for us and for any other parser of dates."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bench.baselines import Parser, as_answer
from bench.judging import View, right
from bench.timing import Timed
from dialogs.calls import sounds
from dialogs.understanding import Context, contract, understand

SETS = Path(__file__).parents[1] / "tests" / "understanding_sets"
WISHES = SETS / "wishes.jsonl"

Record = Mapping[str, Any]
Reader = Callable[[Record], Mapping[str, Any]]
_WITH_A_TIME = frozenset({"give_date", "give_time"})
_MISSING = object()


def records() -> list[dict[str, Any]]:
    with WISHES.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def ours(record: Record) -> dict[str, Any]:
    """What we understand, as contract section 7 writes it."""
    told = record.get("context", {})
    context = Context(asked=told.get("system", ""), options=tuple(told.get("options", ())))
    now = datetime.fromisoformat(record["now"])
    spoken = "_speech_" in record["source"]  # what a recogniser wrote is mended first, as in a call
    text = sounds.repaired(record["text"], record["lang"]) if spoken else record["text"]
    return contract.to_json(understand(text, now, ZoneInfo(record["tz"]), record["lang"], context))


def with_parser(parser: Parser) -> Reader:
    """The same for a parser of dates alone."""

    def read(record: Record) -> dict[str, Any]:
        now = datetime.fromisoformat(record["now"]).astimezone(ZoneInfo(record["tz"]))
        return as_answer(parser(record["text"], now, record["lang"]), now)

    return read


class Score:
    """Right and judged, by kind, for times and for acts."""

    def __init__(self) -> None:
        self.times: dict[str, list[bool]] = defaultdict(list)
        self.acts: dict[str, list[bool]] = defaultdict(list)
        self.misses: list[str] = []

    def take(self, record: Record, answer: Mapping[str, Any]) -> None:
        kind = record["source"].split("_")[1]
        told = []
        if "expect" in record:
            told.append(right(record["expect"], answer["when"], _view(record)))
            self.times[kind].append(told[-1])
        if "acts" in record and "acts" in answer:
            told.append(acts_right(record, [act["act"] for act in answer["acts"]]))
            self.acts[kind].append(told[-1])
        if not all(told):
            self.misses.append(_miss(record, answer))


def score(reader: Reader) -> tuple[Score, Timed]:
    """Every sentence read once, after one to warm up. A crash is a miss."""
    timed, scored = Timed(reader), Score()
    for record in records():
        scored.take(record, timed(record) or {"when": None})
    return scored, timed


def acts_right(record: Record, acts: list[str]) -> bool:
    """All that were said, and none besides."""
    free = {"other", *(_WITH_A_TIME if record.get("expect", _MISSING) is not None else ())}
    heard = set(acts)
    return any(set(said["must"]) <= heard <= {*said["must"], *said["may"], *free} for said in record["acts"])


def _view(record: Record) -> View:
    return View.at(datetime.fromisoformat(record["now"]), ZoneInfo(record["tz"]))


def _miss(record: Record, answer: Mapping[str, Any]) -> str:
    acts = " ".join(act["act"] for act in answer.get("acts", ()))
    return f"{record['id']}: {record['text']} -> {acts} {json.dumps(answer['when'])}"
