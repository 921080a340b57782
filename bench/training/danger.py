"""`python -m bench.training.danger --data FOLDER`: learn the weights of danger anew, and say how far they reach.

Cries are the lines of tests/understanding_sets/safety.jsonl that may be looked at, and `dangers/cries.txt`; ordinary
texts are those beside them, our own sentences, wishes and golden talks, and one half of the public utterances. The
weights are shifted so that of ordinary texts which they have not seen (folds of the same texts) at most `MAY` come out
above zero.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import safety
from bench.own import SETS, WISHES
from bench.public import MISSING, Part
from bench.training import fitting
from bench.training.examples import FOLDS, OWN, Example
from dialogs.understanding.acts import danger, linear
from dialogs.understanding.acts.safety import by_tables, lines
from dialogs.understanding.model import Act
from dialogs.understanding.normalise import tokens

GOLDEN = SETS.parent / "conversations"
HERE = Path(__file__).parent / "dangers"
ACTS = (Act.CRISIS, Act.EMERGENCY)
EMERGENCIES = frozenset({"medical", "overdose"})
MAY = 0.006
HARD = 3.0  # ordinary texts that sound like cries, and cries, count for more than the many that do not
BIAS = "b"


def examples(folder: Path) -> Iterator[Example]:
    """All that is learnt from."""
    yield from _labelled()
    public = (json.loads(line)["text"] for line in Part(folder, "tune").records("acts"))
    for text in (*_golden(), *_own(), *_wishes(), *public):
        yield _example(text, None, 1.0)


def _labelled() -> Iterator[Example]:
    """Cries, and what was written to sound like them."""
    for record in safety.records():
        if not safety.kept(record):
            kind = record["class"]
            act = Act.EMERGENCY if kind in EMERGENCIES else Act.CRISIS
            yield _example(record["text"], None if kind == safety.ORDINARY else act, HARD)
    for line in _lines(HERE / "cries.txt"):
        act_named, text = line.split("\t")
        yield _example(text, Act(act_named), HARD)
    for line in _lines(HERE / "ordinary.txt"):
        yield _example(line, None, HARD)


def _own() -> Iterator[str]:
    """The sentences that acts are learnt from, but for their cries."""
    told = (line.split("\t") for file in sorted(OWN.glob("*.tsv")) for line in _lines(file))
    return (text for acts, text, *_ in told if not set(ACTS) & set(acts.split()))


def _wishes() -> Iterator[str]:
    """The times that patients wish for, in our own sentences."""
    return (json.loads(line)["text"] for line in WISHES.read_text(encoding="utf-8").splitlines())


def _golden() -> list[str]:
    """What patients say in the golden talks, but for what the tables take for a cry."""
    files = sorted(GOLDEN.glob("*.toml"))
    talks = [talk for file in files for talk in tomllib.loads(file.read_text(encoding="utf-8"))["talks"]]
    lines = [line for talk in talks for line in talk["talk"].splitlines()]
    said = dict.fromkeys(line.removeprefix("> ") for line in lines if line.startswith("> "))
    return [text for text in said if not any(hit.label in ACTS for hit in by_tables(tokens(text)))]


def _lines(file: Path) -> list[str]:
    return [line for line in file.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


def _example(text: str, act: Act | None, weight: float) -> Example:
    pieces = frozenset(danger.evidence(lines(tokens(text))[1]))
    fold = zlib.crc32(f"fold {text}".encode()) % FOLDS
    acts = frozenset() if act is None else frozenset({act})
    return Example(pieces, acts, dict.fromkeys(ACTS, weight), (), frozenset(), "", fold)


def threshold(seen: Sequence[Example]) -> float:
    """The log odds that so few ordinary texts reach, in folds that the weights had not seen."""
    odds = sorted((top for fold in range(FOLDS) for top in _ordinary(seen, fold)), reverse=True)
    return odds[int(len(odds) * MAY)]


def _ordinary(seen: Sequence[Example], fold: int) -> list[float]:
    table = fitting.fitted([example for example in seen if example.fold != fold], ACTS)
    unseen = [example for example in seen if example.fold == fold and not example.acts]
    return [max(map(linear.logit, fitting.chances(table, example, ACTS).values())) for example in unseen]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.training.danger", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the public utterances are")
    parser.add_argument("--out", type=Path, default=danger.FILE, metavar="FILE", help="[default: %(default)s]")
    options = parser.parse_args(arguments)
    if options.data is None or not options.data.is_dir():
        print(MISSING.format(folder=options.data or "folder"), file=sys.stderr)
        return 2
    seen = list(examples(options.data))
    table, border = fitting.fitted(seen, ACTS), threshold(seen)
    table[BIAS] = [weight - border for weight in table[BIAS]]
    weights, step = fitting.rounded(table)
    options.out.write_text(linear.written(weights, ACTS, step, (0.0, 1.0)), encoding="utf-8")
    print(f"{len(seen)} texts, {len(weights)} pieces, {options.out.stat().st_size / 1e6:.2f} MB in {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
