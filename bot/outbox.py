"""Sends what was committed: claim with a lease, check again, commit, call the channel, settle.

No transaction is open while the channel is called. A message is attempted by one worker at a time; where an attempt
was interrupted and the message may have gone out, it is never sent again blindly but becomes `unknown`: `reconciling`
finds out. What may not be sent any more becomes `void`, with the reason. A row that nothing can be done with is put
off and blocks no other.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import delivery, log, metrics, recheck
from bot.channels import codes
from bot.channels.base import Channel, ChannelError, MaybeSent, Outgoing
from bot.channels.codes import Reaction
from bot.turns import status_address
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import clinics, messages, outbox, turns_at_clinics
from storage.database import DatabaseUnavailable
from storage.messages import Message
from storage.outbox import OutboxRow
from storage.work import Work

BATCH = 50
AT_ONCE = 4
MOST_ATTEMPTS = 12
FIRST_GAP, LONGEST_GAP = timedelta(seconds=20), timedelta(minutes=30)
# How long a report may take before we look for the message ourselves.
REPORT_COMES = timedelta(seconds=60)
# An attempt is begun in the first half of its lease only: the other half is far more than one takes.
PART_TO_BEGIN_IN = 0.5
# Twilio's bounds for the time in which a message helps.
LONGEST_VALID = 36_000


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claimed message on its way to the channel; both instants are counted as `time.monotonic` does."""

    clinic_id: str
    row: OutboxRow
    message: Message
    begin_before: float
    valid_until: float | None


@dataclass(frozen=True, slots=True)
class Claimed:
    """How many rows were claimed and which may go; or how long the sender has to wait for its pace."""

    rows: int = 0
    attempts: tuple[Attempt, ...] = ()
    wait: timedelta = timedelta()


class Sender:
    """Sends whatever is due, over one channel. `stopping` ends it after what it has claimed."""

    def __init__(self, desk: Desk, channel: Channel, stopping: threading.Event) -> None:
        self._desk = desk
        self._channel = channel
        self._stopping = stopping
        self._halted_until = 0.0

    def send_due(self) -> int:
        """Send what is due in every clinic; how many messages were claimed. Raises `DatabaseUnavailable`."""
        with self._desk.database.reading() as connection:
            now = self._desk.clock.now()
            everywhere = [self._desk.work(connection, clinic_id, now) for clinic_id in clinics.all_ids(connection)]
            due = [work.clinic_id for work in everywhere if outbox.any_due(work)]
        return sum(map(self._send_all, due))

    def _send_all(self, clinic_id: str) -> int:
        done = 0
        with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="send") as pool:
            while not self._stopping.is_set() and not self._halted:
                claimed = self._claimed(clinic_id)
                if claimed.wait:
                    self._stopping.wait(claimed.wait.total_seconds())
                    continue
                if not claimed.rows:
                    break
                done += claimed.rows
                list(pool.map(self._attempt, claimed.attempts))
        return done

    @property
    def _halted(self) -> bool:
        return time.monotonic() < self._halted_until

    def _claimed(self, clinic_id: str) -> Claimed:
        """A batch; where one of its rows is broken, each is checked for itself."""
        try:
            return self._desk.database.run(lambda connection: self._claim(connection, clinic_id, self._permitted))
        except DatabaseUnavailable:
            raise
        except Exception as error:  # noqa: BLE001  # one row's fault is not the next one's
            log.failure("claim_failed", error, clinic=clinic_id)
            return self._desk.database.run(lambda connection: self._claim(connection, clinic_id, self._permitted_alone))

    def _claim(
        self, connection: Connection, clinic_id: str, permitted: Callable[[Work, Clinic, OutboxRow], Attempt | None]
    ) -> Claimed:
        """Claim a batch and check each message again, in one transaction."""
        work, clinic = self._desk.work(connection, clinic_id), self._desk.clinic(connection, clinic_id)
        pace = clinic.reminders.texts_per_second
        if pace and (wait := turns_at_clinics.take_second(work)):
            return Claimed(wait=wait)
        self._end_leases(work)
        rows = outbox.claim(work, min(BATCH, pace or BATCH), work.now + self._channel.lease)
        attempts = (permitted(work, clinic, row) for row in rows)
        return Claimed(len(rows), tuple(attempt for attempt in attempts if attempt))

    def _permitted(self, work: Work, clinic: Clinic, row: OutboxRow) -> Attempt | None:
        message = messages.get(work, row.message_id)
        permission = recheck.may_go(work, clinic, row, message) if message else None
        if message is None or permission is None:
            return None
        now = time.monotonic()
        begin_before = now + PART_TO_BEGIN_IN * self._channel.lease.total_seconds()
        return Attempt(work.clinic_id, row, message, begin_before, _on_monotonic(permission.until, work.now, now))

    def _permitted_alone(self, work: Work, clinic: Clinic, row: OutboxRow) -> Attempt | None:
        """What breaks while it is checked is put off, and given up in the end."""
        try:
            with work.connection.begin_nested():
                return self._permitted(work, clinic, row)
        except Exception as error:  # noqa: BLE001  # the others are to go out
            log.failure("row_failed", error, message=row.message_id)
            metrics.failed("outbox")
        if row.attempts < MOST_ATTEMPTS:
            outbox.give_back(work, row.id, work.now + gap_after(row.attempts), "fault")
        else:
            outbox.settle(work, row.message_id, "failed", error="fault")
            messages.advance(work, row.message_id, "failed", ("queued",), error_code="fault")
        return None

    def _end_leases(self, work: Work) -> None:
        if self._channel.repeatable:
            outbox.end_leases(work, "pending")
        else:
            outbox.end_leases(work, "unknown", work.now + REPORT_COMES)

    def _attempt(self, attempt: Attempt) -> None:
        """One call of the channel, and what follows from it."""
        now = time.monotonic()
        if self._halted or now > attempt.begin_before or (attempt.valid_until and now + 1 > attempt.valid_until):
            self._give_back(attempt, "not_begun", FIRST_GAP, tried=False)
            return
        try:
            sid = self._channel.send(self._outgoing(attempt, now))
        except ChannelError as error:
            self._refused(attempt, error)
        except MaybeSent:
            self._nobody_knows(attempt)
        except Exception as error:  # noqa: BLE001  # whatever the channel's library does, the message may be out
            log.failure("send_failed", error, message=attempt.message.id)
            metrics.failed("outbox")
            self._nobody_knows(attempt)
        else:
            self._settle(attempt, "sent", lambda work: self._handed_over(work, attempt, sid))

    def _outgoing(self, attempt: Attempt, now: float) -> Outgoing:
        message = attempt.message
        callback = status_address(self._desk, attempt.clinic_id, message.id)
        valid = min(LONGEST_VALID, int(attempt.valid_until - now)) if attempt.valid_until else None
        return Outgoing(message.id, message.from_number, message.to_number, message.body, callback, valid)

    def _handed_over(self, work: Work, attempt: Attempt, sid: str) -> None:
        clinic = self._desk.clinic(work.connection, attempt.clinic_id)
        delivery.handed_over(work, clinic, attempt.message, sid, self._channel.arrives_as)

    def _nobody_knows(self, attempt: Attempt) -> None:
        def write(work: Work) -> None:
            outbox.nobody_knows(work, attempt.message.id, work.now + REPORT_COMES)

        self._settle(attempt, "unknown", write)

    def _refused(self, attempt: Attempt, error: ChannelError) -> None:
        reaction = codes.reaction(error.code)
        if reaction in codes.COME_BACK and reaction in codes.ALARMING:
            delivery.alarm(attempt.clinic_id, error.code, reaction)
        if reaction is Reaction.HALT:
            self._halted_until = time.monotonic() + FIRST_GAP.total_seconds()
        elif error.permanent or attempt.row.attempts >= MOST_ATTEMPTS:
            self._settle(attempt, "failed", lambda work: self._lost(work, attempt, error.code))
            return
        self._give_back(attempt, error.code, gap_after(attempt.row.attempts))

    def _lost(self, work: Work, attempt: Attempt, code: str) -> None:
        delivery.lost(work, self._desk.clinic(work.connection, attempt.clinic_id), attempt.message, code)

    def _give_back(self, attempt: Attempt, reason: str, gap: timedelta, *, tried: bool = True) -> None:
        def write(work: Work) -> None:
            outbox.give_back(work, attempt.row.id, work.now + gap, reason, tried=tried)

        self._settle(attempt, "later", write)

    def _settle(self, attempt: Attempt, result: str, write: Callable[[Work], object]) -> None:
        """Write what came of it. If even that fails, the lease runs out and the row says that nobody knows."""
        metrics.sent(self._channel.name, result)
        try:
            self._desk.database.run(lambda connection: write(self._desk.work(connection, attempt.clinic_id)))
        except DatabaseUnavailable:
            log.get().error("not_settled", message=attempt.message.id, state=result)


def gap_after(attempts: int) -> timedelta:
    """How long to wait after this many attempts: doubled each time, and never the same for two messages."""
    gap = min(LONGEST_GAP, FIRST_GAP * (1 << min(attempts, 10)))
    return gap * (0.75 + secrets.randbelow(500) / 1000)


def _on_monotonic(until: datetime | None, now: datetime, monotonic_now: float) -> float | None:
    return None if until is None else monotonic_now + (until - now).total_seconds()
