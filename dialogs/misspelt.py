"""Names of a clinic as patients misspell them, compared with the clinic's closed list.

Short names are left alone unless a title stands before them ("dr ortz"): what is near a short name is mostly a word.
A text that is as near to two names means neither.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

Names = tuple[tuple[str, str], ...]

TITLES = frozenset({"dr", "dra", "doctor", "doctora"})
SHORTEST = 6
SHORTEST_TITLED = 4
LONG = 8
_WORDS_READ = 60


def owner_of(words: str, names: Names) -> tuple[str, str] | None:
    """Whose name some of the folded words are most likely a slip of, and the words up to there."""
    said = words.split()[:_WORDS_READ]
    near = sorted(_near(said, _by_letter(names)))
    if not near or len({owner for slips, _, owner in near if slips == near[0][0]}) > 1:
        return None
    _, at, owner = near[0]
    return owner, " ".join(said[:at])


@lru_cache(maxsize=128)
def _by_letter(names: Names) -> dict[str, tuple[tuple[str, int, str], ...]]:
    """Names as one word, of how many words they are and whose, by their first letter."""
    found: dict[str, tuple[tuple[str, int, str], ...]] = {}
    for name, owner in names:
        words = name.split()
        found[name.strip()[0]] = (*found.get(name.strip()[0], ()), ("".join(words), len(words), owner))
    return found


def _near(said: Sequence[str], names: Mapping[str, Sequence[tuple[str, int, str]]]) -> Iterator[tuple[int, int, str]]:
    for at, first in enumerate(said):
        for name, length, owner in names.get(first[0], ()):
            slips = _slips("".join(said[at : at + length]), name, titled=at > 0 and said[at - 1] in TITLES)
            if slips is not None:
                yield slips, at, owner


def _slips(run: str, name: str, titled: bool) -> int | None:
    """How many slips lead from a name to what was written, if they are few enough for its length."""
    shortest = min(len(run), len(name))
    if shortest < (SHORTEST_TITLED if titled else SHORTEST):
        return None
    allowed = 1 if shortest < LONG else 2
    slips = OSA.distance(run, name, score_cutoff=allowed)
    return slips if slips <= allowed else None
