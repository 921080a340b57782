"""Questions about the clinic: answered from its file, or not at all.

The clinic's own `[[answers]]` come first, then what the file tells anyway: addresses, directions, hours, phone, how to
prepare. Wordings are compared by the words that carry the question; what fits no question of the clinic's well enough
has no answer here, and goes to a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache

from rapidfuzz.distance import OSA

from dialogs.effects import NoteAnswer
from dialogs.events import Facts
from dialogs.say import Say
from dialogs.turn import Turn
from dialogs.understanding.normalise import plain
from dialogs.visits import upcoming
from dialogs.words import daily_hours, weekly_hours
from scheduler.clinic import Clinic
from scheduler.clinic_tables import Location
from scheduler.wishes import Grain, When

# What a question may be about, in understanding's words. The clinic answers any of them by an answer of that id.
TOPICS = (
    "who", "address", "directions", "hours", "phone", "parking", "prep", "bring", "length", "cost", "insurance",
    "services", "children", "language", "telehealth", "forms", "records", "results", "refill", "email", "rating",
    "reminders",
)  # fmt: skip
# How much of a question's weight must be met, and how much of what was said must be about it.
ENOUGH_OF_QUESTION = 0.6
ENOUGH_OF_WORDS = 0.3
SPELLED_FROM = 6
_OPEN = re.compile(r"\b(?:open|closed|abren|abierto|abiertos|abierta|cierran|cerrado|cerrados|cerrada)\b")
_OF_A_DAY = frozenset({Grain.DAY, Grain.PART_OF_DAY, Grain.HOUR, Grain.MINUTE})

# What is asked in nearly the words of another question: "may I bring the children" is not what to bring.
_NOT_MEANT = {"children": ("bring",)}

_EMPTY = """
    a an and any are am at be can could do does did for from get give has have here how i if in is it its know
    let like may me much my need of on or our please pls should so some tell that the there they this to us
    want was we what whats when where wheres which who will with would you your yall guys hi hello hey thanks
    thank also just ok okay
    al algo alguna alguno ante aqui como con cual cuando cuanto de debo del donde el ella en es esta estan
    este hay hola la las le les lo los me mi mis necesito o para pero por porfavor favor puede pueden puedo
    que quiero saber se si su sus tengo tiene tienen tu un una ustedes usted y ya yo gracias
"""
_EMPTY_WORDS = frozenset(_EMPTY.split())
_ENDINGS = ("ings", "ing", "ies", "es", "ed", "s", "e")

Question = tuple[str, frozenset[str]]


def find(words: str, topic: str, facts: Facts, language: str, when: When | None = None) -> Say | None:
    """The answer to a question in folded words; None where the clinic's file holds none.

    `when` is the time that was said in it: "are you open on Thanksgiving" is about that day.
    """
    clinic = facts.clinic
    asks_hours = topic == "hours" or (not topic and _OPEN.search(words))
    if asks_hours and (on := _only_day(when, clinic)) is not None:
        return _hours_on(on, clinic, language)
    own = own_answer(words, clinic)
    if own is not None and own not in _NOT_MEANT.get(topic, ()):
        return _own(own, clinic, language)
    if topic in _BUILT_IN:
        return _BUILT_IN[topic](facts, language)
    return _own(topic, clinic, language) if any(answer.id == topic for answer in clinic.answers) else None


def own_answer(words: str, clinic: Clinic) -> str | None:
    """The id of the clinic's own answer whose question was most nearly asked."""
    said = carrying(words)
    if not said or not clinic.answers:
        return None
    questions = _questions(tuple((answer.id, _wordings(answer.questions.values())) for answer in clinic.answers))
    weights = _weights(questions)
    rated = ((_likeness(said, asked, weights), own) for own, asked in questions)
    best, own = max(rated, key=lambda item: item[0], default=(0.0, ""))
    return own if best >= ENOUGH_OF_QUESTION else None


@lru_cache(maxsize=1024)
def carrying(words: str) -> frozenset[str]:
    """The stems of those words that say what a question is about."""
    return frozenset(_stem(word) for word in words.split() if word not in _EMPTY_WORDS)


def _likeness(said: frozenset[str], asked: frozenset[str], weights: dict[str, float]) -> float:
    met = {stem for stem in asked if _among(stem, said)}
    if len(met) < ENOUGH_OF_WORDS * len(said):
        return 0.0
    whole = sum(weights[stem] for stem in asked)
    return sum(weights[stem] for stem in met) / whole if whole else 0.0


def _among(stem: str, said: frozenset[str]) -> bool:
    if stem in said:
        return True
    return len(stem) >= SPELLED_FROM and any(OSA.distance(stem, other, score_cutoff=1) <= 1 for other in said)


@lru_cache(maxsize=64)
def _questions(wordings: tuple[tuple[str, tuple[str, ...]], ...]) -> tuple[Question, ...]:
    return tuple((own, stems) for own, texts in wordings for text in texts if (stems := carrying(plain(text))))


@lru_cache(maxsize=64)
def _weights(questions: tuple[Question, ...]) -> dict[str, float]:
    """A word counts the less, the more of the clinic's answers it could lead to."""
    answers: dict[str, set[str]] = {}
    for own, stems in questions:
        for stem in stems:
            answers.setdefault(stem, set()).add(own)
    return {stem: 1.0 / len(owners) for stem, owners in answers.items()}


def _wordings(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(text for texts in lists for text in texts)


def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _own(id: str, clinic: Clinic, language: str) -> Say:
    answer = next(answer for answer in clinic.answers if answer.id == id)
    return Say("answer", {"text": clinic.word(answer.answer, language), "id": id})


def given(turn: Turn, said: Say) -> Turn:
    """The answer in the turn; which of the clinic's own it was goes into the audit log."""
    own = said.values.get("id")
    turn = turn.doing(NoteAnswer(str(own))) if own else turn
    return turn.saying(said.key, **said.values)


def _places(facts: Facts) -> tuple[Location, ...]:
    """Where the next visit is; every location where none is booked."""
    clinic = facts.clinic
    visits = upcoming(facts)
    own = visits[0].appointment.slot.location if visits else ""
    return tuple(place for place in clinic.locations if place.id == own) or clinic.locations


def _address(facts: Facts, language: str) -> Say | None:
    places = _places(facts)
    named = (place.address if len(places) == 1 else f"{place.name}: {place.address}" for place in places)
    text = "\n".join(named)
    return Say("address", {"places": text}) if text else None


def _directions(facts: Facts, language: str) -> Say | None:
    told = [text for place in _places(facts) if (text := facts.clinic.word(place.directions, language))]
    return Say("answer", {"text": "\n".join(told)}) if told else _address(facts, language)


def _hours(facts: Facts, language: str) -> Say | None:
    text = weekly_hours(facts.clinic.staff_hours, language)
    return Say("hours", {"hours": text}) if text else None


def _only_day(when: When | None, clinic: Clinic) -> date | None:
    """The one day that a time is about."""
    if when is None or len(when.windows) != 1 or not isinstance(start := when.windows[0].start, datetime):
        return None
    return start.astimezone(clinic.zone()).date() if when.windows[0].grain in _OF_A_DAY else None


def _hours_on(on: date, clinic: Clinic, language: str) -> Say | None:
    if not weekly_hours(clinic.staff_hours, language):
        return None
    hours = "" if clinic.is_closed_on(on) else daily_hours(clinic.staff_hours, on, language)
    return Say("hours_on", {"day": on, "hours": hours}) if hours else Say("closed_on", {"day": on})


def _phone(facts: Facts, language: str) -> Say:
    return Say("phone")


def _length(facts: Facts, language: str) -> Say | None:
    visits = upcoming(facts)
    if not visits:
        return None
    slot = visits[0].appointment.slot
    return Say("length", {"minutes": int((slot.ends_at - slot.starts_at).total_seconds()) // 60})


def _reminders(facts: Facts, language: str) -> Say | None:
    return Say("reminders_come") if facts.clinic.reminders.steps else None


def _prep(facts: Facts, language: str) -> Say:
    """What to do before the next visit that asks for something."""
    for visit in upcoming(facts):
        if text := prep_text(facts.clinic, visit.appointment.slot.visit_type, language):
            return Say("prep", {"prep_text": text})
    return Say("no_prep")


def _bring(facts: Facts, language: str) -> Say | None:
    """What to bring stands in the instructions of the visit, or nowhere."""
    said = _prep(facts, language)
    return said if said.key == "prep" else None


def prep_text(clinic: Clinic, visit_type: str, language: str) -> str:
    """The clinic's instructions for a kind of visit; empty where it has none."""
    known = next((kind for kind in clinic.visit_types if kind.id == visit_type), None)
    return clinic.word(known.prep, language) if known is not None else ""


_BUILT_IN: dict[str, Callable[[Facts, str], Say | None]] = {
    "address": _address,
    "directions": _directions,
    "hours": _hours,
    "phone": _phone,
    "prep": _prep,
    "bring": _bring,
    "length": _length,
    "reminders": _reminders,
}
