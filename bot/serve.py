"""`frontdesk serve`: web and worker under one parent.

The parent migrates, applies the clinic's file, takes the port, starts the two and replaces one that dies. Ctrl-C or
SIGTERM lets both finish what they are doing. It holds the listening socket, so that calls wait rather than fail while
a web child is replaced. The children notice when the parent is gone.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot import log, processes
from bot.settings import COUNTS, LISTENING, SUPERVISOR, Settings, counts_directory, for_child
from bot.wiring import Desk, build

LOOK_SECONDS = 0.1
DRAIN_SECONDS = 20.0
CALM_SECONDS = 5.0
LONGEST_PAUSE = 10.0
CANNOT_START = 2


def run(settings: Settings, host: str, port: int, announce: Callable[[Desk], None] | None = None) -> int:
    """Serve until told to stop; the exit code. `announce` is called when the database is ready and the port is ours.

    Raises `StartError` where it cannot start.
    """
    log.configure(as_json=not settings.development)
    stop = _stop_on_signals()
    at_work = processes.at_work(settings.database_file)
    with processes.listen(host, port) as listener, at_work, processes.counting_together():
        desk = prepare(settings)
        if announce is not None:
            announce(desk)
        desk.database.close()
        children = (_web(listener.fileno(), host, port), _Child("worker", _command("worker"), {"PORT": str(port)}))
        return _supervise(children, stop)


def prepare(settings: Settings) -> Desk:
    """Bring the database to the current schema, start the clock, apply the clinic's file. Raises `StartError`."""
    from scheduler.clinic import ClinicFileError, parse_clinic
    from storage import clinics
    from storage.database import DatabaseUnavailable
    from storage.migrations import migrate

    desk = build(settings)
    try:
        migrate(desk.database)
        desk.clock.start()
        if settings.clinic_file:
            path = Path(settings.clinic_file)
            clinic = parse_clinic(path.read_text(encoding="utf-8"), path.name)
            now = desk.clock.now()
            with desk.database.writing() as connection:
                clinics.apply(connection, clinic, now)
    except DatabaseUnavailable as error:
        raise processes.StartError(str(error)) from None
    except ClinicFileError as error:
        raise processes.StartError("\n".join(error.faults)) from None
    except OSError as error:
        raise processes.StartError(f"Cannot read {settings.clinic_file}: {error.strerror}.") from None
    return desk


@dataclass(slots=True)
class _Child:
    """A process kind that is to be there at all times."""

    name: str
    command: tuple[str, ...]
    told: dict[str, str]
    descriptors: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = 0.0

    def start(self) -> None:
        environment = for_child(**self.told, **{SUPERVISOR: str(os.getpid()), COUNTS: counts_directory()})
        # A group of its own: Ctrl-C reaches the parent alone, which lets the children finish.
        self.process = subprocess.Popen(self.command, env=environment, pass_fds=self.descriptors, process_group=0)
        self.started_at = time.monotonic()

    @property
    def exit_code(self) -> int | None:
        return None if self.process is None else self.process.poll()

    def replace_when_due(self) -> None:
        """Start it again, later and later where it keeps dying young."""
        lived = time.monotonic() - self.started_at
        if lived > CALM_SECONDS + self.pause:
            self.pause = 0.0
        if lived >= self.pause:
            log.get().warning("replaced", process=self.name, exit_code=self.exit_code)
            self.pause = min(LONGEST_PAUSE, 2 * self.pause or LOOK_SECONDS)
            self.start()

    def tell(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(number)


def _web(descriptor: int, host: str, port: int) -> _Child:
    command = _command("web", "--host", host, "--port", str(port))
    return _Child("web", command, {"PORT": str(port), LISTENING: str(descriptor)}, (descriptor,))


def _command(*words: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "bot.cli", *words)


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _supervise(children: tuple[_Child, ...], stop: threading.Event) -> int:
    for child in children:
        child.start()
    code = 0
    while not stop.wait(LOOK_SECONDS):
        for child in children:
            if child.exit_code == CANNOT_START:  # it has said why; trying again would only repeat it
                code = CANNOT_START
                stop.set()
            elif child.exit_code is not None:
                child.replace_when_due()
    _drain(children)
    return code


def _drain(children: tuple[_Child, ...]) -> None:
    """Let them finish; who takes too long is killed."""
    for child in children:
        child.tell(signal.SIGTERM)
    deadline = time.monotonic() + DRAIN_SECONDS
    for child in children:
        try:
            if child.process is not None:
                child.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.get().warning("killed", process=child.name, seconds=DRAIN_SECONDS)
            child.tell(signal.SIGKILL)
