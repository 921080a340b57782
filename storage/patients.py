"""Patients, found by id, by the ids of other systems, by phone, or by name and date of birth.

Names, dates and phones are unreadable at rest, so each look-up goes through a keyed hash that is kept right here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy
from sqlalchemy import bindparam, insert, or_, select, union_all

from scheduler.model import Patient
from storage import audit
from storage.schema import patients
from storage.work import Work

# SQLite takes no more than 32,766 parameters a statement, PostgreSQL 65,535.
AT_ONCE = 5_000

_NAMES = tuple(Patient.__dataclass_fields__)
_CHANGEABLE = (*_NAMES[1:], "phone_hash", "identity_hash")

_guardians = patients.alias("guardians")
_FIELDS = [patients.c[name] for name in _NAMES]
_ALL = select(*_FIELDS).where(patients.c.clinic == bindparam("clinic"))
_GET = _ALL.where(patients.c.id == bindparam("id"))
_LOCK = _GET.with_for_update(key_share=True)
_MANY = _ALL.where(patients.c.id.in_(bindparam("ids", expanding=True)))
_BY_EXTERNAL_ID = _ALL.where(patients.c.external_id.in_(bindparam("external_ids", expanding=True)))
# Two index look-ups; as one condition with OR, PostgreSQL would read the whole table.
ON_PHONE = union_all(
    _ALL.where(patients.c.phone_hash == bindparam("phone_hash")),
    _ALL.where(
        patients.c.guardian_id.in_(
            select(_guardians.c.id).where(
                _guardians.c.clinic == bindparam("clinic"), _guardians.c.phone_hash == bindparam("phone_hash")
            )
        )
    ),
)
_BY_IDENTITY = _ALL.where(
    patients.c.identity_hash == bindparam("identity_hash"),
    or_(bindparam("any_phone"), patients.c.phone_hash.is_not_distinct_from(bindparam("phone_hash"))),
).limit(2)
_BY_IDENTITIES = _ALL.where(patients.c.identity_hash.in_(bindparam("identity_hashes", expanding=True))).limit(2)
_INSERT = insert(patients)
_UPDATE = (
    sqlalchemy.update(patients)
    .where(patients.c.clinic == bindparam("this_clinic"), patients.c.id == bindparam("this_id"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGEABLE} | {"updated_at": bindparam("now")})
)
_MARK_WRONG = (
    sqlalchemy.update(patients)
    .where(
        patients.c.clinic == bindparam("this_clinic"),
        patients.c.phone_hash == bindparam("its_phone_hash"),
        patients.c.wrong_number.is_(False),
    )
    .values(wrong_number=True, updated_at=bindparam("now"))
    .returning(patients.c.id)
)


def get(work: Work, id: str) -> Patient | None:
    row = work.rows(_GET, id=id).first()
    return None if row is None else _patient(row)


def lock(work: Work, id: str) -> Patient | None:
    """The patient, for whom nobody else can book until the transaction ends."""
    row = work.rows(_LOCK, id=id).first()
    return None if row is None else _patient(row)


def many(work: Work, ids: Iterable[str]) -> dict[str, Patient]:
    """Those of these ids that are on file, by id."""
    found = _in_parts(work, _MANY, "ids", ids)
    return {patient.id: patient for patient in found}


def by_external_id(work: Work, external_ids: Iterable[str]) -> dict[str, Patient]:
    """Those of these ids of another system that are on file, by that id."""
    found = _in_parts(work, _BY_EXTERNAL_ID, "external_ids", external_ids)
    return {patient.external_id: patient for patient in found}


def on_phone(work: Work, e164: str) -> tuple[Patient, ...]:
    """Whose phone it is, then those for whom they speak; marked as a wrong number or not."""
    phone_hash = _phone_hash(work, e164)
    if phone_hash is None:
        return ()
    found = {row.id: _patient(row) for row in work.rows(ON_PHONE, phone_hash=phone_hash)}
    return owners_first(found.values(), e164)


def owners_first(found: Iterable[Patient], e164: str) -> tuple[Patient, ...]:
    """Whose phone it is, then those for whom they speak."""
    return tuple(sorted(found, key=lambda patient: (patient.phone != e164, patient.id)))


def by_identity(work: Work, first: str, last: str, born: date, phone: str | None = None) -> Patient | None:
    """The one patient of this name and date of birth, with this phone (or none, if empty) where one is given.

    None where nobody is, or several are.
    """
    found = work.rows(
        _BY_IDENTITY,
        identity_hash=_identity_hash(work, first, last, born),
        any_phone=phone is None,
        phone_hash=_phone_hash(work, phone or ""),
    ).all()
    return _patient(found[0]) if len(found) == 1 else None


def by_full_name(work: Work, names: Iterable[tuple[str, str]], born: date) -> Patient | None:
    """The one patient with this date of birth and one of these first and last names; None if none or several."""
    hashes = [_identity_hash(work, first, last, born) for first, last in names]
    found = work.rows(_BY_IDENTITIES, identity_hashes=hashes).all()
    return _patient(found[0]) if len(found) == 1 else None


def name_hash(work: Work, words: Iterable[str]) -> bytes:
    """A keyed hash of a full name: the same with or without middle names, accents and case."""
    plain = [_plain(word) for word in words]
    return work.hashed("name", "\0".join(sorted((plain[0], plain[-1]))))


def add(work: Work, patient: Patient) -> None:
    """Put a patient on file; writing an audit row is for whoever does."""
    work.rows(_INSERT, **asdict(patient), **hashes(work, patient), created_at=work.now, updated_at=work.now)


def update(work: Work, patient: Patient) -> None:
    """Bring a patient on file up to date; writing an audit row is for whoever does."""
    values = {**asdict(patient), **hashes(work, patient)}
    work.change(_UPDATE, this_id=patient.id, now=work.now, **{f"new_{name}": values[name] for name in _CHANGEABLE})


def mark_wrong_number(work: Work, phone: str, actor: str) -> None:
    """The number belongs to nobody on file: mark it with all who have it, so that nobody writes to it."""
    phone_hash = _phone_hash(work, phone)
    if phone_hash is None:
        return
    for row in work.change(_MARK_WRONG, its_phone_hash=phone_hash, now=work.now).all():
        change = {"before": {"wrong_number": False}, "after": {"wrong_number": True}}
        audit.write(work, actor, "patient.wrong_number", f"patient:{row.id}", **change)


def _in_parts(work: Work, statement: Any, name: str, values: Iterable[str]) -> list[Patient]:
    wanted = list(dict.fromkeys(values))
    parts = [wanted[first : first + AT_ONCE] for first in range(0, len(wanted), AT_ONCE)]
    return [_patient(row) for part in parts for row in work.rows(statement, **{name: part})]


def _patient(row: Any) -> Patient:
    return Patient(*row)


def hashes(work: Work, patient: Patient) -> dict[str, bytes | None]:
    """The keyed hashes by which a patient is found."""
    return {
        "phone_hash": _phone_hash(work, patient.phone),
        "identity_hash": _identity_hash(work, patient.first_name, patient.last_name, patient.date_of_birth),
    }


def _phone_hash(work: Work, e164: str) -> bytes | None:
    return work.hashed("phone", e164) if e164 else None


def _identity_hash(work: Work, first: str, last: str, born: date) -> bytes:
    """The same however somebody writes their own name: without case, accents and spaces too many."""
    return work.hashed("identity", "\0".join((_plain(first), _plain(last), born.isoformat())))


def _plain(name: str) -> str:
    letters = unicodedata.normalize("NFKD", name.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())
