"""What a patient said: acts, wished times and language, from an utterance and its context.

`understand` is pure and never raises: the same words in the same context at the same moment mean the same.
Word tables are data (`lexicon`, `acts`); the grammar of time is `times`; `contract` writes understandings as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo


from dialogs.understanding import times
from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.model import Act, Context, Heard, Understanding
from dialogs.understanding.normalise import tokens

__all__ = ["Act", "Context", "Heard", "Understanding", "understand"]


def understand(
    text: str,
    now: datetime,
    zone: tzinfo,
    lang: str,
    context: Context,
    *,
    providers: Sequence[tuple[str, Sequence[str]]] = (),
    languages: Sequence[str] = ("en", "es"),
) -> Understanding:
    """What was most likely meant. `lang` is the language of the conversation so far."""
    found = tokens(text)
    reading = times.read(found, now, zone, lexicon(lang), "", lang == "es")
    return Understanding((Heard(Act.OTHER),), reading.when, lang, 0.5, reading.because)
