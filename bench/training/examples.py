"""What the weights learn from: one half of public utterances from a folder, and our own sentences beside this module.

Our own are in `sentences/`, one file a language: acts, the text, and what was asked, with tabs between. A public source
teaches only the acts that it has names for; one that names a single act a text may hide others, so its silence counts
for less.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.public import NOW, Part
from dialogs.understanding import Act, Context, utterance
from dialogs.understanding.acts import by_rules
from dialogs.understanding.acts.combining import LEARNT, settled
from dialogs.understanding.acts.evidence import clues_in, evidence, question

OWN = Path(__file__).parent / "sentences"
SILENCE = 0.3
OURS = 0.4  # our sentences are many for a few ways to say a thing; more of it would drown how others speak
FOLDS = 5


@dataclass(frozen=True, slots=True)
class Example:
    """The evidence in a text, the acts that are right, how much each act may learn from it, and what rules heard."""

    pieces: frozenset[str]
    acts: frozenset[Act]
    weight: dict[Act, float]
    by_rule: tuple[Act, ...]
    refused: frozenset[Act]
    asked: str
    fold: int


def public(folder: Path, part: str) -> Iterator[Example]:
    """One half of `acts.jsonl` in a folder."""
    told = json.loads((folder / "acts_labels.json").read_text(encoding="utf-8"))
    for line in Part(folder, part).records("acts"):
        record = json.loads(line)
        asked = str((record["context"] or {}).get("system") or "")
        acts = frozenset(map(Act, record["acts"]))
        silence = SILENCE if record["source"] in told["single_label_sources"] else 1.0
        weight = {act: 1.0 if act in acts else silence for act in map(Act, told["supported"][record["source"]])}
        yield from _example(record["text"], asked, record["lang"], acts, weight, record["id"])


def own() -> Iterator[Example]:
    """Our own sentences, which name every act that is in them; each also as it is said without being asked."""
    for file in sorted(OWN.glob("*.tsv")):
        for line in file.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                acts, text, *asked = line.split("\t")
                known = frozenset(map(Act, acts.split()))
                weight = dict.fromkeys(LEARNT, OURS)
                for question_before in {"": 0, **dict.fromkeys(asked)}:
                    yield from _example(text, question_before, file.stem, known, weight, text)


def _example(
    text: str, asked: str, lang: str, acts: frozenset[Act], weight: dict[Act, float], key: str
) -> Iterator[Example]:
    said = utterance(text, NOW, NOW.tzinfo, lang, Context(asked=asked))  # type: ignore[arg-type]
    decision, found = by_rules(said)
    if found is None or settled(decision, found):
        return
    heard = tuple(heard.act for heard in decision.acts)
    pieces = evidence(clues_in(found, asked, [act.value for act in heard])) | question(asked)
    fold = zlib.crc32(f"fold {key}".encode()) % FOLDS
    yield Example(frozenset(pieces), acts, weight, heard, decision.refused, asked, fold)
