"""Clears holds that ran out. They block nobody; this only keeps the tables short where nobody met them."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.wiring import Desk
from storage import clinics, holds

BATCH = 100


def sweep(desk: Desk) -> int:
    """Remove all expired holds, in short transactions; how many. Raises `DatabaseUnavailable`."""
    with desk.database.reading() as connection:
        now = desk.clock.now()
        due = [known for known in clinics.all_ids(connection) if holds.any_expired(desk.work(connection, known, now))]
    return sum(_sweep(desk, clinic_id) for clinic_id in due)


def _sweep(desk: Desk, clinic_id: str) -> int:
    def some(connection: Connection) -> int:
        return holds.remove_expired(desk.work(connection, clinic_id), BATCH)

    done = 0
    while removed := desk.database.run(some):
        done += removed
    return done
