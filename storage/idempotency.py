"""What a request with an `Idempotency-Key` was answered, so that its repeat is answered the same and does nothing.

The key is claimed in the transaction that does the work, before it: who comes with the same key meanwhile waits and
then finds the answer.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage.schema.staff import idempotency_keys as keys
from storage.upsert import inserted
from storage.work import Work

UNANSWERED = 0


@dataclass(frozen=True, slots=True)
class Kept:
    """The first request with a key and what it was answered."""

    fingerprint: bytes
    status: int
    answer: str


_OF_KEY = (keys.c.token_id == bindparam("of_token"), keys.c.key_hash == bindparam("of_key"))
_FIND = select(keys.c.fingerprint, keys.c.status, keys.c.answer).where(keys.c.clinic == bindparam("clinic"), *_OF_KEY)
_KEEP = (
    update(keys)
    .where(keys.c.clinic == bindparam("this_clinic"), *_OF_KEY)
    .values(status=bindparam("new_status"), answer=bindparam("new_answer"))
)
_PURGE = delete(keys).where(keys.c.clinic == bindparam("clinic"), keys.c.at < bindparam("before"))


def claim(work: Work, token_id: str, key: str, fingerprint: bytes) -> Kept | None:
    """None for whoever comes first and is to do the work; else what the first one asked and was answered."""
    row = {
        "clinic": work.clinic_id,
        "token_id": token_id,
        "key_hash": _hash(key),
        "fingerprint": fingerprint,
        "status": UNANSWERED,
        "answer": "",
        "at": work.now,
    }
    if inserted(work.connection, keys, row):
        return None
    return Kept(*work.rows(_FIND, of_token=token_id, of_key=row["key_hash"]).one())


def keep(work: Work, token_id: str, key: str, status: int, answer: str) -> None:
    """The answer to the request that claimed the key."""
    work.change(_KEEP, of_token=token_id, of_key=_hash(key), new_status=status, new_answer=answer)


def purge(work: Work, before: datetime) -> None:
    """Whoever repeats a request that is older than this is taken for new."""
    work.rows(_PURGE, before=before)


def _hash(key: str) -> bytes:
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).digest()
