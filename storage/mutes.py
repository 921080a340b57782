"""Kinds of texts that a number does not want, while others may still go: less than an opt-out, which ends all."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from storage import audit
from storage.schema import mutes
from storage.upsert import inserted
from storage.work import Work

KINDS = ("reminders", "waitlist", "campaigns")

_OF_PHONE = (mutes.c.clinic == bindparam("clinic"), mutes.c.phone_hash == bindparam("phone_hash"))
_FIND = select(mutes.c.kind).where(*_OF_PHONE, mutes.c.kind == bindparam("kind"))
_KINDS_OF_PHONE = select(mutes.c.kind).where(*_OF_PHONE)
_DELETE = delete(mutes).where(*_OF_PHONE)


def is_muted(work: Work, phone: str, kind: str) -> bool:
    """Whether this number wants no texts of this kind."""
    return work.rows(_FIND, phone_hash=work.hashed("phone", phone), kind=kind).first() is not None


def of_phone(work: Work, phone: str) -> frozenset[str]:
    """The kinds of texts that this number does not want."""
    return frozenset(work.rows(_KINDS_OF_PHONE, phone_hash=work.hashed("phone", phone)).scalars())


def mute(work: Work, phone: str, kind: str, *, source: str) -> None:
    """No more texts of this kind to this number, until it opts in again."""
    phone_hash = work.hashed("phone", phone)
    row = {"clinic": work.clinic_id, "phone_hash": phone_hash, "kind": kind, "source": source, "at": work.now}
    if inserted(work.connection, mutes, row):
        audit.write(work, source, "phone.muted", f"phone:{phone_hash.hex()[:16]}", after={"kind": kind})


def unmute(work: Work, phone: str) -> None:
    """All kinds of texts may go again."""
    work.rows(_DELETE, phone_hash=work.hashed("phone", phone))
