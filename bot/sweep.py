"""The second net: texts that Twilio took for us while nobody answered its webhook are found in its own list.

Each goes into the journal and from there through the same door as every other text: once, in order, with its answer
by the outbox; what is older than an hour opens a case instead of acting. Twilio's times are real, so this job keeps to
the real clock, also where the program's was moved.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import log, metrics
from bot.channels.base import Channel, ChannelError, OnRecord
from bot.kept import Journal
from bot.thinking import InboundText
from bot.wiring import Desk
from storage import turns, turns_at_clinics

SWEEP_EVERY = timedelta(minutes=3)
# Twilio itself delivers for fifteen seconds at most; a text is not taken from its hands before.
IN_DELIVERY = timedelta(seconds=30)
OVERLAP = timedelta(minutes=15)
FIRST_LOOK_BACK = timedelta(days=1)


class Sweep:
    """One worker's sweeps. The first looks at every clinic, however lately another worker did."""

    def __init__(self, desk: Desk, channel: Channel, journal: Journal) -> None:
        self._desk = desk
        self._channel = channel
        self._journal = journal
        self._started = False

    def sweep_due(self) -> int:
        """Ask for each clinic whose time has come; how many texts were missed. Raises `DatabaseUnavailable`."""
        now = self._desk.clock.real_now()
        due_before = now if self._started else now + SWEEP_EVERY
        with self._desk.database.reading() as connection:
            due = turns_at_clinics.due_for_sweep(connection, due_before)
        found = sum(self._sweep(clinic_id, now, due_before) for clinic_id in due)
        self._started = True
        return found

    def _sweep(self, clinic_id: str, now: datetime, due_before: datetime) -> int:
        def claim(connection: Connection) -> tuple[str, datetime] | None:
            work = self._desk.work(connection, clinic_id)
            if not turns_at_clinics.claim_sweep(work, due_before, now + SWEEP_EVERY):
                return None
            since = turns_at_clinics.swept_until(work)
            earliest = min(now, work.now)
            return self._desk.clinic(connection, clinic_id).phone, (since or earliest - FIRST_LOOK_BACK) - OVERLAP

        ours = self._desk.database.run(claim)
        if ours is None:
            return 0
        try:
            on_record = self._channel.received_by(*ours)
        except ChannelError as error:
            log.get().warning("cannot_sweep", clinic=clinic_id, code=error.code)
            return 0
        return self._take(clinic_id, on_record, now)

    def _take(self, clinic_id: str, on_record: Iterable[OnRecord], now: datetime) -> int:
        missed = self._missed(clinic_id, list(on_record), now)
        for age, record in missed:
            log.get().warning("missed", clinic=clinic_id, sid=record.sid)
            metrics.received("sweep")
            self._journal.append(_inbound(record), now - age, tried=False, swept=True)
        self._desk.database.run(
            lambda connection: turns_at_clinics.note_swept(self._desk.work(connection, clinic_id), now - IN_DELIVERY)
        )
        return len(missed)

    def _missed(self, clinic_id: str, on_record: list[OnRecord], now: datetime) -> list[tuple[timedelta, OnRecord]]:
        """The texts that nobody answered and how old they are, the earliest first."""
        with self._desk.database.reading() as connection:
            work = self._desk.work(connection, clinic_id)
            known = turns.answered(work, [record.sid for record in on_record])
            aged = [(_age(record.at, now, work.now), record) for record in on_record if record.sid not in known]
        missed = [(age, record) for age, record in aged if age >= IN_DELIVERY]
        return sorted(missed, key=lambda one: one[0], reverse=True)


def _age(at: datetime, *clocks: datetime) -> timedelta:
    """How old a text is by the clock that is nearest to it, but not behind it."""
    return min((clock - at for clock in clocks if clock >= at), default=timedelta())


def _inbound(record: OnRecord) -> InboundText:
    return InboundText(record.sid, record.from_number, record.to_number, record.body, record.media)
