"""`python -m bench.training --data FOLDER`: learn the weights of acts anew and write them where they are shipped.

Twice: from the half that may be looked at and our own sentences, which is what the bench judges by the other half; and
from both halves and our own, which is what is shipped. How far confidence is true is learnt from texts that the weights
had not seen (five folds).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import public
from bench.public import MISSING
from bench.training import examples, fitting
from bench.training.examples import FOLDS, Example
from dialogs.understanding.acts import linear
from dialogs.understanding.acts.combining import LEARNT, chosen_acts
from dialogs.understanding.acts.evidence import question
from dialogs.understanding.acts.linear import chance
from dialogs.understanding.model import Act


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.training", description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="where the public utterances are")
    parser.add_argument("--out", type=Path, default=linear.FILE, metavar="FILE", help="[default: %(default)s]")
    parser.add_argument("--half", type=Path, default=public.HALF, metavar="FILE", help="[default: %(default)s]")
    options = parser.parse_args(arguments)
    if options.data is None or not options.data.is_dir():
        print(MISSING.format(folder=options.data or "folder"), file=sys.stderr)
        return 2
    own = list(examples.own())
    looked_at, counting = (list(examples.public(options.data, part)) for part in ("tune", "count"))
    trust = _learn([*looked_at, *own], options.half)
    learnt = linear.read(options.half.read_text(encoding="utf-8"))
    pairs = [
        _pair(example, learnt.chances(learnt.added(example.pieces - question(example.asked)), example.asked))
        for example in counting
    ]
    print(f"confidence, other half:    {_told([pair for pair in pairs if pair is not None], trust)}")
    _learn([*looked_at, *counting, *own], options.out)
    return 0


def _learn(seen: Sequence[Example], out: Path) -> tuple[float, float]:
    """Weights learnt from some texts, into a file; returns how far their confidence is true."""
    weights, step = fitting.rounded(fitting.fitted(seen))
    unseen = [pair for fold in range(FOLDS) for pair in _surest(seen, fold)]
    trust = fitting.trust(unseen)
    out.write_text(linear.written(weights, LEARNT, step, trust), encoding="utf-8")
    kept = sum(any(row) for row in weights.values())
    print(f"{len(seen)} texts, {kept} pieces of evidence, {out.stat().st_size / 1e6:.2f} MB in {out}")
    print(f"confidence in five folds:  {_told(unseen, trust)}")
    return trust


def _surest(seen: Sequence[Example], fold: int) -> Iterable[tuple[float, bool]]:
    """The chances told of a fold by weights that were learnt from the others, and whether they were right."""
    table = fitting.fitted([example for example in seen if example.fold != fold])
    pairs = (_pair(example, fitting.chances(table, example)) for example in seen if example.fold == fold)
    return [pair for pair in pairs if pair is not None]


def _pair(example: Example, chances: dict[Act, float]) -> tuple[float, bool] | None:
    """The chance of the surest act and whether it was right; None where rules alone decide it."""
    heard = [act for act in chosen_acts(chances, example.by_rule, example.refused) if act in example.weight]
    if not heard or heard[0] not in chances or heard[0] is Act.OTHER:
        return None
    return chances[heard[0]], heard[0] in example.acts


def _told(pairs: Sequence[tuple[float, bool]], trust: tuple[float, float]) -> str:
    raw = fitting.untrue(pairs)
    shift, slope = trust
    true = [(chance(shift + slope * linear.logit(sure)), right) for sure, right in pairs]
    right = sum(right for _, right in pairs) / len(pairs)
    return f"{right:.1%} right, error of confidence {fitting.untrue(true):.3f} (before calibration {raw:.3f})"


if __name__ == "__main__":
    sys.exit(main())
