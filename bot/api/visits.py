"""What the API tells of the schedule, as JSON under the export's names; instants on the location's wall clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.api.answering import reason_of
from bot.booking import Choice
from dialogs.understanding.contract import when_to_json
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Slot, WaitlistEntry
from storage import patients
from storage.booking import Lost, Series
from storage.exceptions import Entry
from storage.work import Work

Told = dict[str, Any]


def opening(clinic: Clinic, slot: Slot) -> Told:
    zone = _zone(clinic, slot.location)
    return {
        "provider": slot.provider,
        "visit_type": slot.visit_type,
        "location": slot.location,
        "room": slot.room,
        "starts_at": _at(slot.starts_at, zone),
        "ends_at": _at(slot.ends_at, zone),
    }


def appointment(work: Work, clinic: Clinic, visit: Appointment) -> Told:
    zone = _zone(clinic, visit.slot.location)
    return {
        "id": visit.id,
        "external_id": visit.external_id,
        "clinic": clinic.id,
        "patient_external_id": _patient(work, visit.patient_id),
        **opening(clinic, visit.slot),
        "status": visit.status.value,
        "confirmation": visit.confirmation.value,
        "source": visit.source,
        "overbooked": visit.overbooked,
        "created_at": _at(visit.created_at, zone),
        "updated_at": _at(visit.updated_at, zone),
    }


def lost(clinic: Clinic, lost: Lost) -> Told:
    """Why nothing was booked, and what could be instead."""
    return {
        "error": str(lost.refusal),
        "reason": reason_of(lost.refusal),
        "openings": [opening(clinic, slot) for slot in lost.openings],
    }


def series(work: Work, clinic: Clinic, done: Series) -> Told:
    """Each start: booked, or refused and why. Where `booked` is empty, nothing was done."""
    return {
        "booked": [appointment(work, clinic, visit) for visit in done.booked],
        "refused": [{"starts_at": _at(start, clinic.zone()), **lost(clinic, each)} for start, each in done.refused],
    }


def exception(clinic: Clinic, entered: Entry) -> Told:
    zone = clinic.zone(entered.location)
    return {
        "id": entered.id,
        "kind": entered.kind,
        "provider": entered.provider,
        "location": entered.location,
        "starts_at": _at(entered.starts_at, zone),
        "ends_at": _at(entered.ends_at, zone),
        "lifted_at": _at(entered.lifted_at, zone),
    }


def affected(work: Work, clinic: Clinic, entered: Entry, choices: Iterable[Choice]) -> Told:
    """What was entered, and the visits that cannot stay, each with openings instead."""
    return {
        "exception": exception(clinic, entered),
        "affected": [_choice(work, clinic, choice) for choice in choices],
    }


def told(work: Work, clinic: Clinic, entered: Entry, choices: Iterable[tuple[Choice, bool]]) -> Told:
    """The same, and whether each patient is texted."""
    return {
        "exception": exception(clinic, entered),
        "affected": [{**_choice(work, clinic, choice), "texted": texted} for choice, texted in choices],
    }


def entry(work: Work, clinic: Clinic, entry: WaitlistEntry) -> Told:
    """A place in line."""
    return {
        "id": entry.id,
        "clinic": clinic.id,
        "patient_external_id": _patient(work, entry.patient_id),
        "visit_type": entry.visit_type,
        "provider": entry.provider,
        "appointment": entry.moving,
        "windows": when_to_json(entry.when)["windows"],
        "state": entry.state,
        "reason": entry.reason or None,
        "offers": entry.offers,
        "created_at": _at(entry.created_at, clinic.zone()),
    }


def _choice(work: Work, clinic: Clinic, choice: Choice) -> Told:
    return {
        "appointment": appointment(work, clinic, choice.visit),
        "openings": [opening(clinic, slot) for slot in choice.openings],
    }


def _patient(work: Work, id: str) -> str | None:
    found = patients.get(work, id)
    return found.external_id if found else None


def _zone(clinic: Clinic, location: str) -> ZoneInfo:
    try:
        return clinic.zone(location)
    except LookupError:  # the location has left the clinic's file since
        return clinic.zone()


def _at(at: datetime | None, zone: ZoneInfo) -> str | None:
    return at.astimezone(zone).isoformat() if at else None
