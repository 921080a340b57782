"""The clock of development: how far it is ahead of, or behind, the machine's. One row for all processes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from storage.schema import dev_clock
from storage.upsert import inserted, upsert

THE_ROW = 1
# Where a clock was started that was only ever moved.
NOWHERE = datetime(1970, 1, 1, tzinfo=UTC)

_ROW = select(dev_clock.c.started_at, dev_clock.c.offset).where(dev_clock.c.id == bindparam("id"))
_LOCKED = _ROW.with_for_update()


def start(connection: Connection, started_at: datetime, offset: timedelta) -> None:
    """Start the clock, unless one that was started at the same instant already runs on."""
    row = connection.execute(_LOCKED, {"id": THE_ROW}).first()
    if row is None or row.started_at != started_at:
        _keep(connection, started_at, offset)


def offset(connection: Connection) -> timedelta:
    """What to add to the machine's time."""
    row = connection.execute(_ROW, {"id": THE_ROW}).first()
    return timedelta() if row is None else row.offset


def advance(connection: Connection, by: timedelta) -> None:
    """Move the clock."""
    inserted(connection, dev_clock, {"id": THE_ROW, "started_at": NOWHERE, "offset": timedelta()})
    row = connection.execute(_LOCKED, {"id": THE_ROW}).one()
    _keep(connection, row.started_at, row.offset + by)


def _keep(connection: Connection, started_at: datetime, offset: timedelta) -> None:
    statement = upsert(dev_clock, connection.dialect.name, "started_at", "offset")
    connection.execute(statement, {"id": THE_ROW, "started_at": started_at, "offset": offset})
