"""The language that the grammar's rules are written in, and the reader that applies them.

A rule is a name, a pattern of kinds of words ("the? ordinal of month full_year?") and a function from the words found
to an atom, or None where they make no sense together. At every word the longest reading wins, then the earlier rule.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from dialogs.understanding.times.atoms import Atom, Mark, Piece
from dialogs.understanding.times.words import LETTERS, Word, spelt


def no_visit() -> datetime | None:
    """No visit was named."""
    return None


@dataclass(frozen=True, slots=True)
class Reference:
    """What readings are relative to: now and the visit last named, on the local wall clock.

    Few readings need the visit, and it has to be read too: `visit_named` is called by those that do. `day_first` tells
    whether a numeric date begins with the day; `hours` are the minutes of each weekday, Monday first, between which
    visits are possible, if known.
    """

    now: datetime
    day_first: bool = False
    visit_named: Callable[[], datetime | None] = no_visit
    hours: tuple[tuple[int, int], ...] = ()

    @property
    def visit(self) -> datetime | None:
        return self.visit_named()

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


_OTHER = LETTERS["other"]

Reading = Callable[[Found, Reference], Atom | None]


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """Some forms of words and what they mean."""

    name: str
    patterns: tuple[re.Pattern[str], ...]
    read: Reading


Match = tuple[int, int, Rule]


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
    """An ordered collection of rules, found by the letter that they may begin with.

    Which rules match depends on the kinds of words alone: it is found once for every run of kinds, and remembered.
    """

    __slots__ = ("_by_letter", "_leads", "_matches", "leads", "marks", "rules")

    def __init__(self, marks: Iterable[str], leads: Sequence[str], rules: Sequence[Rule] = ()) -> None:
        self.marks = {kind: Mark(kind) for kind in marks}
        self.leads = tuple(leads)
        self.rules: list[Rule] = []
        self._leads = frozenset(LETTERS[kind] for kind in leads)
        self._by_letter: dict[str, list[tuple[re.Pattern[str], Rule]]] = {}
        self._matches = lru_cache(maxsize=4096)(self._matches_in)
        for rule in rules:
            self._add(rule)

    def rule(self, *patterns: str) -> Callable[[Reading], Reading]:
        """Register a function as the reading of some patterns; the rule is called as the function."""

        def register(read: Reading) -> Reading:
            self._add(Rule(read.__name__, tuple(map(compiled, patterns)), read))
            return read

        return register

    def _add(self, rule: Rule) -> None:
        self.rules.append(rule)
        for pattern in rule.patterns:
            for letter in first_letters(pattern.pattern):
                self._by_letter.setdefault(letter, []).append((pattern, rule))

    def pieces(self, words: Sequence[Word], reference: Reference) -> list[Piece]:
        """The atoms and marks in the words, in order; what no rule reads is left out."""
        found: list[Piece] = []
        begin = 0
        for run in spelt(words).split(_OTHER):
            at, matches = 0, self._matches(run) if run else ()
            while at < len(run):
                piece = _first(words, begin, matches[at], reference)
                end = begin + at + 1 if piece is None else piece.begin
                found.extend(self._marks(words, begin + at, end))
                at = end - begin
                if piece is not None:
                    found.append(piece)
                    at = piece.end - begin
            begin += len(run) + 1
        return found

    def _marks(self, words: Sequence[Word], begin: int, end: int) -> list[Piece]:
        marks = self.marks
        return [Piece(marks[kind], at, at + 1) for at in range(begin, end) if (kind := words[at].kind) in marks]

    def _matches_in(self, run: str) -> tuple[tuple[Match, ...], ...]:
        """For each word the rules that match from it on: the longest first, then the earlier rule.

        A word like "in" or "the" leaves the lead to what follows it where that reaches further.
        """
        found: list[list[Match]] = [[] for _ in run]
        for at in reversed(range(len(run))):
            own = [
                (match.end(), at, rule)
                for pattern, rule in self._by_letter.get(run[at], ())
                if (match := pattern.match(run, at))
            ]
            later = found[at + 1] if run[at] in self._leads and at + 1 < len(run) else []
            found[at] = sorted([*own, *later], key=_longest_first)
        return tuple(map(tuple, found))


def _longest_first(match: Match) -> int:
    return -match[0]


def _first(words: Sequence[Word], begin: int, matches: Sequence[Match], reference: Reference) -> Piece | None:
    """The atom of the first rule that makes sense of the words it matches."""
    for end, start, rule in matches:
        atom = rule.read(Found(words[begin + start : begin + end]), reference)
        if atom is not None:
            return Piece(atom, begin + start, begin + end, rule.name)
    return None
