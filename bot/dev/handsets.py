"""What the phone page shows: every number on file as a handset, a stranger's beside them, and one number's thread.

A family that shares a number is one handset.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.model import Appointment, Patient
from storage import appointments, clinics, conversations, handsets, messages, reminders
from storage.messages import Message
from storage.work import Work

MOST_PEOPLE = 1000
MOST_MESSAGES = 200
STRANGER = "Not on file"
FOR_FICTION = range(199, 99, -1)

Json = dict[str, Any]


def all_of(desk: Desk) -> list[Json]:
    """The handsets of every clinic, those with the next visits first."""
    with desk.database.reading() as connection:
        return [
            handset
            for clinic_id in clinics.all_ids(connection)
            for handset in _of_clinic(desk.work(connection, clinic_id), desk.clinic(connection, clinic_id))
        ]


def number_of(desk: Desk, clinic_id: str) -> str:
    """The clinic's own number; empty where there is no such clinic."""
    with desk.database.reading() as connection:
        try:
            return desk.clinic(connection, clinic_id).phone
        except LookupError:
            return ""


def thread(desk: Desk, clinic_id: str, number: str) -> Json:
    """What was said with one number, and what comes next. Raises `LookupError` where there is no such clinic."""
    with desk.database.reading() as connection:
        work = desk.work(connection, clinic_id)
        conversation = conversations.find(work, "sms", number)
        said = messages.of_conversation(work, conversation.id, MOST_MESSAGES) if conversation else []
        following = reminders.next_for_phone(work, number)
    return {
        "now": work.now.isoformat(),
        "next_reminder": {"due_at": following.due_at.isoformat()} if following else None,
        "messages": [_told(message) for message in said],
    }


def _told(message: Message) -> Json:
    return {
        "id": message.id,
        "at": message.created_at.isoformat(),
        "direction": message.direction,
        "author": message.author,
        "body": message.body,
        "status": message.status,
        "error_code": message.error_code,
    }


def _of_clinic(work: Work, clinic: Clinic) -> list[Json]:
    people = handsets.people(work, MOST_PEOPLE)
    by_number = _by_number(people)
    visits = {visit.patient_id: visit for visit in reversed(appointments.upcoming_of(work, [who.id for who in people]))}
    soonest = {number: _soonest(owners, visits) for number, owners in by_number.items()}
    last = (1, "")
    order = sorted(by_number, key=lambda number: (0, visit.isoformat()) if (visit := _start(soonest[number])) else last)
    known = [_handset(clinic, number, by_number[number], soonest[number]) for number in order]
    return [*known, _stranger(clinic, by_number)]


def _by_number(people: Iterable[Patient]) -> Mapping[str, list[Patient]]:
    """Who is reached at each number: its owner first, then those for whom the owner speaks."""
    found: defaultdict[str, list[Patient]] = defaultdict(list)
    everybody = {patient.id: patient for patient in people}
    for patient in sorted(everybody.values(), key=lambda who: who.guardian_id is not None):
        guardian = everybody.get(patient.guardian_id or "")
        for number in {patient.phone, guardian.phone if guardian else ""} - {""}:
            found[number].append(patient)
    return found


def _soonest(owners: Iterable[Patient], visits: Mapping[str, Appointment]) -> Appointment | None:
    theirs = [visits[owner.id] for owner in owners if owner.id in visits]
    return min(theirs, key=lambda visit: visit.slot.starts_at, default=None)


def _start(visit: Appointment | None) -> datetime | None:
    return visit.slot.starts_at if visit else None


def _handset(clinic: Clinic, number: str, owners: list[Patient], visit: Appointment | None) -> Json:
    return _shown(clinic, number) | {
        "names": [f"{owner.first_name} {owner.last_name}" for owner in owners],
        "language": owners[0].language,
        "timezone": owners[0].timezone or clinic.timezone,
        "visit": _visit(clinic, visit) if visit else "",
        "on_file": True,
    }


def _stranger(clinic: Clinic, taken: Mapping[str, object]) -> Json:
    stem = f"{clinic.phone[:-4]}0"
    number = next(stem + str(line) for line in FOR_FICTION if stem + str(line) not in {*taken, clinic.phone})
    return _shown(clinic, number) | {
        "names": [STRANGER],
        "language": clinic.default_language,
        "timezone": clinic.timezone,
        "visit": "",
        "on_file": False,
    }


def _shown(clinic: Clinic, number: str) -> Json:
    return {"number": number, "clinic": clinic.id, "clinic_name": clinic.name, "clinic_phone": clinic.phone}


def _visit(clinic: Clinic, visit: Appointment) -> str:
    start = visit.slot.starts_at.astimezone(clinic.zone(visit.slot.location))
    return f"{start:%a %b} {start.day}, {start.hour % 12 or 12}:{start:%M %p}"
