"""The tables of the clinic file, as frozen values; named as the keys are; those of the calendar are apart."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from scheduler.calendar_tables import Location, Provider, Quota, Room, Schedule, Table, VisitType, WeeklyHours
from scheduler.clinic_values import (
    ClockSpan,
    Id,
    Language,
    Localised,
    LocalisedLists,
    LongTime,
    Phone,
    QuietHours,
    SomeTime,
    Words,
)
from scheduler.duration import Duration

__all__ = [
    "PLACEHOLDERS",
    "Answer",
    "AnswerWithin",
    "CaseReason",
    "Cases",
    "Channel",
    "Identity",
    "Location",
    "Outreach",
    "Provider",
    "Quota",
    "Recall",
    "ReminderStep",
    "Reminders",
    "Reply",
    "Room",
    "Route",
    "Schedule",
    "Table",
    "VisitType",
    "Waitlist",
    "WeeklyHours",
]

Channel = Literal["sms", "voice", "sms-then-voice"]
CaseReason = Literal[
    "emergency",
    "crisis",
    "asked_for_person",
    "not_understood",
    "billing",
    "insurance",
    "referral",
    "records",
    "results",
    "medication",
    "clinical_question",
    "complaint",
    "identity",
    "wrong_number",
    "cannot_book",
    "form",
    "voicemail",
    "callback",
    "delivery_failed",
    "running_late",
    "other",
]


class ReminderStep(Table):
    """One reminder of each visit: how long before, and by which channel. No `visit_types` means all of them."""

    before: SomeTime
    channel: Channel
    ask_to_confirm: bool = False
    prep: bool = True
    visit_types: tuple[Id, ...] = ()

    def concerns(self, visit_type: str) -> bool:
        """Whether visits of this type have this step."""
        return not self.visit_types or visit_type in self.visit_types


class Reminders(Table):
    """When we write to patients on our own account, and how often at most."""

    quiet_hours: QuietHours = ClockSpan.parse("20:00-08:00")
    max_per_day: Annotated[int, Field(ge=1)] = 1
    max_per_week: Annotated[int, Field(ge=1)] = 3
    texts_per_second: Annotated[int, Field(ge=1)] | None = None
    steps: tuple[ReminderStep, ...] = ()


class Waitlist(Table):
    """How long an offered opening is kept for one patient."""

    offer_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 30


class Identity(Table):
    """What is asked before anything personal is told to a number not on file."""

    verify: Literal["date_of_birth"] = "date_of_birth"


PLACEHOLDERS = ("first_name", "clinic", "visit")


def _fillable(text: str) -> str:
    unknown = sorted(set(re.findall(r"{([^{}]*)}", text)) - set(PLACEHOLDERS))
    if unknown:
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        raise ValueError(f"has {{{unknown[0]}}}, which nothing stands for. Use {known}.")
    return text


_Fillable = dict[Language, Annotated[Words, AfterValidator(_fillable)]]


class Answer(Table):
    """A question that patients ask, in the words they use, and the clinic's answer."""

    id: Id
    questions: LocalisedLists
    answer: Localised


class Reply(Table):
    """What staff often write, ready to be filled in; `PLACEHOLDERS` stand for what differs."""

    id: Id
    title: Words
    text: _Fillable


class AnswerWithin(Table):
    """How soon a case of each priority is answered: in staff hours, but emergencies at any time."""

    emergency: SomeTime = Duration.parse("5m")
    urgent: SomeTime = Duration.parse("30m")
    normal: SomeTime = Duration.parse("4h")


class Cases(Table):
    """What happens to questions that the bot hands over."""

    answer_within: AnswerWithin = AnswerWithin()
    on_call: tuple[Phone, ...] = ()


class Route(Table):
    """Who takes the cases and calls of one reason."""

    reason: CaseReason
    to: Phone | None = None
    team: Words | None = None


class Outreach(Table):
    """What follows a visit; what is not named does not happen. `choice_within` is how long a closure's answer waits."""

    no_show_after: SomeTime | None = None
    survey_after: SomeTime | None = None
    survey_visit_types: tuple[Id, ...] = ()
    bad_score: Annotated[int, Field(ge=1, le=4)] = 2
    choice_within: SomeTime = Duration.parse("24h")

    def surveys(self, visit_type: str) -> bool:
        """Whether patients are asked how a visit of this type was."""
        return self.survey_after is not None and (not self.survey_visit_types or visit_type in self.survey_visit_types)


class Recall(Table):
    """Who was last seen for such a visit so long ago is asked to come again."""

    visit_type: Id
    after: LongTime
