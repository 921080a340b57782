"""Open consoles are told by server-sent events that something has changed; the page then asks for what it shows.

A stream holds a thread of the web process, so there are only a few: whoever comes later is answered 204 and goes on
asking by itself every few seconds. Nothing of patients is in a stream. It ends with its log-in
session, when the process stops, and after some minutes, when the browser opens another.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import timedelta

from flask import Blueprint, Response

from bot.console import guard
from bot.console.sessions import Sessions, Visitor
from bot.wiring import Desk
from storage import pulse
from storage.database import DatabaseUnavailable

MOST = 3  # of the eight threads of a process (`bot.web`): the others are for webhooks and pages
LOOK_SECONDS = 0.5
LONGEST = timedelta(minutes=5)
HELLO = "retry: 1000\n\n"
CHANGED = "event: changed\ndata:\n\n"
STILL_HERE = ":\n\n"  # so that a browser that has gone is noticed soon; it is nobody's activity


class Seat:
    """The place of one stream."""

    def __init__(self, streams: Streams) -> None:
        self._streams = streams
        self.ended = False

    def leave(self) -> None:
        """Free for another; saying it again changes nothing."""
        self._streams.free(self)

    def looks(self) -> Iterator[None]:
        """One step at each look, until the stream is ended or has lasted long enough.

        The seat is left then too: a server whose client broke off may forget to close the answer.
        """
        until = time.monotonic() + LONGEST.total_seconds()
        try:
            while not self.ended and time.monotonic() < until:
                yield
                self._streams.wait(self)
        finally:
            self.leave()


class Streams:
    """The seats of one process."""

    def __init__(self) -> None:
        self._moved = threading.Condition()
        self._taken: set[Seat] = set()

    def take(self) -> Seat | None:
        """A seat, if one is free."""
        with self._moved:
            if len(self._taken) >= MOST:
                return None
            seat = Seat(self)
            self._taken.add(seat)
            return seat

    def free(self, seat: Seat) -> None:
        with self._moved:
            self._taken.discard(seat)
            self._moved.notify_all()

    def wait(self, seat: Seat) -> None:
        """Until the next look, or until the seat's stream is ended."""
        with self._moved:
            self._moved.wait_for(lambda: seat.ended, LOOK_SECONDS)

    def end_all(self) -> None:
        """Those that are open now end at once."""
        with self._moved:
            for seat in self._taken:
                seat.ended = True
            self._moved.notify_all()

    def all_left(self, seconds: float) -> bool:
        """Wait until nobody has a seat; whether that came true."""
        with self._moved:
            return self._moved.wait_for(lambda: not self._taken, seconds)


streams = Streams()


def register(room: Blueprint, desk: Desk, sessions: Sessions) -> None:
    @room.get("/updates/stream")
    def stream() -> Response:
        visitor = guard.visitor()
        seat = streams.take()
        if seat is None:
            return Response(status=204)
        response = Response(_told(desk, sessions, visitor, seat), mimetype="text/event-stream")
        response.headers["X-Accel-Buffering"] = "no"
        response.call_on_close(seat.leave)
        return response


def _told(desk: Desk, sessions: Sessions, visitor: Visitor, seat: Seat) -> Iterator[str]:
    seen: tuple[object, ...] | None = None
    for _ in seat.looks():
        try:
            if not sessions.is_open(visitor):
                return
            with desk.database.reading() as connection:
                now = pulse.mark(desk.work(connection, visitor.clinic, desk.clock.real_now()))
        except DatabaseUnavailable:
            return
        yield HELLO if seen is None else CHANGED if now != seen else STILL_HERE
        seen = now
