"""Forms as a conversation knows them: which questions, by their ids, and what was answered.

The words are the clinic file's; `words` puts them in. An answer is a text whatever its kind: a date in ISO, "yes" or
"no", a choice in the clinic's first language; empty where it was skipped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from scheduler.clinic import Clinic
from scheduler.form_tables import Form, FormQuestion


@dataclass(frozen=True, slots=True)
class FormItem:
    """A question. `kind` is the clinic file's, or one of insurance: name, member_id, group."""

    form: str
    id: str
    kind: str
    required: bool = False
    choices: int = 0


@dataclass(frozen=True, slots=True)
class FormChoice:
    """One of the choices of a question, counted from 1."""

    form: str
    question: str
    number: int


@dataclass(frozen=True, slots=True)
class FormAnswer:
    """What was answered to a question; a line where answers are read back."""

    form: str
    question: str
    value: str


@dataclass(frozen=True, slots=True)
class FormEnd:
    """The last line where answers are read back: all is right; `more` where others follow."""

    more: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A form that a patient is to fill in, as far as it is. `name` tells patients of one phone apart.

    `visit` is the appointment that it is for, if it is for one, and `visit_starts_at` when that was to start.
    """

    response: str
    form: str
    patient_id: str
    name: str
    items: tuple[FormItem, ...]
    answers: tuple[FormAnswer, ...] = ()
    to_staff: bool = True
    visit: str = ""
    visit_starts_at: datetime | None = None


def items_of(form: Form) -> tuple[FormItem, ...]:
    """The questions of a form, in their order."""
    return tuple(
        FormItem(form.id, question.id, question.kind, question.required, _choices(question))
        for question in form.questions
    )


def question_of(clinic: Clinic, form: str, question: str) -> FormQuestion | None:
    """A question as the clinic file has it today, if it still has it."""
    return next((known.question(question) for known in clinic.forms if known.id == form), None)


def answers_of(form: str, found: Iterable[tuple[str, str]]) -> tuple[FormAnswer, ...]:
    """Kept answers, by question."""
    return tuple(FormAnswer(form, question, value) for question, value in found)


def _choices(question: FormQuestion) -> int:
    return max((len(texts) for texts in (question.choices or {}).values()), default=0)
