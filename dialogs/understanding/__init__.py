"""What a patient said: acts, wished times and language, from an utterance and its context.

`understand` is pure and never raises: the same words in the same context at the same moment mean the same.
Word tables are data (`lexicon`, `acts`); the grammar of time is `times`; `contract` writes understandings as JSON.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, tzinfo
from functools import lru_cache, partial

from dialogs.understanding import times
from dialogs.understanding.acts import Utterance, acts_of
from dialogs.understanding.acts.asked import asked_in
from dialogs.understanding.acts.weighing import Decision
from dialogs.understanding.language import language_of
from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.masking import masked
from dialogs.understanding.model import Act, Context, Heard, Understanding
from dialogs.understanding.normalise import Token, tokens
from dialogs.understanding.times import TimeReading
from dialogs.understanding.times.calendar_dates import with_dates
from scheduler.wishes import ANY_TIME, Grain

__all__ = ["Act", "Context", "Heard", "Understanding", "understand", "utterance"]

_DAY_FIRST = {"es"}


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
    said = utterance(text, now, zone, lang, context, providers=providers, languages=languages)
    decision, language = _acts(said)
    reading = said.reading
    when = None if decision.timeless else ANY_TIME if decision.any_time else reading.when
    told = reading.because if when is not None or reading.when is None else ()
    because = (*(heard.because for heard in decision.acts), *told)
    return Understanding(decision.acts, when, language, decision.confidence, tuple(dict.fromkeys(because)))


def utterance(
    text: str,
    now: datetime,
    zone: tzinfo,
    lang: str,
    context: Context,
    *,
    providers: Sequence[tuple[str, Sequence[str]]] = (),
    languages: Sequence[str] = ("en", "es"),
) -> Utterance:
    """A text with its pieces, its language and its times, before anything is weighed."""
    found = tokens(text)
    language = language_of(text, found, lang, tuple(languages))
    found = masked(found, providers)
    reading = _times(with_dates(text, found, now.astimezone(zone), language), now, zone, language, context, languages)
    return Utterance(text, found, language, reading, now, zone, context, languages)


def _acts(said: Utterance) -> tuple[Decision, str]:
    """The acts in the language of the text; where it knows none of the words, in another of the clinic's."""
    decision = acts_of(said)
    if decision.known:
        return decision, said.language
    for other in said.languages:
        again = acts_of(replace(said, language=other)) if other != said.language else decision
        if again.known:
            return again, other
    return decision, said.language


@lru_cache(maxsize=512)
def _visit_named(asked: str, today: date, language: str) -> datetime | None:
    """The one day and clock time, on the wall clock, in the words last said to the patient."""
    midnight = datetime.combine(today, time(), UTC)
    when = times.read(tokens(asked), midnight, UTC, lexicon(language), "", language in _DAY_FIRST).when
    starts = [window.start for window in when.windows if window.grain is Grain.MINUTE] if when is not None else []
    only = starts[0] if len(starts) == 1 else None
    return only.replace(tzinfo=None) if isinstance(only, datetime) else None


def _times(
    found: Sequence[Token], now: datetime, zone: tzinfo, language: str, context: Context, languages: Sequence[str]
) -> TimeReading:
    """The times in the language of the text, or else in another of the clinic's."""
    asked = asked_in(context.asked)
    expected = "" if asked.for_("time") == asked.for_("day") else "time" if asked.for_("time") else "day"
    own = lexicon(language, tuple(languages))
    visit_named = partial(_visit_named, context.asked, now.astimezone(zone).date(), language)
    reading = times.read(
        found, now, zone, own, expected, language in _DAY_FIRST, visit_named=visit_named, hours=context.hours
    )
    if reading.when is not None:
        return reading
    said = {token.text for token in found if token.text not in own.phrases}
    for other in languages:
        table = lexicon(other)
        if other != language and not said.isdisjoint(table.plain):
            again = times.read(found, now, zone, table, expected, other in _DAY_FIRST, hours=context.hours)
            if again.when is not None:
                return again
    return reading
