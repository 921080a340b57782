"""Word tables, compiled: which kind of word each word or phrase of a language is.

The tables are data, one module a language; a new language is a new module and a line here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.understanding.lexicon import en, es
from dialogs.understanding.lexicon.table import Table, Value
from dialogs.understanding.spelling import SHORTEST, Speller

Entry = tuple[str, Value]
_PLAIN = frozenset({"weekday", "month", "relative", "morrow", "landmark", "now"})
_LENT = (
    *_PLAIN - {"now"}, "part", "ampm", "at", "next", "week", "weekend", "soonest", "number", "day", "between", "before",
    "after", "from", "until", "through", "except", "not", "instead", "the",
)  # fmt: skip
_KEPT = {"once", "uno", "una"}  # words of another kind in the language that they would be lent to
_SHORTEST_LENT = 4
_LENT_SHORT = {"tmr", "tmw", "hoy", "sat", "dos", "las"}
_TABLES: dict[str, Table] = {"en": en.TABLE, "es": es.TABLE}
_SPELLERS = {"en": Speller(en.SPELLED, en.NEVER), "es": Speller(es.SPELLED, es.NEVER)}


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Phrases by their first word, longest first, and the speller for words that are none."""

    phrases: dict[str, tuple[tuple[list[str], Entry], ...]]
    speller: Speller
    plain: frozenset[str]

    def longest(self, texts: Sequence[str], at: int) -> tuple[int, Entry] | None:
        """How many words from `at` make a known phrase, and what it is."""
        for words, entry in self.phrases.get(texts[at], ()):
            length = len(words)
            if length == 1 or texts[at : at + length] == words:
                return length, entry
        return None

    def joins(self, first: str, second: str) -> bool:
        """Whether two words are a phrase, or begin one."""
        return any(words[1:2] == [second] for words, _ in self.phrases.get(first, ()))

    def guess(self, word: str) -> Entry | None:
        """What a misspelt word most likely is."""
        meant = self.speller.meant(word) if len(word) >= SHORTEST else None
        return self.phrases[meant][-1][1] if meant else None


@lru_cache(maxsize=16)
def lexicon(language: str, others: tuple[str, ...] = ()) -> Lexicon:
    """The compiled tables of a language, of English where it has none, with what it has no word for from others.

    "Quiero appointment el friday": days and times are lent; what could be a word of the language is not.
    """
    language = language if language in _TABLES else "en"
    phrases: dict[str, list[tuple[list[str], Entry]]] = {}
    for kind, words in _TABLES[language].items():
        for phrase, value in words.items():
            pieces = phrase.split()
            phrases.setdefault(pieces[0], []).append((pieces, (kind, value)))
    for other in others:
        for kind in _LENT if other in _TABLES else ():
            for phrase, value in _TABLES[other].get(kind, {}).items():
                pieces = phrase.split()
                if phrase in _KEPT:
                    continue
                if len(pieces) > 1 or (
                    pieces[0] not in phrases and (len(phrase) >= _SHORTEST_LENT or phrase in _LENT_SHORT)
                ):
                    phrases.setdefault(pieces[0], []).append((pieces, (kind, value)))
    ordered = {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in phrases.items()}
    plain = {word for kind in _PLAIN for word in _TABLES[language].get(kind, ()) if " " not in word}
    return Lexicon(ordered, _SPELLERS[language], frozenset(plain))
