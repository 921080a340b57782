"""Engine, connections, transactions and their deadline.

Reading takes no lock. Writing is one transaction that rolls back unless its block ends well; on SQLite it waits in a
queue before `BEGIN IMMEDIATE`: a lock within the process, then a file lock between processes, because SQLite's own
waiting polls and starves. Whatever the reason, "not now" is one exception, `DatabaseUnavailable`.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event, exc, text
from sqlalchemy.engine import URL, make_url

from storage.cipher import Keyring
from storage.connections import Connections, hung_up
from storage.prepared import Statements, straight
from storage.schema import REVISION
from storage.work import Work
from storage.writers import CannotLock, NotInTime, WriterQueue

USUAL_SECONDS = 15.0
CONNECTIONS = 8
MOST_TRIES = 4
# PostgreSQL's codes for "somebody was faster, try again": serialization failure and deadlock.
TRY_AGAIN = frozenset({"40001", "40P01"})
# "This is no leader (any more)", from a server that follows another one.
READ_ONLY = "25006"
BEHIND_PGBOUNCER = "pgbouncer"  # in the query of DATABASE_URL

T = TypeVar("T")

_deadline: ContextVar[float | None] = ContextVar("deadline", default=None)


class DatabaseUnavailable(Exception):
    """The database could not be read or written in time; the message says why, in one sentence."""


@contextlib.contextmanager
def deadline(seconds: float) -> Iterator[None]:
    """Within this block nobody waits longer than `seconds` for the database."""
    token = _deadline.set(time.monotonic() + seconds)
    try:
        yield
    finally:
        _deadline.reset(token)


def seconds_left() -> float:
    """How long may be waited for the database."""
    until = _deadline.get()
    return USUAL_SECONDS if until is None else max(0.0, until - time.monotonic())


class Database:
    """One database with its keyring. Connects when first used; may be shared by threads, not by forked processes."""

    def __init__(self, url: str, keyring: Keyring) -> None:
        self._url = make_url(url)
        self.is_sqlite = self._url.get_backend_name() == "sqlite"
        self._file = Path(self._url.database or "") if self.is_sqlite else None
        self._engine = _sqlite(self._url) if self.is_sqlite else _postgresql(self._url)
        self._engine.dialect.keyring = keyring  # type: ignore[attr-defined]
        self._writing = Connections(self._engine)
        self._looking = self._writing if self.is_sqlite else Connections(_each_for_itself(self._engine))
        self._queue = WriterQueue(self._file) if self._file else None
        self._hash_keys: dict[str, bytes] = {}
        self._statements = self._engine.dialect.statements = Statements(self._engine.dialect)  # type: ignore[attr-defined]

    @contextlib.contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection for looking. Each statement sees what is committed when it runs."""
        with _Translated(self), self._looking.connection() as connection:
            yield connection

    @contextlib.contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction, committed when the block ends well, else rolled back."""
        with _Translated(self), self._turn_to_write(), self._writing.connection() as connection, connection.begin():
            if self.is_sqlite:
                straight(connection, "BEGIN IMMEDIATE")
            yield connection

    def run(self, step: Callable[[Connection], T], *, at_once: bool = False) -> T:
        """`step` in one writing transaction; made again from the start where another one was in the way.

        A `step` may be made more than once, also when the connection broke while it was committed. A step that on
        PostgreSQL is but one statement is a transaction by itself (`at_once`): that saves two ways to the server.
        """
        transaction = self.reading if at_once and not self.is_sqlite else self.writing
        for tries in range(1, MOST_TRIES + 1):
            try:
                with transaction() as connection:
                    return step(connection)
            except _Again:
                if tries == MOST_TRIES:
                    raise
        raise AssertionError("unreachable")

    def probe(self) -> None:
        """Write something that leaves no trace. Raises `DatabaseUnavailable`."""
        with deadline(2.0), self.writing() as connection:
            connection.execute(text("UPDATE dev_clock SET id = id WHERE id = 0"))

    def schema_is_current(self) -> bool:
        """Whether `migrate` has nothing to do. Raises `DatabaseUnavailable` where nothing can be read."""
        with self.reading() as connection:
            try:
                return connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == REVISION
            except (exc.OperationalError, exc.ProgrammingError) as error:
                if _is_missing_table(error):
                    return False
                raise

    def version(self) -> str:
        """Which database this is. Raises `DatabaseUnavailable`."""
        with self.reading() as connection:
            numbers = connection.dialect.server_version_info or ()
        name = "SQLite" if self.is_sqlite else "PostgreSQL"
        return f"{name} {'.'.join(map(str, numbers))}"

    def work(self, connection: Connection, clinic_id: str, now: datetime, new_id: Callable[[], str]) -> Work:
        """One transaction's work for one clinic. Raises `LookupError` for an unknown clinic."""
        key = self._hash_keys.get(clinic_id)
        if key is None:
            from storage import clinics

            key = self._hash_keys[clinic_id] = clinics.hash_key(connection, clinic_id)
        return Work(connection, clinic_id, now, new_id, key, self._statements)

    def close(self) -> None:
        for connections in (self._looking, self._writing):
            connections.close()
        self._engine.dispose()
        if self._queue:
            self._queue.close()

    def _turn_to_write(self) -> contextlib.AbstractContextManager[None]:
        return self._queue.turn(seconds_left()) if self._queue else contextlib.nullcontext()


class _Again(DatabaseUnavailable):
    """The same transaction may well succeed now."""


class _Translated:
    """Where all goes well, which is nearly always, there is nothing to translate and little to pay."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def __enter__(self) -> None:
        return None

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if error is not None:
            with _translated(self._database):
                raise error


@contextlib.contextmanager
def _translated(database: Database) -> Iterator[None]:
    try:
        yield
    except NotInTime:
        raise DatabaseUnavailable("The database is busy: another process holds its write lock.") from None
    except CannotLock as error:
        raise DatabaseUnavailable(
            f"The database cannot be written ({error}). Check the folder and its rights."
        ) from None
    except exc.TimeoutError:
        raise DatabaseUnavailable("The database is busy: all connections are in use.") from None
    except (exc.OperationalError, exc.InterfaceError) as error:
        raise _unavailable(database, error) from error
    except exc.DBAPIError as error:
        if database.is_sqlite and type(error) is exc.DatabaseError:  # the file is broken, or none of SQLite's
            raise _unavailable(database, error) from error
        code = getattr(error.orig, "sqlstate", None)
        if code in TRY_AGAIN or error.connection_invalidated:
            raise _Again(_sentence(database, error)) from error
        if code == READ_ONLY:
            raise _unavailable(database, error) from error
        raise


def _unavailable(database: Database, error: exc.DBAPIError) -> DatabaseUnavailable:
    again = error.connection_invalidated or getattr(error.orig, "sqlstate", None) in TRY_AGAIN
    return (_Again if again else DatabaseUnavailable)(_sentence(database, error))


def _sentence(database: Database, error: exc.DBAPIError) -> str:
    told = str(error.orig).strip().splitlines()
    reason = told[0].strip().rstrip(".") if told else type(error).__name__
    if database._file is None:
        return f"The database server cannot be used ({reason}). Check DATABASE_URL and that PostgreSQL runs."
    return f"The database {database._file} cannot be used ({reason}). Check the folder, its rights and the disk."


def _is_missing_table(error: exc.DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) == "42P01" or "no such table" in str(error.orig)


def _sqlite(url: URL) -> Engine:
    """What a connection has read it forgets when another one writes: so each of them looks and writes."""
    engine = create_engine(
        url,
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=5.0,
        pool_reset_on_return="rollback",
        connect_args={"check_same_thread": False, "timeout": 2.0, "cached_statements": 256},
    )

    @event.listens_for(engine, "connect")
    def prepare(dbapi_connection: Any, _record: Any) -> None:
        dbapi_connection.isolation_level = None  # we say BEGIN ourselves, and only to write
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "cache_size = -16000"):
            dbapi_connection.execute(f"PRAGMA {pragma}")

    return engine


def _each_for_itself(engine: Engine) -> Engine:
    """The same, each statement a transaction of its own."""
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _postgresql(url: URL) -> Engine:
    """Behind PgBouncer every transaction may meet another server process: nothing is prepared or set there by us."""
    ours = {"options": "-c timezone=UTC -c statement_timeout=7500 -c lock_timeout=7500"}
    pooled = {"prepare_threshold": None}
    engine = create_engine(
        url.difference_update_query([BEHIND_PGBOUNCER]),
        pool_size=CONNECTIONS,
        max_overflow=CONNECTIONS,
        pool_timeout=5.0,
        connect_args={
            "connect_timeout": 3,
            "tcp_user_timeout": 5000,
            **(pooled if url.query.get(BEHIND_PGBOUNCER) == "true" else ours),
        },
    )
    event.listen(engine, "checkout", _refuse_if_gone)
    return engine


def _refuse_if_gone(dbapi_connection: Any, _record: Any, _proxy: Any) -> None:
    if hung_up(dbapi_connection):
        raise exc.DisconnectionError
