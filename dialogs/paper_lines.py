"""Forms in words: a question, a choice, an answer that is read back, in the language that is spoken.

The texts are the clinic file's. What has left the file since is told as it was kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import singledispatch

from babel.dates import format_date

from dialogs.papers import FormAnswer, FormChoice, FormEnd, FormItem, question_of
from scheduler.clinic import Clinic
from scheduler.form_tables import FormQuestion

LONGEST_LABEL, LONGEST_ANSWER = 24, 28
_AROUND = "¿?:. "
_YES_NO = frozenset({"yes", "no"})
LINES = (FormItem, FormChoice, FormAnswer, FormEnd)

Phrase = Callable[[str, Mapping[str, object]], str]


def line(value: object, clinic: Clinic, language: str, phrase: Phrase) -> str:
    """The value as one line."""
    return _line(value, clinic, language, phrase)


def shown_answer(question: FormQuestion | None, value: str, clinic: Clinic, language: str) -> str:
    """An answer in words but for yes, no and none, which every reader has a word for."""
    if question is None or not value:
        return value
    if question.kind == "choice":
        return _translated(question, value, clinic, language)
    day = _day(value) if question.kind == "date" else None
    return value if day is None else format_date(day, "medium", locale=language)


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value)
    except ValueError:  # kept before the question asked for a date
        return None


@singledispatch
def _line(value: object, clinic: Clinic, language: str, phrase: Phrase) -> str:
    return str(value)


@_line.register
def _item(value: FormItem, clinic: Clinic, language: str, phrase: Phrase) -> str:
    question = question_of(clinic, value.form, value.id)
    return clinic.word(question.text, language) if question else ""


@_line.register
def _choice(value: FormChoice, clinic: Clinic, language: str, phrase: Phrase) -> str:
    question = question_of(clinic, value.form, value.question)
    choices = _choices(question, clinic, language) if question else ()
    return choices[value.number - 1] if value.number <= len(choices) else ""


@_line.register
def _answer(value: FormAnswer, clinic: Clinic, language: str, phrase: Phrase) -> str:
    question = question_of(clinic, value.form, value.question)
    label = clinic.word(question.label or question.text, language) if question else value.question
    told = _told(question, value, clinic, language, phrase)
    return f"{_cut(label, LONGEST_LABEL).strip(_AROUND)}: {_cut(told, LONGEST_ANSWER)}"


@_line.register
def _end(value: FormEnd, clinic: Clinic, language: str, phrase: Phrase) -> str:
    return phrase("form_more" if value.more else "form_right", {})


def _told(question: FormQuestion | None, answer: FormAnswer, clinic: Clinic, language: str, phrase: Phrase) -> str:
    if not answer.value:
        return phrase("form_skipped", {})
    if question is not None and question.kind == "yes_no" and answer.value in _YES_NO:
        return phrase(f"form_{answer.value}", {})
    return shown_answer(question, answer.value, clinic, language)


def _translated(question: FormQuestion, value: str, clinic: Clinic, language: str) -> str:
    """The choice, kept in the clinic's first language, in the one that is spoken."""
    first, own = _choices(question, clinic, clinic.default_language), _choices(question, clinic, language)
    return own[first.index(value)] if value in first and len(own) == len(first) else value


def _choices(question: FormQuestion, clinic: Clinic, language: str) -> tuple[str, ...]:
    choices = question.choices or {}
    return choices.get(language) or choices.get(clinic.default_language, ())


def _cut(text: str, most: int) -> str:
    text = " ".join(text.split())
    return text if len(text) <= most else f"{text[: most - 3].rstrip()}..."
