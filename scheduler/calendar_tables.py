"""The tables of the clinic file that make its calendar: places, people, visit types and quotas."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from scheduler.clinic_values import (
    BufferMinutes,
    ClockSpan,
    Day,
    Days,
    HolidayCode,
    Horizon,
    Hours,
    Id,
    Length,
    Localised,
    Minutes,
    RasterMinutes,
    TimesOff,
    TimesOpen,
    Words,
    Zone,
)
from scheduler.duration import Duration

Age = Annotated[int, Field(ge=0, le=150)]


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

    @property
    def by_weekday(self) -> tuple[Hours, ...]:
        """The blocks of Monday to Sunday."""
        return (self.mon, self.tue, self.wed, self.thu, self.fri, self.sat, self.sun)

    def on(self, day: date) -> tuple[ClockSpan, ...]:
        """The blocks of the weekday of `day`."""
        return self.by_weekday[day.weekday()]


class Location(Table):
    """A place that patients come to; its own `holidays` count instead of the clinic's, its closures besides."""

    id: Id
    name: Words
    address: Words
    directions: Localised | None = None
    timezone: Zone | None = None
    holidays: HolidayCode | None = None
    open_on: tuple[Day, ...] = ()
    closures: tuple[Days, ...] = ()


class Room(Table):
    """A room or a piece of equipment that a visit also occupies."""

    id: Id
    name: Words
    location: Id | None = None


class Schedule(Table):
    """More weekly hours of a provider: at another location, or in some dates, in which only such hours count."""

    location: Id | None = None
    dates: Days | None = None
    hours: WeeklyHours


class Provider(Table):
    """A person who sees patients."""

    id: Id
    name: Words
    aliases: tuple[Words, ...] = ()
    location: Id
    hours: WeeklyHours
    schedules: tuple[Schedule, ...] = ()
    time_off: tuple[TimesOff, ...] = ()
    extra_hours: tuple[TimesOpen, ...] = ()

    @property
    def locations(self) -> tuple[str, ...]:
        """Where they work by the file, their own location first."""
        return tuple(dict.fromkeys((self.location, *(plan.location or self.location for plan in self.schedules))))

    def hours_at(self, location: str, day: date) -> tuple[ClockSpan, ...]:
        """The blocks of one date at one location; in the dates of a schedule only schedules with dates count."""
        base = Schedule(location=self.location, hours=self.hours)
        dated = [plan for plan in self.schedules if plan.dates is not None and day in plan.dates]
        plans = dated or [base, *(plan for plan in self.schedules if plan.dates is None)]
        blocks = [
            block for plan in plans if (plan.location or self.location) == location for block in plan.hours.on(day)
        ]
        extra = () if location != self.location else self.extra_hours
        return (*blocks, *(times.clock for times in extra if times.clock and day in times.dates))


class VisitType(Table):
    """A kind of visit: how long it takes, who gives it, for whom, and what patients may book themselves."""

    id: Id
    name: Localised
    aliases: tuple[Words, ...] = ()
    minutes: Minutes
    buffer_minutes: BufferMinutes = 0
    buffer_before_minutes: BufferMinutes = 0
    providers: Annotated[tuple[Id, ...], Field(min_length=1)]
    rooms: tuple[Id, ...] = ()
    provider_rooms: dict[Id, tuple[Id, ...]] = {}
    capacity: Annotated[int, Field(ge=1, le=100)] = 1
    bookable: bool = True
    min_notice: Length = Duration.parse("4h")
    raster_minutes: RasterMinutes = 15
    horizon: Horizon = Duration.parse("90d")
    min_age: Age | None = None
    max_age: Age | None = None
    new_patients: bool = True
    returning_patients: bool = True
    prep: Localised | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def rooms_with(self, provider: str) -> tuple[str, ...]:
        """The rooms of which a visit with this provider takes one."""
        return self.provider_rooms.get(provider, self.rooms)


class Quota(Table):
    """No more than `most` visits a day or week: with one provider, of some types, of new patients alone."""

    most: Annotated[int, Field(ge=0)]
    per: Literal["day", "week"] = "day"
    provider: Id | None = None
    visit_types: tuple[Id, ...] = ()
    new_patients: bool = False
