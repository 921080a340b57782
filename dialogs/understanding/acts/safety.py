"""Words of emergency and of crisis in every language that we know, and figures of speech that only sound like them.

Whatever language a conversation is in, all of these are looked for. Misspellings may add a hit and never take one away.
When in doubt it is an emergency.
"""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.understanding.acts.line import line_of
from dialogs.understanding.acts.pattern import Hit, Phrases
from dialogs.understanding.acts.safety_words import CLASSES, PHRASES, PICTURES, SPELLED, SPELT_OUT, UNLIKE
from dialogs.understanding.normalise import Token
from dialogs.understanding.spelling import Speller

_TABLE = Phrases(PHRASES, CLASSES)
_SPELLER = Speller(SPELLED, UNLIKE | _TABLE.vocabulary, long=10)
_HARMLESS = "harmless"


def alarms(tokens: Sequence[Token]) -> list[Hit]:
    """The emergencies and crises in a text, a crisis first."""
    tokens = [_worded(token) for token in tokens]
    written = line_of(tokens, SPELT_OUT, None).text
    meant = line_of(tokens, SPELT_OUT, _SPELLER).text
    hits = _alarming(written)
    if meant != written:
        hits += _alarming(meant)
    return sorted(hits, key=lambda hit: hit.label)


def _worded(token: Token) -> Token:
    """A picture of an ambulance is the word."""
    word = PICTURES.get(token.text)
    return token if word is None else token._replace(text=word, form="word")


def _alarming(line: str) -> list[Hit]:
    """Hits that no figure of speech covers to its end."""
    hits = _TABLE.hits(line)
    harmless = [hit for hit in hits if hit.label == _HARMLESS]
    return [hit for hit in hits if hit.label != _HARMLESS and not any(_covers(other, hit) for other in harmless)]


def _covers(outer: Hit, inner: Hit) -> bool:
    return outer.start < inner.end <= outer.end
