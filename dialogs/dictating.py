"""Answers that are taken as they are written: what a patient thinks of a visit, or wants to know of a message.

A request ("cancel it", "stop") is still one. A score may stand in words: "5 stars", "four", "cuatro de cinco".
"""

from __future__ import annotations

import re

from dialogs import meanings
from dialogs.meanings import Dictated, Meaning, SelectedOption

SCORE = "survey_score"
RESULTS = "results_notice"
TAKEN_AS_WRITTEN = frozenset({SCORE, "survey_word", "survey_why", RESULTS})

FOLLOWUPS = frozenset({"no_show_followup", "recall_due", "campaign_recall"})
_BOOKS = re.compile(r"\b(?:book|schedule|set (?:it|one) up|reserv\w+|agend\w+)\b")
_NOT = re.compile(r"\b(?:no|not|dont|wont|cant|never|tampoco|nunca)\b")

# What is never a mere opinion, whatever was asked.
_REQUESTS = (
    meanings.WantsCancel,
    meanings.WantsMove,
    meanings.WantsBooking,
    meanings.WantsChange,
    meanings.WantsPerson,
    meanings.WantsStop,
    meanings.WantsLanguage,
    meanings.WantsWaitlist,
    meanings.LeavesWaitlist,
    meanings.AskedWhen,
    meanings.RunsLate,
    meanings.HasArrived,
)
_SHORT_ANSWERS = (
    meanings.Confirmed,
    meanings.Denied,
    meanings.Thanked,
    meanings.KeepsVisit,
    meanings.WentBack,
)
# An opinion of fewer words says nothing without a score.
_FEWEST_WORDS = 3
_BRIEF = 2
_NUMBERS = {
    **dict(zip(("one", "two", "three", "four", "five"), range(1, 6), strict=True)),
    **dict(zip(("uno", "dos", "tres", "cuatro", "cinco"), range(1, 6), strict=True)),
}
_SCORE = re.compile(
    rf"(?:(?:its|it is|a|an|un|una|i give (?:it|you)|le doy)\s+)*([1-5]|{'|'.join(_NUMBERS)})"
    r"(?:\s*(?:/|of|out of|de)\s*(?:5|five|cinco))?(?:\s*(?:stars?|estrellas?|points?|puntos?|please|por favor))?"
)


def answered(question: str, text: str, words: str, heard: tuple[Meaning, ...]) -> tuple[Meaning, ...]:
    """What a text means as the answer to such a question; `heard` is what it would mean to any other."""
    if question == SCORE and (score := _score(words)):
        return (SelectedOption(score, by_number=True),)
    if any(isinstance(meaning, _REQUESTS) for meaning in heard):
        return heard
    if question == RESULTS:
        return (Dictated(text),)
    if any(isinstance(meaning, meanings.AskedRepeat) for meaning in heard):
        return heard
    if len(words.split()) <= _BRIEF and any(isinstance(meaning, _SHORT_ANSWERS) for meaning in heard):
        return heard
    if question == SCORE and len(words.split()) < _FEWEST_WORDS:
        return heard
    to_staff = tuple(meaning for meaning in heard if isinstance(meaning, meanings.NeedsStaff))
    return (*to_staff, Dictated(text))


def books(question: str, words: str) -> bool:
    """Whether a question that offers to book is taken up in its own words ("I'd like to book")."""
    return question in FOLLOWUPS and _BOOKS.search(words) is not None and _NOT.search(words) is None


def _score(words: str) -> int:
    match = _SCORE.fullmatch(words)
    if match is None:
        return 0
    return int(match[1]) if match[1].isdigit() else _NUMBERS[match[1]]
