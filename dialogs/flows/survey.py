"""Survey: a score from 1 to 5, then a free word. Each answer is noted as it comes; a bad one goes to staff as well."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogs.effects import NoteSurvey, OpenCase
from dialogs.events import OutreachSent
from dialogs.flow import DONE, Flow, On, State
from dialogs.meanings import Denied, Dictated, Entered, KeepsVisit, SelectedOption, Thanked, WentBack
from dialogs.visits import Visit

SCORES = range(1, 6)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which survey of which visit; what was answered so far, and up to which score it is bad."""

    id: str
    patient_id: str
    visit: Visit | None = None
    bad_score: int = 2
    score: int = 0
    words: str = ""


def asked(sent: OutreachSent) -> Asked:
    """The memory of a survey that just went out."""
    visit = Visit(sent.visit, sent.name) if sent.visit else None
    return Asked(sent.id, sent.patient_id, visit, sent.bad_score)


def values(memory: Asked) -> dict[str, object]:
    return {"visit": memory.visit} if memory.visit else {}


def is_score(memory: Asked, picked: SelectedOption) -> bool:
    return picked.option in SCORES


def is_bad(memory: Asked, event: object) -> bool:
    return 0 < memory.score <= memory.bad_score


def take_score(memory: Asked, picked: SelectedOption) -> Asked:
    return replace(memory, score=picked.option)


def take_words(memory: Asked, said: Dictated) -> Asked:
    return replace(memory, words=said.words)


def note(memory: Asked) -> NoteSurvey:
    return NoteSurvey(memory.id, memory.score, memory.words)


def complain(memory: Asked) -> OpenCase:
    """What a person should read soon."""
    words = f' Wrote: "{memory.words}"' if memory.words else ""
    told = f"Rated a visit {memory.score} of 5.{words}"
    return OpenCase("complaint", told, patient_id=memory.patient_id)


def note_complaint(memory: Asked) -> tuple[NoteSurvey, OpenCase]:
    return note(memory), complain(memory)


SURVEY = Flow(
    "survey",
    State(
        "asking_score",
        On(SelectedOption, is_score, keep=take_score, to="noting_score"),
        On(Dictated, keep=take_words, do=note, say="survey_thanks", to=DONE),
        On((Denied, WentBack, KeepsVisit), say="not_now", to=DONE),
        ask="survey_score",
        menu=tuple(SelectedOption(score, by_number=True) for score in SCORES),
    ),
    State(
        "noting_score",
        On(Entered, is_bad, do=note_complaint, to="asking_why"),
        On(Entered, do=note, to="asking_word"),
    ),
    State(
        "asking_word",
        On((Denied, WentBack, KeepsVisit, Thanked), say="survey_thanks", to=DONE),
        On(Dictated, keep=take_words, do=note, say="survey_thanks", to=DONE),
        ask="survey_word",
    ),
    State(
        "asking_why",
        On((Denied, WentBack, KeepsVisit, Thanked), say="survey_passed", to=DONE),
        On(Dictated, keep=take_words, do=note_complaint, say="survey_passed", to=DONE),
        ask="survey_why",
    ),
    memory=Asked,
    values=values,
    lasts_hours=7 * 24,
)
