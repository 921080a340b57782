"""The tables of the clinic file for what patients are asked before a visit: forms and their questions."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scheduler.calendar_tables import Table
from scheduler.clinic_values import Id, Localised, LocalisedLists, SomeTime
from scheduler.duration import Duration

ON_BOOKING = "on_booking"
MOST_CHOICES = 7

QuestionKind = Literal["text", "choice", "number", "date", "yes_no"]


def _send(text: str) -> str:
    if text == ON_BOOKING:
        return text
    try:
        duration = Duration.parse(text)
    except ValueError:
        raise ValueError(f'"{text}" is no time to send. Write "on_booking", or how long before, like "3d".') from None
    if not duration.length:
        raise ValueError(f'"{text}" is no time at all. Write "on_booking", or how long before, like "3d".')
    return text


class FormQuestion(Table):
    """One question; `label` is its short name where answers are read back. What is not `required` may be skipped."""

    id: Id
    text: Localised
    label: Localised | None = None
    kind: QuestionKind
    choices: LocalisedLists | None = None
    required: bool = False


class Form(Table):
    """Questions of a kind of visit, asked one at a time.

    Without `send` only staff send it. `chase` is when who has not finished is asked once more: so long before the
    visit, or after it was sent where there is none. For `good_for` after it was filled in it is not asked again.
    With `to_staff` somebody looks at every answer.
    """

    id: Id
    name: Localised
    visit_types: tuple[Id, ...] = ()
    send: Annotated[str, AfterValidator(_send)] | None = None
    chase: SomeTime = Duration.parse("1d")
    good_for: SomeTime = Duration.parse("26w")
    to_staff: bool = True
    questions: Annotated[tuple[FormQuestion, ...], Field(min_length=1)]

    def concerns(self, visit_type: str) -> bool:
        """Whether visits of this type bring this form with them."""
        return self.send is not None and visit_type in self.visit_types

    def question(self, id: str) -> FormQuestion | None:
        """The question of that id, while the form has it."""
        return next((question for question in self.questions if question.id == id), None)
