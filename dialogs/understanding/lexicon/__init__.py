"""Word tables, compiled: which kind of word each word or phrase of a language is.

The tables are data, one module a language; a new language is a new module and a line here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from dialogs.understanding.lexicon import en, es
from dialogs.understanding.lexicon.table import Table, Value
from dialogs.understanding.normalise import Token
from dialogs.understanding.spelling import Speller

Entry = tuple[str, Value]
_PLAIN = frozenset({"weekday", "month", "relative", "morrow", "landmark", "now"})
_TABLES: dict[str, Table] = {"en": en.TABLE, "es": es.TABLE}
_SPELLERS = {"en": Speller(en.SPELLED, en.NEVER), "es": Speller(es.SPELLED, es.NEVER)}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by their first word, longest first, and the speller for words that are none."""

    phrases: dict[str, tuple[tuple[tuple[str, ...], Entry], ...]]
    speller: Speller

    def longest(self, tokens: Sequence[Token], at: int) -> tuple[int, Entry] | None:
        """How many tokens from `at` make a known phrase, and what it is."""
        for words, entry in self.phrases.get(tokens[at].text, ()):
            if len(words) == 1 or words == tuple(token.text for token in tokens[at : at + len(words)]):
                return len(words), entry
        return None

    def names_time(self, word: str) -> bool:
        """Whether a word alone is plainly about time: a weekday, a month, tomorrow."""
        return any(len(words) == 1 and entry[0] in _PLAIN for words, entry in self.phrases.get(word, ()))

    def guess(self, word: str) -> Entry | None:
        """What a misspelt word most likely is."""
        meant = self.speller.meant(word)
        return self.phrases[meant][-1][1] if meant else None


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The compiled tables of a language; of English where the language has none."""
    language = language if language in _TABLES else "en"
    phrases: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
    for kind, words in _TABLES[language].items():
        for phrase, value in words.items():
            pieces = tuple(phrase.split())
            phrases.setdefault(pieces[0], []).append((pieces, (kind, value)))
    ordered = {first: tuple(sorted(found, key=lambda item: -len(item[0]))) for first, found in phrases.items()}
    return Lexicon(ordered, _SPELLERS[language])
