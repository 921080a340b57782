"""Logistic regression on sparse evidence, one act at a time, by gradient steps that shrink with use (AdaGrad).

The order of examples is fixed by a checksum, so the same data gives the same weights, byte for byte.
"""

from __future__ import annotations

import math
import zlib
from collections import Counter
from collections.abc import Sequence

from bench.training.examples import Example
from dialogs.understanding.acts.combining import LEARNT
from dialogs.understanding.acts.linear import chance, logit
from dialogs.understanding.model import Act

ROUNDS = 10
RATE = 0.04
LETTERS = 0.25  # letters are many and say the same as words: each learns slower
RULED = 0.35  # rules were written while looking at the same half: they are trusted less than they seem to deserve
RAREST = 3  # seen in so many texts, a piece counts
LEARNT_ENOUGH = 0.01
STEPS = 127

Table = dict[str, list[float]]


def fitted(examples: Sequence[Example], acts: Sequence[Act] = LEARNT) -> Table:
    """The weights of each piece, in the order of the acts."""
    counts = Counter(piece for example in examples for piece in example.pieces)
    names = sorted(piece for piece, count in counts.items() if count >= RAREST)
    numbers = {name: number for number, name in enumerate(names)}
    rates = [RATE * (LETTERS if _is_letters(name) else RULED if _is_ruled(name) else 1.0) for name in names]
    texts = [sorted(numbers[piece] for piece in example.pieces if piece in numbers) for example in examples]
    columns = [_fit(act, examples, texts, rates) for act in acts]
    return {name: [column[number] for column in columns] for name, number in numbers.items()}


def _is_letters(name: str) -> bool:
    return name[1:2] != ":" and "|" not in name and len(name) > 1


def _is_ruled(name: str) -> bool:
    return name.startswith(("r:", "R:", "h:")) or "|r:" in name


def _fit(act: Act, examples: Sequence[Example], texts: Sequence[Sequence[int]], rates: Sequence[float]) -> list[float]:
    weights, squares = [0.0] * len(rates), [1e-3] * len(rates)
    telling = [number for number, example in enumerate(examples) if example.weight.get(act)]
    for turn in range(ROUNDS):
        for number in sorted(telling, key=lambda at: zlib.crc32(f"{turn} {at}".encode())):
            example = examples[number]
            likely = chance(sum([weights[piece] for piece in texts[number]]))
            slope = (likely - (act in example.acts)) * example.weight[act]
            if abs(slope) < LEARNT_ENOUGH:
                continue
            square = slope * slope
            for piece in texts[number]:
                squares[piece] += square
                weights[piece] -= rates[piece] * slope / math.sqrt(squares[piece])
    return weights


def chances(table: Table, example: Example, acts: Sequence[Act] = LEARNT) -> dict[Act, float]:
    """The chance of each act by weights that are not rounded yet."""
    rows = [table[piece] for piece in example.pieces if piece in table]
    return {act: chance(math.fsum(row[lane] for row in rows)) for lane, act in enumerate(acts)}


def rounded(table: Table) -> tuple[dict[str, tuple[int, ...]], float]:
    """Weights in whole steps, and what a step is worth."""
    step = max(abs(weight) for row in table.values() for weight in row) / STEPS
    return {name: tuple(round(weight / step) for weight in row) for name, row in table.items()}, step


def trust(told: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Shift and slope that make chances true: Platt's scaling, by Newton's method."""
    shift, slope = 0.0, 1.0
    odds = [(logit(sure), right) for sure, right in told]
    for _ in range(30):
        gradient, curve = [0.0, 0.0], [1e-6, 0.0, 1e-6]
        for odd, right in odds:
            likely = chance(shift + slope * odd)
            rest, spread = likely - right, likely * (1 - likely)
            gradient = [gradient[0] + rest, gradient[1] + rest * odd]
            curve = [curve[0] + spread, curve[1] + spread * odd, curve[2] + spread * odd * odd]
        size = curve[0] * curve[2] - curve[1] * curve[1]
        shift -= (curve[2] * gradient[0] - curve[1] * gradient[1]) / size
        slope -= (curve[0] * gradient[1] - curve[1] * gradient[0]) / size
    return round(shift, 4), round(slope, 4)


def untrue(told: Sequence[tuple[float, bool]], bins: int = 10) -> float:
    """The expected calibration error: how far what was claimed is from what was right, over ten bins."""
    gaps = 0.0
    for bin_ in range(bins):
        inside = [(sure, right) for sure, right in told if min(int(sure * bins), bins - 1) == bin_]
        gaps += abs(sum(sure - right for sure, right in inside))
    return gaps / len(told) if told else 0.0
