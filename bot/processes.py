"""What a process owes to its parent, its children and its port."""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import shutil
import signal
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bot import settings

BACKLOG = 2048
LOOK_SECONDS = 0.5
# A predecessor that was killed may hold the port until its children have noticed.
PORT_SECONDS = 2.0
_PR_SET_PDEATHSIG = 1


class StartError(Exception):
    """The process cannot start; the message is one plain sentence for the operator."""


def end_with_parent(parent: int) -> None:
    """Ask the system to stop this process when its parent ends, where the system can (Linux)."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it ended before we asked
        os.kill(os.getpid(), signal.SIGTERM)


def follow_supervisor() -> None:
    """Stop this process when `frontdesk serve`, if it was started by that, is gone."""
    parent = settings.supervisor_pid()
    if parent is None:
        return
    end_with_parent(parent)
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


@contextlib.contextmanager
def at_work(database: Path | None) -> Iterator[None]:
    """While this lasts, nobody may put another file in the place of this SQLite database. Children hold it, too.

    Raises `StartError` where somebody is doing so.
    """
    if database is None or not os.access(database.parent, os.W_OK):  # then the database itself will say so
        yield
        return
    with _held(database, fcntl.LOCK_SH, "is being restored; start again when that is done"):
        yield


@contextlib.contextmanager
def nobody_else(database: Path) -> Iterator[None]:
    """Be the only one with this SQLite database. Raises `StartError` where somebody is at work with it."""
    with _held(database, fcntl.LOCK_EX, "is in use; stop Frontdesk first"):
        yield


@contextlib.contextmanager
def _held(database: Path, kind: int, otherwise: str) -> Iterator[None]:
    path = database.with_name(database.name + ".in-use")
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise StartError(f"Cannot write {path}: {error.strerror}. Choose a writable folder.") from None
    try:
        _lock(descriptor, kind, f"{database} {otherwise}.")
        yield
    finally:
        os.close(descriptor)


def _lock(descriptor: int, kind: int, otherwise: str) -> None:
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        raise StartError(otherwise) from None


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Raises `StartError` where the port is taken or the address is not ours."""
    deadline = time.monotonic() + PORT_SECONDS
    while True:
        try:
            return socket.create_server((host, port), family=_family(host), backlog=BACKLOG)
        except OSError as error:
            if error.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise StartError(_why_not(error, host, port)) from None
        time.sleep(LOOK_SECONDS / 5)


def inherited_socket() -> socket.socket | None:
    """The listening socket that `frontdesk serve` handed down: no call is lost while a web child is replaced."""
    descriptor = settings.listening_descriptor()
    return None if descriptor is None else socket.socket(fileno=descriptor)


@contextlib.contextmanager
def counting_together() -> Iterator[None]:
    """While this lasts, all processes below this one count together. Ends with the process that began it."""
    if settings.counts_directory():
        yield
        return
    directory = tempfile.mkdtemp(prefix="frontdesk-counts-")
    settings.share_counts(directory)
    owner = os.getpid()
    try:
        yield
    finally:
        if os.getpid() == owner:
            settings.share_counts("")
            shutil.rmtree(directory, ignore_errors=True)


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _why_not(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {port} is taken by another program; stop that or choose another with --port."
    if error.errno == errno.EACCES:
        return f"Port {port} may not be used by this account; choose one above 1023 with --port."
    return f"Cannot listen on {host}: {error.strerror or error}. Choose an address of this machine with --host."
