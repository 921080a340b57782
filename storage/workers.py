"""Which workers are alive: each says so every few seconds, in real time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, func, select

from storage.schema import workers
from storage.upsert import upsert

_LAST_SEEN = select(func.max(workers.c.seen_at))
_FORGET = delete(workers).where(workers.c.seen_at < bindparam("before"))


def seen(connection: Connection, id: str, now: datetime) -> None:
    """This worker is at work."""
    connection.execute(upsert(workers, connection.dialect.name, "seen_at"), {"id": id, "seen_at": now})


def last_seen(connection: Connection) -> datetime | None:
    """When any of them said so last."""
    found: datetime | None = connection.execute(_LAST_SEEN).scalar()
    return found


def forget(connection: Connection, before: datetime) -> None:
    """Those that have not been seen since then are gone."""
    connection.execute(_FORGET, {"before": before})
