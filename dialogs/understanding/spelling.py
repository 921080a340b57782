"""Misspelt words, compared with a closed list: one slip in a short word, two in a long one, the first letter right.

Never used for words that stop messages: what looks like STOP is not STOP.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import OSA

SHORTEST = 5
LONG = 8


class Speller:
    """A closed list of right words, and words that must never be taken for one of them."""

    __slots__ = ("_by_letter", "_long", "_never", "meant")

    def __init__(self, right: Iterable[str], never: Iterable[str], long: int = LONG) -> None:
        self._long = long
        self._never = frozenset(never)
        self._by_letter: dict[str, list[str]] = {}
        for word in right:
            self._by_letter.setdefault(word[0], []).append(word)
        self.meant = lru_cache(maxsize=4096)(self._meant)

    def _meant(self, word: str) -> str | None:
        """The right word that a word is most likely a slip of, or None."""
        if len(word) < SHORTEST or word in self._never:
            return None
        allowed = 1 if len(word) < self._long else 2
        near = [(OSA.distance(word, right, score_cutoff=allowed), right) for right in self._by_letter.get(word[0], ())]
        best = min(near, default=(allowed + 1, ""))
        return best[1] if best[0] <= allowed else None
