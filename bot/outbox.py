"""Sends what was committed: claim with a lease, check again, commit, call the channel, settle.

No transaction is open while the channel is called. A message is attempted by one worker at a time; where an attempt
was interrupted and the message may have gone out, it is never sent again blindly but waits, `unknown`, for its
delivery report. What may not be sent any more becomes `void`, with the reason.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from bot import delivery, log, metrics, recheck
from bot.channels import codes
from bot.channels.base import Channel, ChannelError, MaybeSent, Outgoing
from bot.channels.codes import Reaction
from bot.turns import status_address
from bot.wiring import Desk
from storage import clinics, messages, outbox
from storage.database import DatabaseUnavailable
from storage.messages import Message
from storage.outbox import OutboxRow
from storage.work import Work

BATCH = 50
AT_ONCE = 4
MOST_ATTEMPTS = 12
# How long a report may take before we look for the message ourselves.
REPORT_COMES = timedelta(seconds=60)
FIRST_GAP, LONGEST_GAP = timedelta(seconds=20), timedelta(minutes=30)
# An attempt is begun in the first half of its lease only: the other half is far more than one takes.
PART_TO_BEGIN_IN = 0.5


@dataclass(frozen=True, slots=True)
class Attempt:
    """A claimed message on its way to the channel; `begin_before` is counted as `time.monotonic` does."""

    clinic_id: str
    row: OutboxRow
    message: Message
    begin_before: float


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
                claimed, attempts = self._desk.database.run(lambda connection: self._claim(connection, clinic_id))
                if not claimed:
                    break
                done += claimed
                list(pool.map(self._attempt, attempts))
        return done

    @property
    def _halted(self) -> bool:
        return time.monotonic() < self._halted_until

    def _claim(self, connection: Connection, clinic_id: str) -> tuple[int, list[Attempt]]:
        """Claim a batch and check each message again, in one transaction: how many, and which may go."""
        work, clinic = self._desk.work(connection, clinic_id), self._desk.clinic(connection, clinic_id)
        begin_before = time.monotonic() + PART_TO_BEGIN_IN * self._channel.lease.total_seconds()
        self._end_leases(work)
        rows = outbox.claim(work, BATCH, work.now + self._channel.lease)
        attempts = [
            Attempt(clinic_id, row, message, begin_before)
            for row in rows
            if (message := messages.get(work, row.message_id)) and recheck.may_go(work, clinic, row, message)
        ]
        return len(rows), attempts

    def _end_leases(self, work: Work) -> None:
        if self._channel.repeatable:
            outbox.end_leases(work, "pending")
        else:
            outbox.end_leases(work, "unknown", work.now + REPORT_COMES)

    def _attempt(self, attempt: Attempt) -> None:
        """One call of the channel, and what follows from it."""
        if self._halted or time.monotonic() > attempt.begin_before:
            self._give_back(attempt, "not_begun", FIRST_GAP, tried=False)
            return
        try:
            sid = self._channel.send(self._outgoing(attempt))
        except ChannelError as error:
            self._refused(attempt, error)
        except MaybeSent:
            self._settle(attempt, "unknown", lambda work: outbox.settle(work, attempt.message.id, "unknown"))
        else:
            self._settle(attempt, "sent", lambda work: self._handed_over(work, attempt, sid))

    def _outgoing(self, attempt: Attempt) -> Outgoing:
        message = attempt.message
        callback = status_address(self._desk, attempt.clinic_id, message.id)
        return Outgoing(message.id, message.from_number, message.to_number, message.body, callback)

    def _handed_over(self, work: Work, attempt: Attempt, sid: str) -> None:
        clinic = self._desk.clinic(work.connection, attempt.clinic_id)
        delivery.handed_over(work, clinic, attempt.message, sid, self._channel.arrives_as)

    def _refused(self, attempt: Attempt, error: ChannelError) -> None:
        reaction = codes.reaction(error.code)
        if reaction in (Reaction.HALT, Reaction.ALARM):
            log.get().error("cannot_send", clinic=attempt.clinic_id, code=error.code, action=reaction.value)
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
