"""Words of emergency and of crisis in every language that we know, and figures of speech that only sound like them.

Whatever language a conversation is in, all of these are looked for. Misspellings may add a hit and never take one away.
Where no table knows the words, learnt weights may still hear a cry (`danger`). When in doubt it is an emergency.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.understanding.acts import danger
from dialogs.understanding.acts.line import line_of
from dialogs.understanding.acts.pattern import Hit, Phrases
from dialogs.understanding.acts.safety_words import CLASSES, PHRASES, PICTURES, SPELLED, SPELT_OUT, UNLIKE
from dialogs.understanding.normalise import Token
from dialogs.understanding.spelling import Speller

_TABLE = Phrases(PHRASES, CLASSES)
_SPELLER = Speller(SPELLED, UNLIKE | _TABLE.vocabulary, long=10)
_HARMLESS = "harmless"
LEARNT = "learnt from other cries"


def alarms(tokens: Sequence[Token]) -> list[Hit]:
    """The emergencies and crises in a text, a crisis first."""
    found = by_tables(tokens)
    if found:
        return sorted((hit for hit in found if hit.label != _HARMLESS), key=lambda hit: hit.label)
    meant = lines(tokens)[1]
    learnt = danger.heard(meant)
    return [] if learnt is None else [Hit(learnt.value, LEARNT, 0, len(meant))]


def by_tables(tokens: Sequence[Token]) -> list[Hit]:
    """What the tables know of a text: its cries, and the figures of speech that keep others silent."""
    written, meant = lines(tokens)
    found = _left(_TABLE.hits(written))
    return found if meant == written else found + _left(_TABLE.hits(meant))


def lines(tokens: Sequence[Token]) -> tuple[str, str]:
    """The words as written, and as they were meant."""
    tokens = [_worded(token) for token in tokens]
    return line_of(tokens, SPELT_OUT, None).text, line_of(tokens, SPELT_OUT, _SPELLER).text


def _worded(token: Token) -> Token:
    """A picture of an ambulance is the word."""
    word = PICTURES.get(token.text)
    return token if word is None else token._replace(text=word, form="word")


def _left(hits: Sequence[Hit]) -> list[Hit]:
    """Figures of speech, and the hits that none of them covers to its end."""
    harmless = [hit for hit in hits if hit.label == _HARMLESS]
    return harmless + [hit for hit in hits if hit.label != _HARMLESS and not any(_covers(one, hit) for one in harmless)]


def _covers(outer: Hit, inner: Hit) -> bool:
    return outer.start < inner.end <= outer.end
