"""Connections kept between transactions, the last used first: asking the pool for one costs as much as a statement.

PostgreSQL keeps the plans of a connection's statements. Those made over empty tables read them row by row for as long
as nobody has counted the rows, so a connection makes its plans anew after a hundred uses, a thousand and so on.
"""

from __future__ import annotations

import contextlib
import select
from typing import Any

from sqlalchemy import Connection, Engine

from storage.prepared import straight

MOST_IDLE = 4
PLANS_ANEW_AFTER = frozenset({100, 1_000, 10_000, 100_000})


class Borrowed:
    """A connection while somebody has it."""

    __slots__ = ("_connection", "_lender")

    def __init__(self, lender: Connections) -> None:
        self._lender = lender

    def __enter__(self) -> Connection:
        self._connection = self._lender.take()
        return self._connection

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is None:
            self._lender.give_back(self._connection)
        else:
            self._connection.close()


class Connections:
    """Connections of an engine for one purpose; each is used by one thread at a time."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._idle: list[Connection] = []
        self._plans = engine.dialect.name == "postgresql"

    def connection(self) -> Borrowed:
        """A connection without a transaction; after an error it is not kept."""
        return Borrowed(self)

    def take(self) -> Connection:
        connection = self._kept() or self._engine.connect()
        if self._plans:
            uses = connection.info["uses"] = connection.info.get("uses", 0) + 1
            if uses in PLANS_ANEW_AFTER:
                straight(connection, "DISCARD PLANS")
        return connection

    def give_back(self, connection: Connection) -> None:
        try:
            if connection.in_transaction():
                connection.rollback()
        except BaseException:
            connection.close()
            raise
        if len(self._idle) < MOST_IDLE:
            self._idle.append(connection)
        else:
            connection.close()

    def close(self) -> None:
        """Close those that nobody is using."""
        while self._idle:
            self._idle.pop().close()

    def _kept(self) -> Connection | None:
        while self._idle:
            with contextlib.suppress(IndexError):  # another thread may be faster
                kept = self._idle.pop()
                if not (kept.closed or kept.invalidated or hung_up(kept.connection.driver_connection)):
                    return kept
                kept.close()
        return None


def hung_up(driver_connection: Any) -> bool:
    """Whether a server has closed its end of a connection: cheaper to see than to ask before each use."""
    return hasattr(driver_connection, "fileno") and bool(select.select([driver_connection], [], [], 0)[0])
