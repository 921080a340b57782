"""The small language that tables of phrases are written in, and the matcher for whole tables.

A phrase is written as words with spaces between them. `a|b` is either word, `get_rid_of` is three words as one choice,
`word?` may be missing, `..` stands for up to three words of any kind and `...` for up to eight, never across a comma or
full stop, `^` is the start of the text and `$` its end. `{visit}` is a class of words, given beside the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_ANY = r"[^\s,.]+"
_GAPS = {"..": rf"(?: {_ANY}){{0,3}}?", "...": rf"(?: {_ANY}){{0,8}}?"}


@dataclass(frozen=True, slots=True)
class Hit:
    """What a phrase stands for, the words that were found, and where they begin and end in the line of words."""

    label: str
    said: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Phrase:
    label: str
    rest: re.Pattern[str]
    at_start: bool


class Phrases:
    """A table of phrases, compiled: by their first word, so that a text meets few of them."""

    __slots__ = ("_by_word", "vocabulary")

    def __init__(self, table: Mapping[str, Sequence[str]], classes: Mapping[str, str]) -> None:
        self._by_word: dict[str, list[_Phrase]] = {}
        words: set[str] = set()
        for label, phrases in table.items():
            for phrase in phrases:
                words.update(self._take(label, phrase, classes))
        self.vocabulary = frozenset(words)

    def _take(self, label: str, phrase: str, classes: Mapping[str, str]) -> Iterator[str]:
        pieces = [_filled(piece, classes) for piece in phrase.split()]
        at_start = pieces[0] == "^"
        firsts, *rest = pieces[1:] if at_start else pieces
        if firsts in _GAPS:
            raise ValueError(f"{phrase!r}: a phrase cannot begin with a gap")
        if firsts.endswith("?"):
            start = ["^"] if at_start else []
            yield from self._take(label, " ".join([*start, firsts.rstrip("?"), *rest]), classes)
            yield from self._take(label, " ".join([*start, *rest]), classes)
            return
        for choice in firsts.split("|"):
            first, *more = choice.split("_")
            pattern = re.compile(
                "".join([*(f" {re.escape(word)}" for word in more), *map(_expression, rest)]) + r"(?= |$)"
            )
            self._by_word.setdefault(first, []).append(_Phrase(label, pattern, at_start))
        for piece in pieces:
            yield from (word for choice in piece.rstrip("?").split("|") for word in choice.split("_"))

    def hits(self, line: str) -> list[Hit]:
        """Every phrase of the table in a line of words, in the order of their first words."""
        found = []
        for start, end in _borders(line):
            for phrase in self._by_word.get(line[start:end], ()):
                match = phrase.rest.match(line, end) if start == 0 or not phrase.at_start else None
                if match is not None:
                    found.append(Hit(phrase.label, line[start : match.end()], start, match.end()))
        return found


def _borders(line: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(line):
        end = line.find(" ", start)
        end = len(line) if end < 0 else end
        yield start, end
        start = end + 1


def _filled(piece: str, classes: Mapping[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: "|".join(classes[match.group(1)].split()), piece)


def _expression(piece: str) -> str:
    if piece in _GAPS:
        return _GAPS[piece]
    if piece == "$":
        return r"(?: [,.])*$"
    optional = "?" if piece.endswith("?") else ""
    choices = piece.rstrip("?").split("|")
    ending = "|(?: [,.])*$" if "$" in choices else ""
    words = "|".join(re.escape(choice.replace("_", " ")) for choice in choices if choice != "$")
    return f"(?: (?:{words}){ending}){optional}"


def merged(*tables: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    """Several tables as one."""
    joined: dict[str, tuple[str, ...]] = {}
    for table in tables:
        for label, phrases in table.items():
            joined[label] = (*joined.get(label, ()), *phrases)
    return joined
