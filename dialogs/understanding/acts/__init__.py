"""What an utterance does: acts found by tables of phrases, weighed by what was asked, each with the words it rests on.

`acts_of` never returns nothing: what no table knows is a question without a topic, or OTHER. Times are read elsewhere;
here they only tell that a date or a time was given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import lru_cache

from dialogs.understanding.acts.asked import Asked, asked_in
from dialogs.understanding.acts.choice import Choice, chosen
from dialogs.understanding.acts.combining import combined
from dialogs.understanding.acts.deciding import decided
from dialogs.understanding.acts.line import Line, line_of
from dialogs.understanding.acts.linear import Weights, weights
from dialogs.understanding.acts.names import name_in
from dialogs.understanding.acts.pattern import Hit
from dialogs.understanding.acts.safety import alarms
from dialogs.understanding.acts.speech import LANGUAGES, speech
from dialogs.understanding.acts.weighing import Decision, Found
from dialogs.understanding.keywords import Keyword, keyword
from dialogs.understanding.model import Act, Context, Heard
from dialogs.understanding.normalise import KEPT, Token, tokens
from dialogs.understanding.times import TimeReading
from scheduler.values import quick

_KEYWORDS = {Keyword.STOP: Act.OPT_OUT, Keyword.START: Act.OPT_IN, Keyword.HELP: Act.HELP, Keyword.CANCEL: Act.CANCEL}
_MENU_ACTS = {
    Act.CONFIRM, Act.DENY, Act.CANCEL, Act.RESCHEDULE, Act.HUMAN, Act.ASK_WHEN, Act.BOOK, Act.REPEAT, Act.BACK,
    Act.REQUEST_ALTERNATIVES,
}  # fmt: skip
_EVERYWHERE = (Act.OPT_OUT,)
_GENERAL = {"address": 1, "phone": 1, "who": 1, "length": 1, "children": -1, "cost": 1, "language": 2, "services": 3}


@quick
@dataclass(frozen=True, slots=True)
class Utterance:
    """A text with all that the rules look at."""

    text: str
    tokens: Sequence[Token]
    language: str
    reading: TimeReading
    now: datetime
    zone: tzinfo
    context: Context
    languages: Sequence[str] = LANGUAGES


def acts_of(said: Utterance, learnt: Weights | None = None) -> Decision:
    """What was meant, alarms first; by other weights than those that are shipped, if any are given."""
    alarm = _alarms(tuple(said.tokens))
    decision, found = by_rules(said)
    if found is not None:
        decision = combined(decision, found, said.context.asked, learnt or weights())
    if not alarm:
        return decision
    rest = tuple(heard for heard in decision.acts if heard.act is not Act.OTHER)
    return Decision((*alarm, *rest), 0.95, decision.timeless, decision.any_time)


@lru_cache(maxsize=KEPT)
def _alarms(found: Sequence[Token]) -> tuple[Heard, ...]:
    by_act = {Act(hit.label): hit for hit in reversed(alarms(found))}
    return tuple(
        Heard(act, because=f"{act.value}: {by_act[act].said}") for act in (Act.CRISIS, Act.EMERGENCY) if act in by_act
    )


def _keyword(text: str) -> Decision | None:
    found = keyword(text)
    if found is None:
        return None
    return Decision((Heard(_KEYWORDS[found], because=f"keyword: {found.value}"),), 0.98, timeless=True)


def by_rules(said: Utterance) -> tuple[Decision, Found | None]:
    """What the rules alone decide, and what they found; nothing where a keyword or a digit says it all."""
    bare = _keyword(said.text)
    if bare is not None:
        return bare, None
    asked = asked_in(said.context.asked)
    line = _line(tuple(said.tokens), said.language)
    choice = chosen(line.words, said.context.options, said.reading, said.now, said.zone, said.language)
    by_menu = None if choice is not None and choice.by_words else _by_menu(line.words, asked, said)
    if by_menu is not None:
        return by_menu, None
    found = _found(said, line, asked, choice)
    return decided(found), found


@lru_cache(maxsize=KEPT)
def _line(found: Sequence[Token], language: str) -> Line:
    tables = speech(language)
    return line_of(found, tables.spelt_out, tables.speller)


@dataclass(frozen=True, slots=True)
class _Phrases:
    """What the tables know of a text, whatever was asked."""

    hits: tuple[Hit, ...]
    topic: Hit | None
    question: bool


@lru_cache(maxsize=KEPT)
def _phrases(found: Sequence[Token], language: str, languages: Sequence[str]) -> _Phrases:
    tables, line = speech(language), _line(found, language)
    topics = tables.topics.hits(line.text)
    return _Phrases(
        hits=(*tables.acts.hits(line.text), *_elsewhere(found, language, languages)),
        topic=min(topics, key=_generality, default=None),
        question=line.asks or bool(tables.questions.hits(line.text)),
    )


def _found(said: Utterance, line: Line, asked: Asked, choice: Choice | None) -> Found:
    known = _phrases(tuple(said.tokens), said.language, tuple(said.languages))
    return Found(
        line=line,
        hits=list(known.hits),
        topic=known.topic,
        question=known.question,
        name=name_in(said.text, asked.for_("name")),
        choice=choice,
        asked=asked,
        reading=said.reading,
        options=len(said.context.options),
    )


def _generality(topic: Hit) -> tuple[int, int]:
    """The plainest topic first: in "where do I park" it is parking, not the address."""
    return _GENERAL.get(topic.label, 0), topic.start


def _elsewhere(found: Sequence[Token], language: str, languages: Sequence[str]) -> list[Hit]:
    """Opt-outs in the clinic's other languages: nobody has to say them in the language of the conversation."""
    others = [other for other in languages if other != language and other in LANGUAGES]
    line = line_of(found, {}, None) if others else Line("")
    hits = [hit for other in others for hit in speech(other).acts.hits(line.text)]
    return [hit for hit in hits if hit.label in _EVERYWHERE]


def _by_menu(words: Sequence[str], asked: Asked, said: Utterance) -> Decision | None:
    """A bare digit, by what we said it means: "Reply 1 to confirm, 2 to change"."""
    bare = [word for word in words if word not in {"option", "number", "press", "please", "opcion", "numero"}]
    if len(bare) != 1 or not bare[0].isdecimal() or len(bare[0]) > 1 or not asked.menu or said.context.options:
        return None
    digit = int(bare[0])
    meaning = dict(asked.menu).get(digit)
    if meaning is None:
        return None
    acts = _menu_acts(meaning, said)
    heard = tuple(Heard(act, because=f"digit {digit}: {meaning}") for act in acts) or (
        Heard(Act.SELECT_OPTION, option=digit, because=f"digit {digit}: {meaning}"),
    )
    return Decision(heard, 0.95, timeless=True)


def _menu_acts(meaning: str, said: Utterance) -> list[Act]:
    for language in (said.language, *(other for other in LANGUAGES if other != said.language)):
        tables = speech(language)
        hits = tables.acts.hits(line_of(tokens(meaning), tables.spelt_out, tables.speller).text)
        acts = [Act(hit.label) for hit in hits if Act(hit.label) in _MENU_ACTS]
        if acts:
            return acts[:1]
    return []
