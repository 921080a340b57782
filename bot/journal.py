"""The door's guard: a text is answered by its turn, or, while the database cannot be written, by a fixed apology.

Then the text is in the journal (`kept`) before the apology goes out. Up to `MOST_SECONDS` from arrival, the time in the
queue included, are spent on waiting; after one failure nobody waits until a probe has written (`circuit`). A text whose
phone still has texts in the journal waits for those to be taken first (`recovery`).
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from bot import arrival, log, metrics, recovery, twiml
from bot.circuit import Circuit
from bot.clock import real_now
from bot.kept import CIRCUIT, Journal
from bot.thinking import InboundText
from bot.turns import UnknownNumber
from bot.wiring import Desk
from storage.database import DatabaseUnavailable, deadline

MOST_SECONDS = 8.0
# Time to write the journal and to answer, within what the patient may wait.
RESERVE_SECONDS = 0.5

APOLOGY = recovery.APOLOGY
SQLITE_AT_ONCE, POSTGRESQL_AT_ONCE = 1, 2


TakeText = Callable[[Desk, InboundText], str]


class TooBusy(Exception):
    """Too many texts came at once for this one to have its turn in time."""


def texts_at_once(database_url: str) -> int:
    """How many texts of one process may think at once: more would only take the interpreter from each other."""
    return SQLITE_AT_ONCE if database_url.startswith("sqlite") else POSTGRESQL_AT_ONCE


class Guard:
    """Stands before the turn. One for each process; all of a machine share the journal and the circuit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._journal = Journal.of(desk.settings)
        self._circuit = circuit_of(desk, self._journal)
        self._turns = threading.Semaphore(texts_at_once(desk.settings.database_url))
        if self._journal.names():
            self._circuit.recover()

    def answer(self, inbound: InboundText, take_text: TakeText) -> str:
        """The TwiML document for this text, whatever happens. Raises `UnknownNumber` alone."""
        metrics.received(inbound.channel)
        try:
            if self._journal.names() and not self._way_is_free(inbound):
                return self._keep(inbound, tried=False)
            document = self._in_turn(inbound, take_text)
        except TooBusy:
            self._circuit.recover()
            return self._keep(inbound, tried=False)
        except DatabaseUnavailable:
            self._circuit.trip()
            return self._keep(inbound, tried=True)
        except UnknownNumber:
            raise
        except Exception as error:  # noqa: BLE001  # even the apology failed: the patient still hears something
            log.failure("turn_failed", error, sid=inbound.sid)
            metrics.failed("turn")
            return self._keep(inbound, tried=True)
        metrics.answered("silence" if document == twiml.SILENCE else "text")
        return document

    def _in_turn(self, inbound: InboundText, take_text: TakeText) -> str:
        """The document, made when those who came before have theirs. Raises what `take_text` raises, and `TooBusy`."""
        if not self._turns.acquire(timeout=_seconds_left()):
            raise TooBusy
        try:
            with deadline(_seconds_left()):
                return take_text(self._desk, inbound)
        finally:
            self._turns.release()

    def _way_is_free(self, inbound: InboundText) -> bool:
        """Whether the database is there and nothing of this phone waits any more."""
        if not self._circuit.closed() or self._journal.holds(inbound.sid):
            return False
        return recovery.take_waiting(self._desk, self._journal, _seconds_left(), inbound.from_number)

    def _keep(self, inbound: InboundText, *, tried: bool) -> str:
        """Into the journal and then the apology. A text that is there already just gets it again."""
        try:
            self._journal.append(inbound, real_now(), tried=tried)
        except OSError as error:
            log.failure("journal_failed", error, sid=inbound.sid)
            metrics.failed("journal")
        metrics.answered("apology")
        return APOLOGY


def circuit_of(desk: Desk, journal: Journal) -> Circuit:
    """The circuit of this machine."""
    return Circuit(
        journal.directory / CIRCUIT,
        probe=desk.database.probe,
        recovered=lambda: recovery.take_all(desk, journal),
    )


def _seconds_left() -> float:
    return max(0.0, MOST_SECONDS - RESERVE_SECONDS - arrival.seconds_ago())
