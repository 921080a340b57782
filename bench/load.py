"""Many phones at once, from one process: raw requests over kept connections, each phone waiting for its answer."""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests import signing

END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length: "
APOLOGY = b"Sorry, "  # how every apology begins, be it the turn's or the journal's


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a run: how long each answer took, in seconds, and how long all of it took."""

    waits: Sequence[float]
    seconds: float
    failures: int

    @property
    def rate(self) -> float:
        return len(self.waits) / self.seconds

    def percentile(self, share: float) -> float:
        """In milliseconds."""
        ordered = sorted(self.waits)
        return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def request(target: str, from_number: str, body: str, sid: str, public_url: str) -> bytes:
    """A signed text, ready for the wire."""
    return post(target, signing.text_form(from_number, body, sid), public_url)


def post(target: str, form: Mapping[str, str], public_url: str) -> bytes:
    """A signed form, ready for the wire."""
    content = urlencode(form)
    signature = signing.sign(public_url + target, form)
    head = (
        f"POST {target} HTTP/1.1\r\nHost: desk.example.org\r\nX-Twilio-Signature: {signature}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(content)}\r\n\r\n"
    )
    return (head + content).encode()


@dataclass(slots=True)
class _Line:
    """One connection; `begun` is when its text went out, or should have."""

    socket: socket.socket
    begun: float = 0.0
    answer: bytearray = field(default_factory=bytearray)

    def finished(self) -> bool:
        head, found, content = bytes(self.answer).partition(END_OF_HEAD)
        if not found:
            return False
        at = head.lower().find(LENGTH)
        length = int(head[at + len(LENGTH) :].split(b"\r", 1)[0]) if at >= 0 else 0
        return len(content) >= length


def closed(port: int, requests: Iterator[bytes], lines: int, seconds: float) -> Result:
    """`lines` phones, each with its next text as soon as it has its answer: the most that can be had."""
    run = _Run(port, lines)
    until = time.perf_counter() + seconds
    for line in run.lines:
        run.send(line, next(requests), time.perf_counter())
    while run.waiting:
        for line in run.answered(None):
            if time.perf_counter() < until:
                run.send(line, next(requests), time.perf_counter())
    return run.result()


def paced(port: int, requests: Iterator[bytes], lines: int, seconds: float, rate: float) -> Result:
    """Texts at an even `rate`, whether or not the answers keep up: waiting counts from when a text was due."""
    run = _Run(port, lines)
    free, due = deque(run.lines), time.perf_counter()
    until = due + seconds
    while due < until or run.waiting:
        now = time.perf_counter()
        while free and due <= now and due < until:
            run.send(free.popleft(), next(requests), due)
            due += 1 / rate
        free += run.answered(max(0.0, min(due - time.perf_counter(), 0.05)))
    return run.result()


class _Run:
    def __init__(self, port: int, lines: int) -> None:
        self._port = port
        self._selector = selectors.DefaultSelector()
        self.lines = [_Line(socket.create_connection(("127.0.0.1", port))) for _ in range(lines)]
        for line in self.lines:
            self._selector.register(line.socket, selectors.EVENT_READ, line)
        self.waiting = 0
        self._waits: list[float] = []
        self._failures = 0
        self._begun = time.perf_counter()

    def send(self, line: _Line, content: bytes, begun: float) -> None:
        line.begun = begun
        line.answer.clear()
        self.waiting += 1
        try:
            line.socket.sendall(content)
        except OSError:
            self._renew(line)
            line.socket.sendall(content)

    def answered(self, timeout: float | None) -> list[_Line]:
        done = []
        for key, _ in self._selector.select(timeout):
            line: _Line = key.data
            content = line.socket.recv(65_536)
            if not content:
                if line.begun:
                    self._failures += 1
                    self.waiting -= 1
                    done.append(line)
                self._renew(line)
                continue
            line.answer += content
            if line.finished():
                self._waits.append(time.perf_counter() - line.begun)
                self._failures += not line.answer.startswith(b"HTTP/1.1 200") or APOLOGY in line.answer
                line.begun = 0.0
                self.waiting -= 1
                done.append(line)
        return done

    def result(self) -> Result:
        for line in self.lines:
            line.socket.close()
        self._selector.close()
        return Result(self._waits, time.perf_counter() - self._begun, self._failures)

    def _renew(self, line: _Line) -> None:
        self._selector.unregister(line.socket)
        line.socket.close()
        line.socket = socket.create_connection(("127.0.0.1", self._port))
        line.begun = 0.0
        self._selector.register(line.socket, selectors.EVENT_READ, line)
