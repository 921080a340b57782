"""The queue before SQLite's only write lock: within the process, then between processes, never beyond a deadline."""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path

LOOK_SECONDS = 0.0005


class NotInTime(Exception):
    """Somebody else wrote for too long."""


class CannotLock(Exception):
    """The lock file cannot be made; the message says why."""


class WriterQueue:
    """One for each process and database file; the lock file lies beside the database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".writer-lock")
        self._within = threading.Lock()
        self._descriptor: int | None = None

    @contextlib.contextmanager
    def turn(self, seconds: float) -> Iterator[None]:
        """Be the only writer. Raises `NotInTime` or `CannotLock`."""
        until = time.monotonic() + seconds
        if not self._within.acquire(timeout=max(0.0, seconds)):
            raise NotInTime
        try:
            descriptor = self._open()
            _lock(descriptor, until)
            try:
                yield
            finally:
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        finally:
            self._within.release()

    def close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _open(self) -> int:
        if self._descriptor is None:
            try:
                self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            except OSError as error:
                raise CannotLock(f"{self._path}: {error.strerror}") from None
        return self._descriptor


def _lock(descriptor: int, until: float) -> None:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > until:
                raise NotInTime from None
            time.sleep(LOOK_SECONDS)
        else:
            return
