"""What is spoken, what was heard, and what each comes to: acts and times of our own sentences, clean and as heard."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bench import own
from bench.judging import View, right
from bench.own import SETS, Record
from dialogs.calls import sounds
from dialogs.calls.gathered import SURE_ENOUGH

CALLS, HEARD = SETS / "calls.jsonl", SETS / "heard.jsonl"
# Nobody spells "tmrw" aloud, the machine has one voice for one language, and `speech` is misheard already.
SPOKEN_KINDS = ("exclusion", "alternative", "order", "relation", "chained", "correction", "clock")
EACH = 4  # of the wishes every fourth of a kind


@dataclass
class Score:
    """Right or not, each sentence that was judged."""

    acts: list[bool] = field(default_factory=list)
    times: list[bool] = field(default_factory=list)
    other_times: list[str] = field(default_factory=list)


def sentences() -> Iterator[Record]:
    """What is spoken, in the order in which it was."""
    with CALLS.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)
    seen: dict[str, int] = defaultdict(int)
    for record in own.records():
        _, kind, language = record["source"].split("_")
        if language == "en" and kind in SPOKEN_KINDS:
            if seen[kind] % EACH == 0:
                yield record
            seen[kind] += 1


def heard() -> dict[str, dict[str, object]]:
    """What the recogniser wrote, by the id of the sentence."""
    with HEARD.open(encoding="utf-8") as lines:
        return {record["id"]: record for record in map(json.loads, lines)}


def clean() -> Score:
    """The sentences as they were meant."""
    score = Score()
    for record in sentences():
        _take(score, record)
    return score


def as_heard() -> tuple[Score, int]:
    """The same as the recogniser wrote them, mended as in a call; and how many would be asked again unread."""
    score, written, unsure = Score(), heard(), 0
    for record in sentences():
        line = written[record["id"]]
        unsure += float(str(line["confidence"])) < SURE_ENOUGH
        _take(score, {**record, "text": sounds.repaired(str(line["heard"]), record["lang"])})
    return score, unsure


def _take(score: Score, record: Mapping[str, object]) -> None:
    answer = own.ours(record)
    if "acts" in record:
        score.acts.append(own.acts_right(record, [act["act"] for act in answer["acts"]]))
    if "expect" in record:
        view = View.at(datetime.fromisoformat(str(record["now"])), ZoneInfo(str(record["tz"])))
        score.times.append(right(record["expect"], answer["when"], view))  # type: ignore[arg-type]
        if not score.times[-1] and answer["when"] is not None:
            score.other_times.append(str(record["text"]))
