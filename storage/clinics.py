"""Clinics as their files describe them, each with the random key for its keyed hashes.

Applying a file creates or updates the clinic and never touches a booked visit; the report names those that no longer
fit. A clinic keeps its hash key for good: with another one no patient and no opt-out would be found again.
"""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, bindparam, select, update

from scheduler.clinic import Clinic, load_document
from scheduler.errors import ClinicFileError
from scheduler.fitting import why_it_no_longer_fits
from scheduler.model import AppointmentStatus, Slot
from storage import exceptions
from storage.prepared import Statements
from storage.schema import appointments, clinics
from storage.upsert import inserted

HASH_KEY_BYTES = 32

_OF_ID = clinics.c.id == bindparam("clinic")
_HASH_KEY = select(clinics.c.hash_key).where(_OF_ID)
_REVISION = select(clinics.c.revision).where(_OF_ID)
_DOCUMENT = select(clinics.c.document).where(_OF_ID)
_LOCKED = _DOCUMENT.with_for_update()
_BY_PHONE = select(clinics.c.id, clinics.c.revision).where(clinics.c.phone == bindparam("called"))
_ALL_IDS = select(clinics.c.id).order_by(clinics.c.id)
_CHANGE = (
    update(clinics)
    .where(clinics.c.id == bindparam("this_clinic"))
    .values(
        phone=bindparam("its_phone"),
        document=bindparam("its_document"),
        revision=clinics.c.revision + 1,
        updated_at=bindparam("now"),
    )
)
_UPCOMING = (
    select(
        appointments.c.external_id,
        appointments.c.provider,
        appointments.c.visit_type,
        appointments.c.location,
        appointments.c.starts_at,
        appointments.c.ends_at,
        appointments.c.room,
    )
    .where(
        appointments.c.clinic == bindparam("clinic"),
        appointments.c.starts_at > bindparam("now"),
        appointments.c.status.in_([status.value for status in AppointmentStatus if status.upcoming]),
    )
    .order_by(appointments.c.starts_at, appointments.c.id)
)


@dataclass(frozen=True, slots=True)
class Misfit:
    """A booked visit that the clinic's file has no place for any more. `starts` is on the clinic's wall clock."""

    external_id: str
    starts: str
    why: str

    def __str__(self) -> str:
        return f"{self.external_id} ({self.starts}): {self.why}"


@dataclass(frozen=True, slots=True)
class Report:
    """What applying a file did. Prints as the operator should read it."""

    outcome: Literal["created", "updated", "unchanged"]
    misfits: tuple[Misfit, ...] = ()

    def __str__(self) -> str:
        if not self.misfits:
            return self.outcome
        head = f"{self.outcome}. Booked visits that no longer fit, none of them touched: {len(self.misfits)}"
        return "\n".join((head, *(f"  {misfit}" for misfit in self.misfits)))


def apply(connection: Connection, clinic: Clinic, now: datetime) -> Report:
    """Create the clinic, or bring it up to date. Raises `ClinicFileError` where another clinic has its number."""
    document = json.dumps(clinic.document(), ensure_ascii=False, sort_keys=True)
    _demand_own_number(connection, clinic)
    if _create(connection, clinic, document, now):
        return Report("created")
    changed = connection.execute(_LOCKED, {"clinic": clinic.id}).scalar_one() != document
    if changed:
        row = {"this_clinic": clinic.id, "its_phone": clinic.phone, "its_document": document, "now": now}
        connection.execute(_CHANGE, row)
    return Report("updated" if changed else "unchanged", misfits(connection, clinic, now))


def hash_key(connection: Connection, clinic_id: str) -> bytes:
    """The clinic's own key for look-ups. Raises `LookupError`."""
    return bytes(_known(connection.execute(_HASH_KEY, {"clinic": clinic_id}).scalar(), clinic_id))


def revision(connection: Connection, clinic_id: str) -> int:
    """How often the clinic's file has changed. Raises `LookupError`."""
    return int(_known(connection.execute(_REVISION, {"clinic": clinic_id}).scalar(), clinic_id))


def revision_by_phone(connection: Connection, e164: str) -> tuple[str, int] | None:
    """The id and revision of the clinic that is texted or called at this number."""
    row = Statements.of(connection).execute(connection, _BY_PHONE, {"called": e164}).first()
    return None if row is None else (row.id, row.revision)


def by_id(connection: Connection, clinic_id: str) -> Clinic:
    """The clinic as it was last applied, with what staff entered since. Raises `LookupError`."""
    document = json.loads(_known(connection.execute(_DOCUMENT, {"clinic": clinic_id}).scalar(), clinic_id))
    return load_document(document).with_exceptions(exceptions.in_force(connection, clinic_id))


def all_ids(connection: Connection) -> list[str]:
    return list(connection.execute(_ALL_IDS).scalars())


def _known(value: Any, clinic_id: str) -> Any:
    if value is None:
        raise LookupError(f'There is no clinic "{clinic_id}".')
    return value


def _demand_own_number(connection: Connection, clinic: Clinic) -> None:
    other = revision_by_phone(connection, clinic.phone)
    if other is not None and other[0] != clinic.id:
        fault = f'phone: {clinic.phone} is the number of the clinic "{other[0]}". Give each clinic a number of its own.'
        raise ClinicFileError([f"{clinic.id}: {fault}"])


def _create(connection: Connection, clinic: Clinic, document: str, now: datetime) -> bool:
    row = {
        "id": clinic.id,
        "phone": clinic.phone,
        "document": document,
        "revision": 1,
        "hash_key": secrets.token_bytes(HASH_KEY_BYTES),
        "created_at": now,
        "updated_at": now,
    }
    return inserted(connection, clinics, row)


def misfits(connection: Connection, clinic: Clinic, now: datetime) -> tuple[Misfit, ...]:
    """Of all visits still to come, those that the clinic as it is now would not book."""
    booked = connection.execute(_UPCOMING, {"clinic": clinic.id, "now": now})
    judged = ((visit, why_it_no_longer_fits(clinic, _slot(visit))) for visit in booked)
    zone = clinic.zone()
    return tuple(
        Misfit(visit.external_id, visit.starts_at.astimezone(zone).strftime("%Y-%m-%d %H:%M"), why)
        for visit, why in judged
        if why is not None
    )


def _slot(visit: Any) -> Slot:
    return Slot(visit.provider, visit.visit_type, visit.location, visit.starts_at, visit.ends_at, visit.room)
