"""Cries for help that no table of phrases knows, by weights learnt from cries and from ordinary texts.

It only adds to the tables, which alone decide where they know the words. A figure of speech that they know keeps it
silent. The weights are shifted so that a sum above zero is a cry, at which hardly any ordinary text arrives.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from dialogs.understanding.acts.linear import Weights, read
from dialogs.understanding.model import Act

FILE = Path(__file__).parent / "weights" / "danger.tsv"
LETTERS = 4  # in a row: shorter runs tell no more, longer ones cost more
FEWEST_WORDS = 4  # what is shorter says too little
CUT = 400
_DIGITS = str.maketrans("123456789", "0" * 9)


@lru_cache(maxsize=1)
def weights() -> Weights:
    """The weights that are shipped."""
    return read(FILE.read_text(encoding="utf-8"))


def heard(line: str) -> Act | None:
    """The kind of danger that a line of words tells of; None where it most likely tells of none."""
    if line.count(" ") + 1 < FEWEST_WORDS:
        return None
    odds = weights().odds(evidence(line))
    act = max(odds, key=lambda one: odds[one])
    return act if odds[act] > 0 else None


def evidence(line: str) -> set[str]:
    """Runs of letters, words, pairs of words, and words with another between them."""
    words = ["^", *line[:CUT].translate(_DIGITS).split(" "), "$"]
    spaced = " ".join(words)
    pieces = {spaced[at : at + LETTERS] for at in range(len(spaced) - LETTERS + 1)}
    pieces.update([f"w:{word}" for word in words])
    pieces.update([f"w:{first} {second}" for first, second in pairwise(words)])
    pieces.update([f"v:{first} {third}" for first, third in zip(words, words[2:], strict=False)])
    pieces.add("b")
    return pieces
