"""The clinic: its file, read and checked, and the questions that everybody asks of it.

`parse_clinic` promises either a clinic in which every id leads somewhere, or every fault of the file at once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Annotated, Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field, PrivateAttr, ValidationError

from scheduler.clinic_checks import cross_faults
from scheduler.clinic_faults import read_toml, written, written_refusal
from scheduler.clinic_tables import (
    Answer,
    Cases,
    Identity,
    Location,
    Outreach,
    Provider,
    Quota,
    Recall,
    Reminders,
    Reply,
    Room,
    Route,
    Table,
    VisitType,
    Waitlist,
    WeeklyHours,
)
from scheduler.clinic_values import Day, Days, HolidayCode, Id, Language, Localised, Phone, Words, Zone
from scheduler.closed_days import is_holiday
from scheduler.errors import ClinicFileError, UnknownId
from scheduler.exceptions import NO_EXCEPTIONS, Exceptions
from scheduler.form_tables import Form
from scheduler.opening import opening_spans
from scheduler.phones import region_of

__all__ = ["Clinic", "ClinicFileError", "faults_of", "load_document", "parse_clinic"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


_N = TypeVar("_N", bound=_Named)


class Clinic(Table):
    """One clinic, as its file describes it."""

    id: Id
    name: Words
    timezone: Zone
    phone: Phone
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    transfer_to: Phone | None = None
    emergency_note: Localised | None = None
    cancel_is_stop: bool = True
    transcribe_voicemail: bool = False
    holidays: HolidayCode | None = None
    open_on: tuple[Day, ...] = ()
    closures: tuple[Days, ...] = ()
    staff_hours: WeeklyHours = WeeklyHours()
    locations: tuple[Location, ...] = ()
    rooms: tuple[Room, ...] = ()
    providers: tuple[Provider, ...] = ()
    visit_types: tuple[VisitType, ...] = ()
    quotas: tuple[Quota, ...] = ()
    reminders: Reminders = Reminders()
    waitlist: Waitlist = Waitlist()
    outreach: Outreach = Outreach()
    recalls: tuple[Recall, ...] = ()
    identity: Identity = Identity()
    answers: tuple[Answer, ...] = ()
    replies: tuple[Reply, ...] = ()
    cases: Cases = Cases()
    routes: tuple[Route, ...] = ()
    forms: tuple[Form, ...] = ()
    _exceptions: Exceptions = PrivateAttr(default=NO_EXCEPTIONS)

    @property
    def exceptions(self) -> Exceptions:
        """Time off, extra hours and closures that staff entered; they are no part of the file."""
        return self._exceptions

    def with_exceptions(self, exceptions: Exceptions) -> Clinic:
        """The same clinic with these in force instead of those that were."""
        changed = self.model_copy()
        changed._exceptions = exceptions
        return changed

    def provider(self, id: str) -> Provider:
        return _by_id(self.providers, id, "provider")

    def visit_type(self, id: str) -> VisitType:
        return _by_id(self.visit_types, id, "visit type")

    def location(self, id: str) -> Location:
        return _by_id(self.locations, id, "location")

    def room(self, id: str) -> Room:
        return _by_id(self.rooms, id, "room")

    def form(self, id: str) -> Form:
        return _by_id(self.forms, id, "form")

    def zone(self, location_id: str | None = None) -> ZoneInfo:
        """The zone whose wall clock counts at a location, or at the clinic as a whole."""
        own = self.location(location_id).timezone if location_id else None
        return ZoneInfo(own or self.timezone)

    @property
    def default_language(self) -> str:
        return self.languages[0]

    @property
    def region(self) -> str:
        """The country of the clinic's number ("US"), in which people write phone numbers."""
        return region_of(self.phone)

    @cached_property
    def spoken_providers(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each provider's id with the names that patients use, the written one first."""
        return tuple((provider.id, (provider.name, *provider.aliases)) for provider in self.providers)

    @cached_property
    def spoken_visit_types(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each visit type's id with the names that patients use, in all languages; the id itself is one."""
        return tuple((kind.id, (*kind.name.values(), *kind.aliases, kind.id)) for kind in self.visit_types)

    @cached_property
    def visiting_hours(self) -> tuple[tuple[int, int], ...]:
        """Of each weekday, Monday first, the minutes between which visits are possible; (0, 0) where closed."""
        weeks = [hours for one in self.providers for hours in (one.hours, *(plan.hours for plan in one.schedules))]
        days = [[block for week in weeks for block in week.by_weekday[day]] for day in range(7)]
        return tuple(
            (min((block.opens for block in day), default=0), max((block.closes for block in day), default=0))
            for day in days
        )

    @cached_property
    def teams(self) -> tuple[str, ...]:
        """The teams that take cases, in the order of the file."""
        return tuple(dict.fromkeys(route.team for route in self.routes if route.team))

    def team_for(self, reason: str) -> str:
        """Who takes the cases of a reason; empty where that is everybody."""
        return next((route.team for route in self.routes if route.reason == reason and route.team), "")

    def word(self, localised: Mapping[str, str] | None, language: str) -> str:
        """The text in that language, or else in the clinic's first; empty where the clinic wrote none."""
        words = localised or {}
        return words.get(language) or words.get(self.default_language, "")

    def is_closed_on(self, day: date, location_id: str | None = None) -> bool:
        """Whether the clinic, or that location, is closed: a closure, or a holiday that is not listed in `open_on`."""
        place = self.location(location_id) if location_id else None
        if any(day in closure for closure in (*self.closures, *(place.closures if place else ()))):
            return True
        if day in self.open_on or (place and day in place.open_on):
            return False
        return is_holiday((place.holidays if place else None) or self.holidays, day)

    def is_staffed(self, now: datetime) -> bool:
        """Whether people are there to take cases and calls."""
        today = now.astimezone(self.zone()).date()
        known = self._staffed.get(today)
        if known is None:
            known = self._staffed[today] = self._staffed_around(today)
        return any(opens <= now < closes for opens, closes in known)

    @cached_property
    def _staffed(self) -> dict[date, list[tuple[datetime, datetime]]]:
        """What was asked before, by date: few dates are."""
        return {}

    def _staffed_around(self, today: date) -> list[tuple[datetime, datetime]]:
        # Where clocks go back at midnight, yesterday's hours reach into today.
        days = [day for day in (today, today - timedelta(days=1)) if not self.is_closed_on(day)]
        return [span for day in days for span in opening_spans(self.staff_hours, day, self.zone())]

    def document(self) -> dict[str, Any]:
        """What the file said, as plain JSON values; `load_document` reads it back."""
        return self.model_dump(mode="json", exclude_unset=True)


def parse_clinic(text: str, file: str) -> Clinic:
    """Read a clinic file; all faults of all its parts come in one `ClinicFileError`, each beginning with `file`."""
    document = read_toml(text, file)
    if faults := faults_of(document):
        raise ClinicFileError([f"{file}: {fault}" for fault in faults])
    return load_document(document)


def faults_of(document: Mapping[str, Any]) -> list[str]:
    """Every fault of a clinic file's tables, each as `key: what is wrong, and what to do`."""
    faults = [written(path, what, document) for path, what in cross_faults(document)]
    try:
        load_document(document)
    except ValidationError as refused:
        return [written_refusal(error, document, Clinic) for error in refused.errors()] + faults
    return faults


def load_document(document: Mapping[str, Any]) -> Clinic:
    """The clinic of a document that was checked when it was applied."""
    # By way of JSON, whose strict reading takes arrays for tuples but never "30" for 30.
    return Clinic.model_validate_json(json.dumps(document, default=str))


def _by_id(entries: Iterable[_N], id: str, what: str) -> _N:
    for entry in entries:
        if entry.id == id:
            return entry
    raise UnknownId(what, id)
