"""One installation of Frontdesk, driven from outside: commands, processes, signed texts.

A house has a folder, a database and a set of variables of its own. All of its processes bear a mark in their
environment, by which they are found again (also those whose parent was killed) and ended with the house.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlencode

from tests import builders, signing

FRONTDESK = Path(sys.executable).with_name("frontdesk")
PUBLIC_URL = "https://desk.example.org"
DATA_KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
MARK = "HOUSE_OF_TESTS"
PATIENCE = 60.0
# Twilio waits no longer than 15 seconds; the contract leaves us 8. A text that takes longer is a failure.
TWILIO_WAITS = 9.5

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Answer:
    """What the web server answered."""

    status: int
    content: bytes

    @property
    def texts(self) -> list[str]:
        """The messages in a TwiML document."""
        return [message.text or "" for message in ET.fromstring(self.content).iter("Message")]

    @property
    def text(self) -> str:
        """The one message, or nothing where the bot was silent."""
        return "\n".join(self.texts)

    @property
    def document(self) -> Any:
        return json.loads(self.content)


class House:
    def __init__(self, folder: Path, database_url: str, variables: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.port = free_port()
        self.log = folder / "log"
        self._mark = uuid.uuid4().hex
        self._children: list[subprocess.Popen[bytes]] = []
        self._numbers = iter(range(1_000_000))
        self.variables = {
            "DATABASE_URL": database_url,
            "FRONTDESK_PUBLIC_URL": PUBLIC_URL,
            "FRONTDESK_SECRET_KEY": "a secret for tests only",
            "FRONTDESK_DATA_KEY": DATA_KEY,
            "FRONTDESK_NOW": builders.NOW.isoformat(),
            "TWILIO_ACCOUNT_SID": signing.ACCOUNT,
            "TWILIO_AUTH_TOKEN": signing.TOKEN,
            "TWILIO_API_URL": "http://127.0.0.1:9",  # nobody answers there
            "PORT": str(self.port),
            "WEB_CONCURRENCY": "2",
        } | dict(variables or {})

    # Commands

    def command(self, *words: str, stdin: str = "", expect: int | None = 0) -> subprocess.CompletedProcess[str]:
        """Run `frontdesk WORDS` to its end."""
        done = subprocess.run(
            [FRONTDESK, *words],
            cwd=self.folder,
            env=self._environment(),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if expect is not None:
            assert done.returncode == expect, f"frontdesk {' '.join(words)}: {done.stdout}{done.stderr}"
        return done

    def export(self, what: str) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.command("export", what).stdout.splitlines()]

    def bring_in(self, what: str, rows: Iterable[builders.Row]) -> None:
        file = self.folder / f"{what}.csv"
        file.write_text(builders.as_csv(rows), encoding="utf-8")
        self.command("import", what, str(file))

    def settle_in(self, patients: Iterable[builders.Row], visits: Iterable[builders.Row]) -> None:
        """Migrate, apply the clinic, bring in its people and their visits."""
        file = self.folder / "oak.toml"
        file.write_text(builders.CLINIC_FILE, encoding="utf-8")
        self.command("migrate")
        self.command("clinic", "apply", str(file))
        self.bring_in("patients", patients)
        self.bring_in("appointments", visits)

    def appointment(self, external_id: str) -> dict[str, Any]:
        [row] = [row for row in self.export("appointments") if row["external_id"] == external_id]
        return row

    # Processes

    def start(self, *words: str) -> subprocess.Popen[bytes]:
        """Start `frontdesk WORDS` and leave it running."""
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [FRONTDESK, *words],
                cwd=self.folder,
                env=self._environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self._children.append(process)
        return process

    def serve(self) -> subprocess.Popen[bytes]:
        """Start `frontdesk serve` and wait until it is ready."""
        process = self.start("serve", "--port", str(self.port))
        self.wait_until_ready(process)
        return process

    def wait_until_ready(self, process: subprocess.Popen[bytes] | None = None) -> None:
        def ready() -> bool:
            assert process is None or process.poll() is None, f"it ended: {self.last_words()}"
            with contextlib.suppress(OSError):
                return self.get("/readyz").status == 200
            return False

        wait_for(ready, lambda: f"not ready: {self.last_words()}")

    def stop(self, process: subprocess.Popen[bytes]) -> int:
        """Ask it to end, as an operator does; its exit code."""
        process.send_signal(signal.SIGTERM)
        return process.wait(timeout=PATIENCE)

    def processes(self) -> dict[int, str]:
        """Every living process of this house and what it runs, children and orphans too."""
        return dict(_processes_with(f"{MARK}={self._mark}"))

    def close(self) -> None:
        for child in self._children:
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        with contextlib.suppress(AssertionError):
            wait_for(lambda: all(child.poll() is not None for child in self._children), seconds=15)
        for pid in self.processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        for child in self._children:
            child.wait(timeout=PATIENCE)

    def last_words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else "nothing was logged"

    # Requests

    def text(self, from_number: str, body: str, sid: str | None = None, **more: str) -> Answer:
        """A text as Twilio delivers it, signed for the public address."""
        sid = sid or signing.sid_of(self._mark, next(self._numbers))
        return self.post_signed("/twilio/sms", signing.text_form(from_number, body, sid, **more))

    def post_signed(self, target: str, form: Mapping[str, str]) -> Answer:
        return self.post(target, urlencode(form).encode(), signing.headers(PUBLIC_URL + target, form))

    def post(self, target: str, content: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._request("POST", target, content, form | dict(headers or {}))

    def get(self, target: str) -> Answer:
        return self._request("GET", target, None, {})

    def move_clock_to(self, instant: datetime) -> None:
        content = json.dumps({"now": instant.isoformat()}).encode()
        answer = self.post("/dev/clock", content, {"Content-Type": "application/json"})
        assert answer.status == 200, answer.content

    def _request(self, method: str, target: str, content: bytes | None, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=TWILIO_WAITS)
        with contextlib.closing(connection):
            connection.request(method, target, content, dict(headers))
            response = connection.getresponse()
            return Answer(response.status, response.read())

    def _environment(self) -> dict[str, str]:
        return {**plain_environment(), **self.variables, MARK: self._mark}


def plain_environment() -> dict[str, str]:
    """Our own environment without whatever speaks to Frontdesk."""
    ours = ("FRONTDESK_", "TWILIO_", "DATABASE_URL", "PORT", "WEB_CONCURRENCY", "PROMETHEUS_", "PYTEST_")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def wait_for(
    come_true: Callable[[], T], otherwise: Callable[[], str] = lambda: "it never came true", seconds: float = PATIENCE
) -> T:
    """Ask again and again until the answer is a yes, and return it."""
    deadline = time.monotonic() + seconds
    while not (answer := come_true()):
        assert time.monotonic() < deadline, otherwise()
        time.sleep(0.05)
    return answer


def at_once(calls: Iterable[Callable[[], T]]) -> list[T]:
    """Make all calls in the same moment, each in a thread of its own; their results in order."""
    waiting = list(calls)
    barrier = threading.Barrier(len(waiting))

    def when_all_are_there(call: Callable[[], T]) -> T:
        barrier.wait()
        return call()

    with ThreadPoolExecutor(len(waiting)) as pool:
        return list(pool.map(when_all_are_there, waiting))


def _processes_with(mark: str) -> Iterator[tuple[int, str]]:
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            variables = (entry / "environ").read_bytes().split(b"\0")
            words = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode()
            if mark.encode() in variables and words:  # one that has ended but was not waited for has no words
                yield int(entry.name), words
