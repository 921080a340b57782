"""The tables of the clinic file, as frozen values; attributes are named as the keys are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scheduler.clinic_values import (
    BufferMinutes,
    ClockSpan,
    Horizon,
    Hours,
    Id,
    Length,
    Localised,
    LocalisedLists,
    Minutes,
    Phone,
    QuietHours,
    RasterMinutes,
    SomeTime,
    Words,
    Zone,
)
from scheduler.duration import Duration

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


class Table(BaseModel):
    """A table of the file: unknown keys are faults, nothing is converted, nothing changes afterwards."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class WeeklyHours(Table):
    """Blocks of each weekday on the wall clock; a missing day is closed, the gaps between blocks are breaks."""

    mon: Hours = ()
    tue: Hours = ()
    wed: Hours = ()
    thu: Hours = ()
    fri: Hours = ()
    sat: Hours = ()
    sun: Hours = ()

    def on(self, day: date) -> tuple[ClockSpan, ...]:
        """The blocks of the weekday of `day`."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)[day.weekday()]


class Location(Table):
    """A place that patients come to."""

    id: Id
    name: Words
    address: Words
    directions: Localised | None = None
    timezone: Zone | None = None


class Room(Table):
    """A room or a piece of equipment that a visit also occupies."""

    id: Id
    name: Words
    location: Id | None = None


class Provider(Table):
    """A person who sees patients."""

    id: Id
    name: Words
    aliases: tuple[Words, ...] = ()
    location: Id
    hours: WeeklyHours


class VisitType(Table):
    """A kind of visit: how long it takes, who gives it, and what patients may book themselves."""

    id: Id
    name: Localised
    aliases: tuple[Words, ...] = ()
    minutes: Minutes
    buffer_minutes: BufferMinutes = 0
    providers: Annotated[tuple[Id, ...], Field(min_length=1)]
    rooms: tuple[Id, ...] = ()
    bookable: bool = True
    min_notice: Length = Duration.parse("4h")
    raster_minutes: RasterMinutes = 15
    horizon: Horizon = Duration.parse("90d")
    new_patients: bool = True
    prep: Localised | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)


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


class Answer(Table):
    """A question that patients ask, in the words they use, and the clinic's answer."""

    id: Id
    questions: LocalisedLists
    answer: Localised


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
