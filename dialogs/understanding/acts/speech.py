"""A language's tables of acts, topics and questions, compiled once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from dialogs.understanding.acts import en, es
from dialogs.understanding.acts.pattern import Phrases
from dialogs.understanding.spelling import Speller

_MODULES: dict[str, ModuleType] = {"en": en, "es": es}
LANGUAGES = tuple(_MODULES)


@dataclass(frozen=True, slots=True)
class Speech:
    """What the phrases of one language mean, and how its words are put right before they are compared."""

    acts: Phrases
    topics: Phrases
    questions: Phrases
    spelt_out: dict[str, str]
    speller: Speller


@lru_cache(maxsize=8)
def speech(language: str) -> Speech:
    """The tables of a language; of English where there are none."""
    module = _MODULES.get(language, en)
    acts = Phrases(module.PHRASES, module.CLASSES)
    topics = Phrases(module.TOPICS, module.CLASSES)
    questions = Phrases({"question": module.QUESTIONS}, module.CLASSES)
    known = acts.vocabulary | topics.vocabulary | questions.vocabulary
    return Speech(
        acts=acts,
        topics=topics,
        questions=questions,
        spelt_out=module.SPELT_OUT,
        speller=Speller(module.SPELLED, known | module.NEVER),
    )
