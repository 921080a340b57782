"""The only place that asks what time it is, or makes an id.

In development the clock can start elsewhere and be moved forward; the offset is a row in the database,
so that every process agrees on it and a restart goes on where it was.
"""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from bot.settings import Settings
from storage import dev_clock
from storage.database import Database

_ids = threading.Lock()
_last_id = 0


def real_now() -> datetime:
    """The machine's own time, aware, in UTC."""
    return datetime.now(UTC)


def new_id() -> str:
    """A time-ordered UUID (version 7, RFC 9562), strictly increasing within a process."""
    global _last_id
    nanoseconds = time.time_ns()
    ticks = (nanoseconds // 1_000_000 << 12) | (nanoseconds % 1_000_000 << 12) // 1_000_000
    with _ids:
        ticks = _last_id = max(ticks, _last_id + 1)
    head = (ticks >> 12) << 16 | 0x7000 | (ticks & 0xFFF)
    tail = 0x8000000000000000 | int.from_bytes(os.urandom(8)) >> 2
    digits = f"{head:016x}{tail:016x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


class ClockCannotGoBack(Exception):
    """The clock only moves forward."""


class Clock:
    """The program's time. In production it is the machine's."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self._database = database
        self._movable = settings.development
        self._started_at = settings.started_at

    def start(self) -> None:
        """Set the clock to `FRONTDESK_NOW`, unless a clock that was started there already runs on."""
        if self._movable and self._started_at is not None:
            offset = self._started_at - real_now()
            with self._database.writing() as connection:
                dev_clock.start(connection, self._started_at, offset)

    def now(self, connection: Connection | None = None) -> datetime:
        """The program's time, aware, in UTC; over a connection that the caller has open, where there is one."""
        if not self._movable:
            return real_now()
        if connection is not None:
            return real_now() + dev_clock.offset(connection)
        with self._database.reading() as own:
            return real_now() + dev_clock.offset(own)

    def real_now(self) -> datetime:
        """The machine's time, for log-in sessions and one-time codes."""
        return real_now()

    def advance(self, by: timedelta) -> datetime:
        """Move the clock forward by `by`. Raises `ClockCannotGoBack`."""
        if by < timedelta(0):
            raise ClockCannotGoBack
        with self._database.writing() as connection:
            dev_clock.advance(connection, by)
        return self.now()

    def move_to(self, instant: datetime) -> datetime:
        """Move the clock forward to `instant`. Raises `ClockCannotGoBack`."""
        return self.advance(instant - self.now())
