"""Copies of a SQLite database: made while it is in use, checked, and put back.

A copy holds what was committed when it began, and is complete or not there. It can be read with the data key alone
that the database was written with; which that is, is told by its name.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storage import rekeying
from storage.cipher import HEAD_BYTES, key_name

PARTIAL = ".partial"
BESIDE = ("-wal", "-shm")


class BadCopy(Exception):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Copied:
    """A finished copy."""

    file: Path
    bytes: int


def copy(source: Path, target: Path) -> Copied:
    """A consistent copy of the database at `source`, whoever writes to it meanwhile.

    Raises `BadCopy` where the source is none, the target exists, or it cannot be written.
    """
    if target.exists():
        raise BadCopy(f"{target} exists already; choose another name: nothing is written over.")
    if not source.is_file():
        raise BadCopy(f"There is no database {source} yet; nothing to copy.")
    with _partial(target) as half:
        with contextlib.closing(_opened(source)) as reading, contextlib.closing(sqlite3.connect(half)) as writing:
            reading.backup(writing)
            writing.execute("PRAGMA journal_mode = DELETE")
        check(half)
        _flush(half)
        half.rename(target)
    return Copied(target, target.stat().st_size)


def check(file: Path) -> None:
    """Whether `file` is a whole database of ours. Raises `BadCopy`."""
    if not file.is_file():
        raise BadCopy(f"There is no file {file}.")
    try:
        with contextlib.closing(_opened(file)) as connection:
            [(found,), *_] = connection.execute("PRAGMA integrity_check").fetchall()
            connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error as error:
        raise BadCopy(f"{file} is no database of Frontdesk ({error}); take another copy.") from None
    if found != "ok":
        raise BadCopy(f"{file} is damaged ({found}); take another copy.")


def key_names(file: Path) -> list[str]:
    """The data keys that are needed to read all of it, by their names."""
    found: set[str] = set()
    with contextlib.closing(_opened(file)) as connection:
        for table, columns in rekeying.protected():
            there = {row[1] for row in connection.execute(f'PRAGMA table_info("{table.name}")')}
            for column in there.intersection(column.name for column in columns):  # older copies lack some
                sealed = f'SELECT DISTINCT substr("{column}", 1, {HEAD_BYTES}) FROM "{table.name}"'  # noqa: S608  # our own names
                found.update(key_name(head) for (head,) in connection.execute(sealed) if head)
    return sorted(found)


def put_back(copied: Path, database: Path, aside: Path) -> None:
    """Make the copy the database. What was there is kept as `aside`; the copy stays. Nobody may have it open.

    Raises `BadCopy` where the folder cannot be written.
    """
    with _partial(database) as half:
        with contextlib.closing(_opened(copied)) as reading, contextlib.closing(sqlite3.connect(half)) as writing:
            reading.backup(writing)
        _flush(half)
        if database.exists():
            with contextlib.closing(sqlite3.connect(database)) as old:
                old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            database.rename(aside)
            for suffix in BESIDE:
                database.with_name(database.name + suffix).unlink(missing_ok=True)
        half.rename(database)


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


@contextlib.contextmanager
def _partial(target: Path) -> Iterator[Path]:
    """A file beside `target`, for our eyes only; gone where the block fails."""
    half = target.with_name(target.name + PARTIAL)
    try:
        half.unlink(missing_ok=True)
        os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        yield half
    except OSError as error:
        raise BadCopy(f"Cannot write {half}: {error.strerror}. Choose a writable folder with room.") from None
    except sqlite3.Error as error:
        raise BadCopy(f"Cannot copy to {half}: {error}. Check the folder, its rights and the disk.") from None
    finally:
        half.unlink(missing_ok=True)


def _flush(file: Path) -> None:
    descriptor = os.open(file, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
