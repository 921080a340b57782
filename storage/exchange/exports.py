"""Rows out, under the contract's keys, in the order of their creation: ids tell it, so a page begins where one ended.

Nothing is locked, and no more than a page is in memory. Visits are told in the time of their location, everything else
in the clinic's.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Select, and_, bindparam, select

from scheduler.clinic import Clinic
from storage.schema import (
    appointments,
    audit,
    cases,
    forms,
    insurances,
    messages,
    patients,
    reminders,
    suppressions,
    waitlist,
)
from storage.work import Work

PAGE = 500
Told = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of rows: its keys, where they come from, and how a row is told."""

    keys: tuple[str, ...]
    statement: Select[Any] | None = None
    tell: Callable[[Mapping[str, Any], Clinic], Told] | None = None


def rows(work: Work, clinic: Clinic, what: str) -> Iterator[Told]:
    """Every row of this kind, under its keys."""
    export = EXPORTS[what]
    last = ""
    while export.statement is not None and export.tell is not None:
        page = work.rows(export.statement, last=last, page=PAGE).all()
        for row in page:
            told = {"clinic": clinic.id, **export.tell(row._asdict(), clinic)}
            yield {key: told[key] for key in export.keys}
        if len(page) < PAGE:
            return
        last = page[-1].id


def _page(statement: Select[Any], table: Any) -> Select[Any]:
    own = and_(table.c.clinic == bindparam("clinic"), table.c.id > bindparam("last"))
    return statement.where(own).order_by(table.c.id).limit(bindparam("page"))


def _at(instant: datetime | None, zone: ZoneInfo) -> str | None:
    return None if instant is None else instant.astimezone(zone).isoformat()


def _all_at(row: Mapping[str, Any], zone: ZoneInfo) -> Told:
    """The row with its instants as the clock of `zone` shows them."""
    return {key: _at(value, zone) if isinstance(value, datetime) else value for key, value in row.items()}


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


def _zone_at(clinic: Clinic, location: str) -> ZoneInfo:
    try:
        return clinic.zone(location)
    except LookupError:  # the location has left the clinic's file since
        return clinic.zone()


def _appointment(row: Mapping[str, Any], clinic: Clinic) -> Told:
    return _all_at(row, _zone_at(clinic, row["location"]))


def _patient(row: Mapping[str, Any], clinic: Clinic) -> Told:
    return _all_at(row, clinic.zone()) | {
        "date_of_birth": row["date_of_birth"].isoformat(),
        "sms_consent": _yes_no(row["sms_consent"]),
        "voice_consent": _yes_no(row["voice_consent"]),
        "guardian_external_id": row["guardian_external_id"] or "",
        "opted_out": row["suppression"] is not None,
    }


def _waiting(row: Mapping[str, Any], clinic: Clinic) -> Told:
    return _all_at(row, clinic.zone()) | {"windows": json.loads(row["wish"])["windows"]}


def _plain(row: Mapping[str, Any], clinic: Clinic) -> Told:
    return _all_at(row, clinic.zone())


def _message(row: Mapping[str, Any], clinic: Clinic) -> Told:
    told = _plain(row, clinic)
    return told | {"from": row["from_number"], "to": row["to_number"], "error_code": row["error_code"] or None}


_guardians = patients.alias("guardians")


def _of(table: Any, other: Any, column: str) -> Any:
    """The other table's row that `column` refers to."""
    return and_(other.c.clinic == table.c.clinic, other.c.id == table.c[column])


EXPORTS: Mapping[str, Export] = {
    "appointments": Export(
        (
            "id", "external_id", "clinic", "patient_external_id", "provider", "visit_type", "location", "room",
            "starts_at", "ends_at", "status", "confirmation", "source", "created_at", "updated_at",
        ),
        _page(
            select(appointments, patients.c.external_id.label("patient_external_id")).join(
                patients, _of(appointments, patients, "patient_id")
            ),
            appointments,
        ),
        _appointment,
    ),
    "patients": Export(
        (
            "external_id", "first_name", "last_name", "date_of_birth", "phone", "language", "email", "timezone",
            "sms_consent", "voice_consent", "guardian_external_id",
            "id", "clinic", "opted_out", "wrong_number", "created_at",
        ),
        _page(
            select(
                patients,
                _guardians.c.external_id.label("guardian_external_id"),
                suppressions.c.kind.label("suppression"),
            )
            .outerjoin(_guardians, _of(patients, _guardians, "guardian_id"))
            .outerjoin(
                suppressions,
                and_(suppressions.c.clinic == patients.c.clinic, suppressions.c.phone_hash == patients.c.phone_hash),
            ),
            patients,
        ),
        _patient,
    ),
    "messages": Export(
        (
            "id", "conversation_id", "clinic", "channel", "direction", "author", "from", "to", "body", "sid", "status",
            "error_code", "segments", "created_at",
        ),
        _page(select(messages), messages),
        _message,
    ),
    "cases": Export(
        (
            "id", "clinic", "conversation_id", "patient_external_id", "reason", "priority", "state", "summary",
            "opened_at", "claimed_by", "resolved_at",
        ),
        _page(
            select(cases, patients.c.external_id.label("patient_external_id")).outerjoin(
                patients, _of(cases, patients, "patient_id")
            ),
            cases,
        ),
        _plain,
    ),
    "reminders": Export(
        ("id", "appointment_external_id", "step", "channel", "due_at", "state", "reason", "sent_at"),
        _page(
            select(reminders, appointments.c.external_id.label("appointment_external_id")).join(
                appointments, _of(reminders, appointments, "appointment_id")
            ),
            reminders,
        ),
        _plain,
    ),
    "waitlist": Export(
        (
            "id", "clinic", "patient_external_id", "visit_type", "provider", "windows", "state", "offers",
            "created_at",
        ),
        _page(
            select(waitlist, patients.c.external_id.label("patient_external_id")).join(
                patients, _of(waitlist, patients, "patient_id")
            ),
            waitlist,
        ),
        _waiting,
    ),
    "forms": Export(
        (
            "id", "clinic", "patient_external_id", "appointment_external_id", "form", "state", "answers", "source",
            "created_at", "updated_at", "finished_at",
        ),
        _page(
            select(
                forms,
                patients.c.external_id.label("patient_external_id"),
                appointments.c.external_id.label("appointment_external_id"),
            )
            .join(patients, _of(forms, patients, "patient_id"))
            .outerjoin(appointments, _of(forms, appointments, "appointment_id")),
            forms,
        ),
        _plain,
    ),
    "insurance": Export(
        ("id", "clinic", "patient_external_id", "carrier", "member_id", "group_number", "source", "at"),
        _page(
            select(insurances, patients.c.external_id.label("patient_external_id")).join(
                patients, _of(insurances, patients, "patient_id")
            ),
            insurances,
        ),
        _plain,
    ),
    "audit": Export(
        ("id", "at", "clinic", "actor", "action", "subject", "before", "after"), _page(select(audit), audit), _plain
    ),
}  # fmt: skip
