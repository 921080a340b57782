"""The language that the grammar's rules are written in, and the reader that applies them.

A rule is a name, a pattern of kinds of words ("the? ordinal of month full_year?") and a function from the words found
to an atom, or None where they make no sense together. At every word the longest reading wins, then the earlier rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.understanding.times.atoms import Atom, Mark, Piece
from dialogs.understanding.times.words import LETTERS, Word, spelt


@dataclass(frozen=True, slots=True)
class Reference:
    """What readings are relative to: now on the local wall clock, and whether a numeric date begins with the day."""

    now: datetime
    day_first: bool = False

    @property
    def today(self) -> date:
        return self.now.date()


class Found:
    """The words that a rule matched, asked for by kind."""

    __slots__ = ("words",)

    def __init__(self, words: Sequence[Word]) -> None:
        self.words = words

    def has(self, *kinds: str) -> bool:
        return any(word.kind in kinds for word in self.words)

    def texts(self, *kinds: str) -> list[str]:
        """The values, as text, of the words of some kinds."""
        return [str(word.value) for word in self.words if word.kind in kinds]

    def numbers(self, *kinds: str) -> list[int]:
        """The values of the words of some kinds, in order."""
        return [word.value for word in self.words if word.kind in kinds and isinstance(word.value, int)]

    def number(self, *kinds: str) -> int:
        """The first such value; the pattern promises that there is one."""
        return self.numbers(*kinds)[0]

    def text(self, *kinds: str) -> str:
        return self.texts(*kinds)[0]


Reading = Callable[[Found, Reference], Atom | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """One form of words and what it means."""

    name: str
    pattern: re.Pattern[str]
    read: Reading


def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern of kinds as an expression over their letters."""
    lettered = re.sub(r"[a-z_]+", lambda match: re.escape(LETTERS[match.group()]), pattern)
    return re.compile(lettered.replace(" ", ""))


def first_letters(expression: str) -> frozenset[str]:
    """With which letters a match may begin; `compiled` makes expressions of letters, groups, `|`, `?` and `*`."""
    letters, _, _ = _alternatives(re.findall(r"\\?.", expression), 0)
    return letters


def _alternatives(signs: Sequence[str], at: int) -> tuple[frozenset[str], bool, int]:
    """First letters, whether nothing at all will do, and where the group ends."""
    letters, empty = frozenset[str](), False
    while True:
        firsts, nothing, at = _sequence(signs, at)
        letters, empty = letters | firsts, empty or nothing
        if at == len(signs) or signs[at] != "|":
            return letters, empty, at
        at += 1


def _sequence(signs: Sequence[str], at: int) -> tuple[frozenset[str], bool, int]:
    letters, begins = frozenset[str](), True
    while at < len(signs) and signs[at] not in ("|", ")"):
        if signs[at] == "(":
            firsts, nothing, at = _alternatives(signs, at + 1)
        else:
            firsts, nothing = frozenset(signs[at][-1]), False
        at += 1
        if at < len(signs) and signs[at] in ("?", "*"):
            nothing, at = True, at + 1
        if begins:
            letters, begins = letters | firsts, nothing
    return letters, begins, at


class Grammar:
    """An ordered collection of rules, found by the letter that they may begin with."""

    __slots__ = ("_by_letter", "marks")

    def __init__(self, marks: Sequence[str]) -> None:
        self._by_letter: dict[str, list[Rule]] = {}
        self.marks = frozenset(marks)

    def rule(self, *patterns: str) -> Callable[[Reading], Reading]:
        """Register a function as the reading of some patterns; the rule is called as the function."""

        def register(read: Reading) -> Reading:
            for pattern in map(compiled, patterns):
                for letter in first_letters(pattern.pattern):
                    self._by_letter.setdefault(letter, []).append(Rule(read.__name__, pattern, read))
            return read

        return register

    def pieces(self, words: Sequence[Word], reference: Reference) -> list[Piece]:
        """The atoms and marks in the words, in order; what no rule reads is left out."""
        letters = spelt(words)
        found: list[Piece] = []
        at = 0
        while at < len(words):
            piece = self._longest(words, letters, at, reference)
            if piece is not None:
                found.append(piece)
            at = piece.end if piece is not None else at + 1
        return found

    def _longest(self, words: Sequence[Word], letters: str, at: int, reference: Reference) -> Piece | None:
        rules = self._by_letter.get(letters[at], ())
        matches = [(match.end(), rule) for rule in rules if (match := rule.pattern.match(letters, at))]
        matches.sort(key=_longest_first)
        for end, rule in matches:
            atom = rule.read(Found(words[at:end]), reference)
            if atom is not None:
                return Piece(atom, at, end, rule.name)
        kind = words[at].kind
        return Piece(Mark(kind), at, at + 1) if kind in self.marks else None


def _longest_first(match: tuple[int, Rule]) -> int:
    return -match[0]
