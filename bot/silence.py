"""Asks what became of texts that were sent and about which nobody has reported since.

Reports get lost. After a quarter of an hour the phone company is asked for the message itself, after another hour and
four once more, as long as it says that the text is under way; what it says is taken as its report would have been.
"""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection

from bot import delivery, log, metrics
from bot.channels.base import Channel, ChannelError, OnRecord
from bot.wiring import Desk
from storage import clinics, messages, outbox
from storage.messages import Message
from storage.work import Work

BATCH = 50
AGAIN_AFTER = (timedelta(hours=1), timedelta(hours=4))

Silent = tuple[Message, int]


def ask_due(desk: Desk, channel: Channel) -> int:
    """Ask about all that it is time to ask about; how many texts that were. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        everywhere = clinics.all_ids(connection)
        due = [known for known in everywhere if outbox.any_silent(desk.work(connection, known))]
    return sum(_ask_all(desk, channel, clinic_id) for clinic_id in due)


def _ask_all(desk: Desk, channel: Channel, clinic_id: str) -> int:
    def claim(connection: Connection) -> tuple[int, list[Silent]]:
        work = desk.work(connection, clinic_id)
        claimed = outbox.claim_silent(work, BATCH)
        known = [(messages.get(work, message_id), times) for message_id, times in claimed]
        return len(claimed), [(message, times) for message, times in known if message and _is_under_way(message)]

    done, silent = desk.database.run(claim)
    for message, times in silent:
        _ask(desk, channel, clinic_id, message, times)
    return done


def _is_under_way(message: Message) -> bool:
    return bool(message.sid) and message.status in delivery.UNDER_WAY and message.status not in delivery.ARRIVED


def _ask(desk: Desk, channel: Channel, clinic_id: str, message: Message, times: int) -> None:
    """No transaction is open while the channel is asked."""
    try:
        found = channel.on_record(message.sid or "")
    except ChannelError as error:
        log.get().warning("cannot_look", message=message.id, code=error.code)
        found = None
    desk.database.run(lambda connection: _take(desk, desk.work(connection, clinic_id), message, found, times))


def _take(desk: Desk, work: Work, message: Message, found: OnRecord | None, times: int) -> None:
    if found is not None and found.status in delivery.STATUSES:
        metrics.reported(found.status)
        clinic = desk.clinic(work.connection, work.clinic_id)
        delivery.report(work, clinic, message, message.sid or "", found.status, found.code)
    heard = found is not None and found.status in (*delivery.ARRIVED, *delivery.LOST)
    if not heard and times <= len(AGAIN_AFTER):
        outbox.ask_again(work, message.id, work.now + AGAIN_AFTER[times - 1])
