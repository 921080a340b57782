"""Proving who one is by name and date of birth: wrong tries are counted by number and by name, and lock.

Five within 24 hours lock that number, and that name for all numbers that are not on file, for 24 hours from the fifth
or until staff release it. A name that no patient has is locked as any other, so that a lock tells nothing. Texts and
calls count together; whoever calls from a number on file gives no name, and is counted by number alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam, delete, insert, or_, select

from scheduler.model import Patient
from storage import patients
from storage.schema import identity_tries
from storage.work import Work

MOST_TRIES = 5
WITHIN = timedelta(hours=24)

_t = identity_tries.c
_OURS = _t.clinic == bindparam("clinic")
_ABOUT = or_(_t.phone_hash == bindparam("phone_hash"), _t.name_hash == bindparam("name_hash"))
_TRIES = select(_t.phone_hash, _t.name_hash, _t.at).where(_OURS, _ABOUT, _t.at > bindparam("since")).order_by(_t.at)
_NAMES = select(_t.name_hash).where(_OURS, _t.phone_hash == bindparam("phone_hash")).distinct()
_FORGET = delete(identity_tries).where(_OURS, _t.at <= bindparam("until"))
_RELEASE = delete(identity_tries).where(
    _OURS,
    or_(
        _t.phone_hash == bindparam("phone_hash"),
        _t.name_hash.in_(bindparam("name_hashes", expanding=True)),
    ),
)


def is_locked(work: Work, phone: str, name: Sequence[str] = ()) -> bool:
    """Whether this number, or anybody who gives this name, has used up the tries."""
    phone_hash, name_hash = work.hashed("phone", phone), _name_hash(work, name)
    since = work.now - 2 * WITHIN
    tries = work.rows(_TRIES, phone_hash=phone_hash, name_hash=name_hash, since=since).all()
    by_phone = [row.at for row in tries if row.phone_hash == phone_hash]
    by_name = [row.at for row in tries if name and row.name_hash == name_hash]
    return any(locked(instants, work.now) for instants in (by_phone, by_name))


def locked(tries: Sequence[datetime], now: datetime) -> bool:
    """Whether the last five tries came within a day, and the fifth of them less than a day ago."""
    if len(tries) < MOST_TRIES:
        return False
    return now - tries[-1] < WITHIN and tries[-1] - tries[-MOST_TRIES] < WITHIN


def find(work: Work, name: Sequence[str], born: date) -> Patient | None:
    """The one patient whose name and date of birth these are, wherever the first name ends."""
    splits = [(" ".join(name[:place]), " ".join(name[place:])) for place in range(1, len(name))]
    return patients.by_full_name(work, dict.fromkeys([*splits, (name[0], name[-1])]), born)


def note_wrong(work: Work, phone: str, name: Sequence[str] = ()) -> None:
    """One more wrong try; those that can lock nobody any more are forgotten."""
    work.rows(_FORGET, until=work.now - 2 * WITHIN)
    row = {
        "clinic": work.clinic_id,
        "id": work.new_id(),
        "phone_hash": work.hashed("phone", phone),
        "name_hash": _name_hash(work, name),
        "at": work.now,
    }
    work.connection.execute(insert(identity_tries), row)


def release(work: Work, phone: str) -> None:
    """Staff know who it is: this number may try again, and so may those who gave the same names."""
    phone_hash = work.hashed("phone", phone)
    names = [name for name in work.rows(_NAMES, phone_hash=phone_hash).scalars() if name]
    work.rows(_RELEASE, phone_hash=phone_hash, name_hashes=names)


def _name_hash(work: Work, name: Sequence[str]) -> bytes | None:
    return patients.name_hash(work, name) if name else None
