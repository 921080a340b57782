"""Rules for ranges of clock times that would otherwise be read as one: "entre las 3 y las 4", "de las 3 a las 4"."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.understanding.times.atoms import Atom, Clock
from dialogs.understanding.times.clocks import clock_said
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.rules import Found, Reference
from dialogs.understanding.times.spans import clock_range
from dialogs.understanding.times.words import Word

_HALF = "(ampm | (in|at|on)? the? part)"
_ONE = f"at? the? (number|clock) oclock? {_HALF}?"
_MIDDLE = ("and", "at", "to", "through", "until")


@GRAMMAR.rule(f"(between|from) {_ONE} (and|at|to|through|until) {_ONE}", f"{_ONE} at {_ONE}")
def two_clocks(found: Found, reference: Reference) -> Atom | None:
    """Two clock times, where anything but the bare numbers says that they are clock times."""
    middle = _middle(found.words)
    first, last = _clock(found.words[:middle]), _clock(found.words[middle + 1 :])
    if not found.has("between", "from") and not found.words[middle].text.startswith("a "):
        return None
    plain = not found.has("ampm", "part", "clock", "oclock") and not any(
        word.text.endswith(("las", "la")) for word in found.words
    )
    return None if plain or first is None or last is None else clock_range(first, last)


def _middle(words: Sequence[Word]) -> int:
    """Where the word between the two stands: behind the first number."""
    first = next(at for at, word in enumerate(words) if word.kind in {"number", "clock"})
    return next(at for at in range(first + 1, len(words)) if words[at].kind in _MIDDLE)


def _clock(words: Sequence[Word]) -> Clock | None:
    return clock_said(Found(words))
