"""Finds out what became of messages whose sending was interrupted, so that none is sent twice and none is forgotten.

A delivery report settles them by itself. Where none has come after a minute, Twilio's own list is asked, three times
over two minutes: what is found there was sent; what is not found was not, and is sent now. Only where the list is more
than two minutes behind and the report is lost can a message go out twice; each such guess is counted
(`frontdesk_sends{result="presumed_lost"}`).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot import delivery, log, metrics
from bot.channels.base import Channel, ChannelError, OnRecord
from bot.wiring import Desk
from storage import clinics, messages, outbox
from storage.messages import Message
from storage.outbox import Unknown
from storage.work import Work

LOOK_EVERY = timedelta(seconds=60)
LOOKS = 3
CLOCKS_DIFFER = timedelta(minutes=1)


def settle_unknown(desk: Desk, channel: Channel) -> int:
    """Look for what is due to be looked for, in every clinic; how many. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        everywhere = clinics.all_ids(connection)
        due = [known for known in everywhere if outbox.any_unknown_due(desk.work(connection, known))]
    return sum(_settle_all(desk, channel, clinic_id) for clinic_id in due)


def _settle_all(desk: Desk, channel: Channel, clinic_id: str) -> int:
    def claim(connection: Connection) -> list[tuple[Unknown, Message, datetime]]:
        work = desk.work(connection, clinic_id)
        ahead = work.now - desk.clock.real_now()
        claimed = outbox.claim_unknown(work, work.now + LOOK_EVERY)
        # The channel's record is in real time, also where ours was moved.
        return [
            (row, message, min(row.begun_at, row.begun_at - ahead) - CLOCKS_DIFFER)
            for row in claimed
            if (message := messages.get(work, row.message_id))
        ]

    claimed = desk.database.run(claim)
    for row, message, since in claimed:
        _look_for(desk, channel, clinic_id, row, message, since)
    return len(claimed)


def _look_for(desk: Desk, channel: Channel, clinic_id: str, row: Unknown, message: Message, since: datetime) -> None:
    """No transaction is open while the channel is asked."""
    try:
        on_record = channel.sent_to(message.to_number, since)
    except ChannelError as error:
        log.get().warning("cannot_look", message=message.id, code=error.code)
        return

    def write(connection: Connection) -> None:
        _settle(desk, desk.work(connection, clinic_id), channel, row, message, on_record)

    desk.database.run(write)


def _settle(
    desk: Desk, work: Work, channel: Channel, row: Unknown, message: Message, on_record: Iterable[OnRecord]
) -> None:
    found = next((record for record in on_record if _is_it(work, message, record)), None)
    if found:
        status = found.status if found.status in delivery.STATUSES else "sent"
        delivery.handed_over(work, desk.clinic(work.connection, work.clinic_id), message, found.sid, status, found.code)
    elif row.looks >= LOOKS and outbox.come_back(work, row.id):
        metrics.sent(channel.name, "presumed_lost")
        log.get().warning("presumed_lost", message=message.id)


def _is_it(work: Work, message: Message, record: OnRecord) -> bool:
    """The same words to the same number, under an id that belongs to none of our other messages."""
    return (
        record.body.strip() == message.body.strip()
        and record.from_number in ("", message.from_number)
        and messages.by_sid(work, record.sid) is None
    )
