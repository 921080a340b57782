"""What a worker does for the house itself: says that it is alive, and throws away what nobody will ask for again."""

from __future__ import annotations

import threading
from datetime import timedelta
from functools import partial

import requests
from sqlalchemy import Connection

from bot import log
from bot.wiring import Desk
from storage import clinics, idempotency, media, search, workers

PING_SECONDS = 5.0
KEYS_LAST = timedelta(days=7)
GONE_AFTER = timedelta(days=1)
PICTURES_LAST = timedelta(days=365)


def beat(desk: Desk, worker_id: str) -> int:
    """Say in the database that this worker is alive. Raises `DatabaseUnavailable`."""
    desk.database.run(lambda connection: workers.seen(connection, worker_id, desk.clock.real_now()))
    return 0


def ping(desk: Desk) -> int:
    """Call the address that raises an alarm when nobody calls it any more."""
    address = desk.settings.heartbeat_url
    if address:
        try:
            requests.get(address, timeout=PING_SECONDS).raise_for_status()
        except requests.RequestException as error:
            log.get().warning("ping_failed", reason=type(error).__name__)
    return 0


def index(desk: Desk, stopping: threading.Event) -> int:
    """Bring what is new into the console's search, in short transactions. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        known = clinics.all_ids(connection)
    for clinic_id in known:
        step = partial(_index_some, desk, clinic_id)
        while desk.database.run(step) and not stopping.is_set():
            pass
    return 0


def _index_some(desk: Desk, clinic_id: str, connection: Connection) -> int:
    return search.keep_up(desk.work(connection, clinic_id))


def tidy(desk: Desk) -> int:
    """Forget answers kept for repeated API requests after a week, workers after a day, pictures after a year."""

    def throw_away(connection: Connection) -> None:
        for clinic_id in clinics.all_ids(connection):
            work = desk.work(connection, clinic_id)
            idempotency.purge(work, work.now - KEYS_LAST)
            media.forget(work, work.now - PICTURES_LAST)
        workers.forget(connection, desk.clock.real_now() - GONE_AFTER)

    desk.database.run(throw_away)
    return 0
