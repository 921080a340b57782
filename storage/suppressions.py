"""The numbers that we may not write to: at the patient's word, or because the phone company refuses them."""

from __future__ import annotations

from sqlalchemy import bindparam, delete, select

from storage import audit
from storage.schema import suppressions
from storage.upsert import upsert
from storage.work import Work

OPT_OUT = "opt_out"

_OF_PHONE = (suppressions.c.clinic == bindparam("clinic"), suppressions.c.phone_hash == bindparam("phone_hash"))
_KIND = select(suppressions.c.kind).where(*_OF_PHONE)
_DELETE = delete(suppressions).where(*_OF_PHONE)


def is_suppressed(work: Work, phone: str) -> bool:
    return work.rows(_KIND, phone_hash=work.hashed("phone", phone)).first() is not None


def opt_out(work: Work, phone: str, *, kind: str = OPT_OUT, source: str) -> None:
    """No more texts to this number. The patient's own word is not replaced by the phone company's."""
    phone_hash = work.hashed("phone", phone)
    known = work.rows(_KIND, phone_hash=phone_hash).scalar()
    if known in (kind, OPT_OUT):
        return
    statement = upsert(suppressions, work.connection.dialect.name, "kind", "source", "at")
    work.rows(statement, phone_hash=phone_hash, kind=kind, source=source, at=work.now)
    before = {"kind": known} if known else None
    after = {"kind": kind, "source": source}
    audit.write(work, _actor(source), "phone.suppressed", _subject(phone_hash), before, after)


def opt_in(work: Work, phone: str, source: str) -> None:
    """Texts to this number may begin again."""
    phone_hash = work.hashed("phone", phone)
    known = work.rows(_KIND, phone_hash=phone_hash).scalar()
    if known is None:
        return
    work.rows(_DELETE, phone_hash=phone_hash)
    after = {"kind": None, "source": source}
    audit.write(work, _actor(source), "phone.opted_in", _subject(phone_hash), {"kind": known}, after)


def _actor(source: str) -> str:
    """Who did it: an error code of the phone company is not a who."""
    return "worker" if source.startswith("error:") else source


def subject(work: Work, phone: str) -> str:
    """What the audit log calls a number."""
    return _subject(work.hashed("phone", phone))


def _subject(phone_hash: bytes) -> str:
    return f"phone:{phone_hash.hex()[:16]}"
