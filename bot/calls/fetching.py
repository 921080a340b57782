"""Fetches the voice messages that callers left, with our credentials, and keeps them encrypted.

One that cannot be had now is tried again; one that Twilio does not have (any more) is lost, and staff hear of it in the
case, which was opened when the message was left.
"""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import Connection

from bot import log, metrics
from bot.channels.base import Telephone
from bot.wiring import Desk
from storage import clinics, recordings
from storage.recordings import Recording

MOST_ATTEMPTS = 10
AGAIN = timedelta(minutes=1)


def fetch_due(desk: Desk, telephone: Telephone, stopping: threading.Event) -> int:
    """Fetch what is due in every clinic; how many were tried. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        everywhere = [desk.work(connection, clinic_id, now) for clinic_id in clinics.all_ids(connection)]
        due = [work.clinic_id for work in everywhere if recordings.any_due(work)]
    return sum(_fetch_all(desk, clinic_id, telephone, stopping) for clinic_id in due)


def _fetch_all(desk: Desk, clinic_id: str, telephone: Telephone, stopping: threading.Event) -> int:
    def take(connection: Connection) -> Recording | None:
        work = desk.work(connection, clinic_id)
        return recordings.take_due(work, work.now + AGAIN)

    done = 0
    while not stopping.is_set() and (taken := desk.database.run(take)) is not None:
        _fetch(desk, clinic_id, telephone, taken)
        done += 1
    return done


def _fetch(desk: Desk, clinic_id: str, telephone: Telephone, taken: Recording) -> None:
    try:
        sound = telephone.recording(taken.sid)
    except OSError as error:
        log.failure("recording_failed", error, sid=taken.sid)
        metrics.failed("recordings")
        if taken.attempts + 1 < MOST_ATTEMPTS:
            return
        sound = None

    def settle(connection: Connection) -> None:
        work = desk.work(connection, clinic_id)
        if sound:
            recordings.keep(work, taken.sid, sound)
        else:
            recordings.lose(work, taken.sid)

    desk.database.run(settle)
