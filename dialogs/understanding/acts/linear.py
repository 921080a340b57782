"""Learnt weights: how much each piece of evidence speaks for each act, and the chance of an act from their sum.

The weights are a text file: a first line of JSON, then a line for each piece with one byte for each act. In memory a
piece is one long number with a lane for each act, so that adding up a text is adding up numbers.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dialogs.understanding.acts.evidence import question
from dialogs.understanding.model import Act

FILE = Path(__file__).parent / "weights" / "acts.tsv"
ZERO = 128  # the byte that stands for no weight
_LANE = 3  # bytes; a text has far fewer than 65,000 pieces
_MASK = (1 << 8 * _LANE) - 1
_FAR = 30.0


@dataclass(frozen=True, slots=True)
class Weights:
    """Acts in the order of their lanes, what one step of a byte is worth, the pieces, and how far a chance is true."""

    acts: tuple[Act, ...]
    step: float
    pieces: Mapping[str, int]
    trust: tuple[float, float] = (0.0, 1.0)

    def added(self, pieces: Iterable[str]) -> tuple[int, int]:
        """What these pieces add up to, and how many of them are known."""
        known = list(filter(None, map(self.pieces.get, pieces)))
        return sum(known), len(known)

    def chances(self, added: tuple[int, int], asked: str) -> dict[Act, float]:
        """The chance of each act where its pieces add up to that, after the words that were asked."""
        total, count = map(sum, zip(added, _asked(self, asked), strict=True))
        return {act: chance(odds) for act, odds in self._odds(total, count).items()}

    def odds(self, pieces: Iterable[str]) -> dict[Act, float]:
        """The log odds of each act."""
        return self._odds(*self.added(pieces))

    def _odds(self, total: int, count: int) -> dict[Act, float]:
        lanes = ((total >> 8 * _LANE * lane) & _MASK for lane in range(len(self.acts)))
        return {act: (lane - ZERO * count) * self.step for act, lane in zip(self.acts, lanes, strict=True)}

    def sure(self, chance_told: float) -> float:
        """How often an act of such a chance was right, on texts that the weights had not seen."""
        shift, slope = self.trust
        return chance(shift + slope * logit(chance_told))

    def pulls(self, act: Act, pieces: Iterable[str]) -> list[tuple[str, float]]:
        """What each known piece adds to the log odds of an act, the strongest first, for or against."""
        lane = 8 * _LANE * self.acts.index(act)
        known = [(piece, ((self.pieces[piece] >> lane) & _MASK) - ZERO) for piece in pieces if piece in self.pieces]
        return [
            (piece, round(steps * self.step, 2))
            for piece, steps in sorted(known, key=lambda item: (-abs(item[1]), item[0]))
            if steps
        ]

    def words_for(self, act: Act, pieces: Iterable[str], most: int = 3) -> list[str]:
        """The words that speak most for an act."""
        lane = 8 * _LANE * self.acts.index(act)
        weighed = [
            (((self.pieces[piece] >> lane) & _MASK) - ZERO, piece.removeprefix("w:"))
            for piece in pieces
            if piece.startswith("w:") and piece in self.pieces
        ]
        strongest = sorted(weighed, key=lambda item: (-item[0], item[1]))[:most]
        return [word.strip("^$ ") for weight, word in strongest if weight > 0 and word.strip("^$ ")]

    def __hash__(self) -> int:
        return id(self)


def chance(log_odds: float) -> float:
    return 1 / (1 + math.exp(-max(-_FAR, min(_FAR, log_odds))))


def logit(chance_told: float) -> float:
    return math.log(chance_told / (1 - chance_told))


@lru_cache(maxsize=1024)
def _asked(weights: Weights, asked: str) -> tuple[int, int]:
    """What the question alone adds up to, and of how many pieces."""
    return weights.added(question(asked))


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that are shipped."""
    return read(FILE.read_text(encoding="utf-8"))


def read(text: str) -> Weights:
    """Weights from their file."""
    head, *lines = text.splitlines()
    told = json.loads(head)
    pieces = {}
    for line in lines:
        piece, row = line.split("\t")
        pieces[piece] = _number(bytes.fromhex(row))
    return Weights(tuple(Act(act) for act in told["acts"]), told["step"], pieces, tuple(told["trust"]))


def _number(row: bytes) -> int:
    lanes = bytearray(_LANE * len(row))
    lanes[::_LANE] = row
    return int.from_bytes(lanes, "little")


def written(
    weights: Mapping[str, tuple[int, ...]], acts: Iterable[Act], step: float, trust: tuple[float, float]
) -> str:
    """The file of weights, each between -127 and 127 steps; pieces without any weight are left out."""
    head = json.dumps({"acts": [act.value for act in acts], "step": step, "trust": trust})
    lines = [
        f"{piece}\t{bytes(ZERO + weight for weight in row).hex()}" for piece, row in sorted(weights.items()) if any(row)
    ]
    return "\n".join([head, *lines]) + "\n"
