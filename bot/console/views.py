"""What the pages show, as values: a row of the list, a line of a thread, a visit. Ready to print, all looked up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.console import words
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient, Slot
from storage.inbox import CaseLine, TalkLine


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who is looking, when, and at which clinic."""

    clinic: Clinic
    now: datetime
    actor: str

    @property
    def zone(self) -> ZoneInfo:
        return self.clinic.zone()

    def ago(self, at: datetime) -> str:
        return words.ago(at, self.now, self.zone)

    def clock(self, at: datetime) -> str:
        return words.clock(at, self.zone)

    def day(self, at: datetime) -> str:
        return words.short_day(at.astimezone(self.zone).date(), self.now.astimezone(self.zone).date())


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case in the list, and at the head of its own page."""

    id: str
    who: str
    first_name: str
    initials: str
    hue: int
    reason_words: str
    priority: str
    alarm: bool
    alarm_words: str
    state: str
    mine: bool
    holder: str
    holder_short: str
    held_by_another: bool
    summary: str
    said: str
    said_by: str
    waiting_since: datetime | None
    waiting: str
    resolved: str
    team: str
    undelivered: bool
    named: bool = False


def case_view(line: CaseLine, eyes: Eyes, named_at: datetime | None = None) -> CaseView:
    name = names(line.patients, line.phone)
    mine = line.state != "resolved" and line.held_by == eyes.actor
    held = line.state != "resolved" and bool(line.held_by)
    return CaseView(
        id=line.id,
        who=name,
        first_name=line.patients[0].first_name if len(line.patients) == 1 else "",
        initials=initials(line.patients),
        hue=words.hue(line.phone),
        reason_words=words.REASONS.get(line.reason, line.reason.replace("_", " ").capitalize()),
        priority=line.priority,
        alarm=line.priority == "emergency" and line.state != "resolved",
        alarm_words=words.ALARMS.get(line.reason, words.ALARMS["emergency"]),
        state=line.state,
        mine=mine,
        holder=line.holder if held else "",
        holder_short=line.holder.partition("@")[0] if held else "",
        held_by_another=held and not mine,
        summary=line.summary,
        said=line.last_body,
        said_by=speaker(line.last_author),
        waiting_since=line.waiting_since,
        waiting=words.span(eyes.now - line.waiting_since) if line.waiting_since else "",
        resolved=eyes.ago(line.resolved_at) if line.resolved_at else "",
        team=eyes.clinic.team_for(line.reason),
        undelivered=line.undelivered,
        named=named_at is not None and named_at >= line.opened_at,
    )


@dataclass(frozen=True, slots=True)
class Counts:
    """What is open, in figures."""

    open: int
    alarms: int
    waiting: int
    longest: str
    mine: int


def counts(lines: Sequence[CaseLine], eyes: Eyes) -> Counts:
    waits = [eyes.now - line.waiting_since for line in lines if line.waiting_since]
    return Counts(
        open=len(lines),
        alarms=sum(line.priority == "emergency" for line in lines),
        waiting=len(waits),
        longest=words.span(max(waits)) if waits else "",
        mine=sum(line.held_by == eyes.actor for line in lines),
    )


@dataclass(frozen=True, slots=True)
class TalkView:
    """A conversation in the list of all."""

    id: str
    who: str
    initials: str
    hue: int
    said: str
    said_by: str
    at: datetime
    ago: str
    holder: str
    open_cases: bool


def talk_view(line: TalkLine, eyes: Eyes) -> TalkView:
    name = names(line.patients, line.phone)
    return TalkView(
        id=line.id,
        who=name,
        initials=initials(line.patients),
        hue=words.hue(line.phone),
        said=line.last_body,
        said_by=speaker(line.last_author),
        at=line.at,
        ago=eyes.ago(line.at),
        holder=line.holder.partition("@")[0],
        open_cases=line.open_cases > 0,
    )


@dataclass(frozen=True, slots=True)
class PersonView:
    """A patient beside the thread."""

    id: str
    name: str
    born: str
    age: int
    language: str
    guardian: str


def person_view(patient: Patient, all_of_them: Sequence[Patient], eyes: Eyes) -> PersonView:
    guardians = [full_name(other) for other in all_of_them if other.id == patient.guardian_id]
    return PersonView(
        id=patient.id,
        name=full_name(patient),
        born=words.born(patient.date_of_birth),
        age=words.age(patient.date_of_birth, eyes.now.astimezone(eyes.zone).date()),
        language=words.LANGUAGES.get(patient.language, patient.language),
        guardian=", ".join(guardians),
    )


@dataclass(frozen=True, slots=True)
class VisitView:
    """An appointment, in a day or beside a thread."""

    id: str
    day: str
    day_words: str
    clock: str
    minutes: int
    who: str
    type: str
    provider: str
    room: str
    location: str
    gone: bool
    status_words: str
    confirmation_words: str
    confirmation_tone: str
    overbooked: bool
    movable: bool
    reminders: tuple[str, ...] = ()


def visit_view(visit: Appointment, patient: Patient | None, eyes: Eyes, reminders: tuple[str, ...] = ()) -> VisitView:
    slot, clinic = visit.slot, eyes.clinic
    zone = clinic.zone(known(clinic.locations, slot.location))
    confirmation, tone = words.CONFIRMATIONS[visit.confirmation]
    return VisitView(
        id=visit.id,
        day=slot.starts_at.astimezone(zone).date().isoformat(),
        day_words=words.short_day(slot.starts_at.astimezone(zone).date(), eyes.now.astimezone(zone).date()),
        clock=words.clock(slot.starts_at, zone),
        minutes=int((slot.ends_at - slot.starts_at) / timedelta(minutes=1)),
        who=full_name(patient) if patient else "",
        type=type_name(clinic, slot.visit_type),
        provider=name_of(clinic.providers, slot.provider),
        room=name_of(clinic.rooms, slot.room) if slot.room else "",
        location=name_of(clinic.locations, slot.location) if len(clinic.locations) > 1 else "",
        gone=not visit.status.occupies,
        status_words=words.STATUSES.get(visit.status, ""),
        confirmation_words=confirmation,
        confirmation_tone=tone,
        overbooked=visit.overbooked,
        movable=visit.status.upcoming and slot.starts_at > eyes.now,
        reminders=reminders,
    )


def opening_words(slot: Slot, eyes: Eyes) -> str:
    """`Tue, Mar 16, 9:00 AM with Dr. Lee`."""
    return (
        f"{eyes.day(slot.starts_at)}, {eyes.clock(slot.starts_at)} with {name_of(eyes.clinic.providers, slot.provider)}"
    )


class _Named(Protocol):
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...
    @property
    def guardian_id(self) -> str | None: ...


def full_name(patient: _Named) -> str:
    return f"{patient.first_name} {patient.last_name}".strip()


def names(patients: Sequence[_Named], phone: str) -> str:
    """Whose phone it is; the number itself where nobody on file has it."""
    if not patients:
        return words.phone(phone)
    others = f" and {len(patients) - 1} more" if len(patients) > 1 else ""
    return full_name(_speaker_for(patients)) + others


def initials(patients: Sequence[_Named]) -> str:
    """Of whom a phone is named after; nothing where nobody on file has it."""
    return words.initials(full_name(_speaker_for(patients))) if patients else ""


def _speaker_for(patients: Sequence[_Named]) -> _Named:
    """A guardian before those for whom they speak."""
    return min(patients, key=lambda patient: patient.guardian_id is not None)


def speaker(author: str) -> str:
    """Before the last words in a list: nothing for the patient."""
    return {"bot": "Bot", "staff": "Staff"}.get(author, "")


def type_name(clinic: Clinic, visit_type: str) -> str:
    for entry in clinic.visit_types:
        if entry.id == visit_type:
            return clinic.word(entry.name, clinic.default_language)
    return visit_type


class _Entry(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def name_of(entries: Sequence[_Entry], id: str) -> str:
    """The name of a provider, room or location; the id where the clinic's file does not have it any more."""
    return next((entry.name for entry in entries if entry.id == id), id)


def known(entries: Sequence[_Entry], id: str) -> str | None:
    """The id, where the clinic's file still has it."""
    return id if any(entry.id == id for entry in entries) else None
