"""Names of providers, taken out of a text before it is read for times and acts.

"Dr. May on Friday" is no day in May. A name that is also a word of time counts only behind a title or "with".
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.normalise import KEPT, Token, tokens

Providers = tuple[tuple[str, tuple[str, ...]], ...]
PROVIDER = "dr"
_TITLES = {"dr", "dra", "doctor", "doctora", "with", "con", "mr", "mrs", "ms"}
_WORD_KINDS = ("en", "es")


@lru_cache(maxsize=64)
def _spoken(providers: Providers) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The names as words, by their first word, longest first."""
    by_word: dict[str, list[tuple[str, ...]]] = {}
    for _, names in providers:
        for name in names:
            words = tuple(token.text for token in tokens(name) if token.form == "word")
            if words:
                by_word.setdefault(words[0], []).append(words)
    return {word: tuple(sorted(set(found), key=len, reverse=True)) for word, found in by_word.items()}


def masked(found: Sequence[Token], providers: Sequence[tuple[str, Sequence[str]]]) -> tuple[Token, ...]:
    """The tokens with each provider's name as the one word "dr"."""
    if not providers:
        return tuple(found)
    if not isinstance(providers, tuple):
        providers = tuple((provider, tuple(spoken)) for provider, spoken in providers)
    return _masked(tuple(found), providers)


@lru_cache(maxsize=KEPT)
def _masked(found: Sequence[Token], providers: Providers) -> tuple[Token, ...]:
    names = _spoken(providers)
    result: list[Token] = []
    at = 0
    while at < len(found):
        end = _name_at(found, at, names)
        if end > at:
            result.append(Token(PROVIDER, "word", found[at].start, found[end - 1].end))
            at = end
        else:
            result.append(found[at])
            at += 1
    return tuple(result)


def _name_at(found: Sequence[Token], at: int, names: dict[str, tuple[tuple[str, ...], ...]]) -> int:
    for words in names.get(found[at].text, ()):
        end = _matched(found, at, words)
        if end > at and (len(words) > 1 or not _means_time(words[0]) or _titled(found, at)):
            return end
    return at


def _matched(found: Sequence[Token], at: int, words: tuple[str, ...]) -> int:
    end = at
    for word in words:
        while end > at and end < len(found) and found[end].text == ".":
            end += 1
        if end >= len(found) or found[end].text != word:
            return at
        end += 1
    return end


def _titled(found: Sequence[Token], at: int) -> bool:
    before = [token.text for token in found[max(0, at - 2) : at] if token.text != "."]
    return bool(before) and before[-1] in _TITLES


def _means_time(word: str) -> bool:
    return any(word in lexicon(language).phrases for language in _WORD_KINDS)
