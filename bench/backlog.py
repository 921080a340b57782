"""`python -m bench.backlog`: a worker with a great deal to do, and with nothing to do beside a million rows.

The telephone company is in our own process and answers at once, so that what is measured is the house alone.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from datetime import timedelta
from itertools import pairwise

from sqlalchemy import func, select, text

from bench.pieces import best
from bot import reminders
from bot.outbox import Sender
from bot.wiring import Desk
from scheduler.clinic import parse_clinic
from storage import appointments, clinics, patients
from storage import reminders as ledger
from storage.schema import outbox
from storage.schema import reminders as rows
from tests import builders, crowd, office
from tests.virtual import NoPause, VirtualClock, seeded

A_MILLION = 1_000_000
SERIES = {
    "sqlite": "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < :count) ",
    "postgres": "WITH s AS (SELECT generate_series(1, :count) AS n) ",
}
PACE = 50
PACED = builders.CLINIC_FILE.replace("max_per_day", f"texts_per_second = {PACE}\nmax_per_day")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.backlog", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=2_000, help="reminders that are due at once")
    parser.add_argument("--backlog", type=int, default=2_000, help="visits after an outage of three days")
    parser.add_argument("--idle-rows", type=int, default=A_MILLION)
    parser.add_argument("--databases", nargs="+", choices=tuple(SERIES), default=list(SERIES))
    options = parser.parse_args()
    for kind in options.databases:
        with crowd.empty_database(kind) as url:
            _busy(kind, url, options.rows)
        with crowd.empty_database(kind) as url:
            _idle(kind, url, options.idle_rows)
    with crowd.empty_database("sqlite") as url:
        _after_an_outage(url, options.backlog)


def _busy(kind: str, url: str, count: int) -> None:
    """Composing reminders, then claiming, checking, sending and settling their texts."""
    desk, channel, stopping = crowd.opened(url), crowd.Remembers(), threading.Event()
    crowd.settle(desk, count)
    for what, step in (
        ("due, checked and composed", lambda: reminders.send_due(desk, stopping)),
        ("claimed, checked again, sent and settled", Sender(desk, channel, stopping).send_due),
    ):
        wall, cpu = time.perf_counter(), time.process_time()
        step()
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        print(f"{kind}: {count / wall:.0f} a second {what} ({count / cpu:.0f} a second of our own time)", flush=True)
    assert len(channel.taken) == count
    desk.database.close()


def _idle(kind: str, url: str, count: int) -> None:
    """A tick with nothing due, whatever the tables hold; and planning for one booking beside them."""
    desk, clinic = crowd.opened(url), builders.clinic()
    crowd.settle(desk, 2)
    sender = Sender(desk, crowd.Remembers(), threading.Event())
    reminders.send_due(desk, threading.Event())
    sender.send_due()
    _fill(kind, desk, count)

    def tick() -> None:
        reminders.send_due(desk, threading.Event())
        sender.send_due()

    micros = best(tick, number=20)
    with desk.database.writing() as connection:
        work = desk.work(connection, "oak")
        slot = office.half_hour(crowd.MONDAY + timedelta(days=14))
        visit = appointments.book(work, clinic, slot, patient_id="q1", actor="bench", source="staff", overbook=True)
        person = patients.get(work, "q1")
        assert person is not None
        planning = best(lambda: ledger.plan(work, clinic, visit, person, work.now), number=20)
    print(f"{kind}: a tick with nothing due beside {count:,} rows: {micros / 1e3:.2f} ms (at most 1)")
    print(f"{kind}: planning for a booking: {planning / 1e3:.2f} ms (at most 1)", flush=True)
    desk.database.close()


def _fill(kind: str, desk: Desk, count: int) -> None:
    """Copies of one reminder that falls due in a year, and of one that was sent."""
    columns = [column.name for column in rows.columns]
    planned = {"id": "'x' || n", "step": "'s' || n", "state": "'planned'", "due_at": ":later", "message_id": "NULL"}
    picked = ", ".join(planned.get(name, f"(SELECT {name} FROM reminders LIMIT 1)") for name in columns)
    copied = text(f"{SERIES[kind]} INSERT INTO reminders ({', '.join(columns)}) SELECT {picked} FROM s")
    if kind == "sqlite":
        copied = text(f"INSERT INTO reminders ({', '.join(columns)}) {SERIES[kind]} SELECT {picked} FROM s")
    later = desk.clock.now() + timedelta(days=365)
    with desk.database.writing() as connection:
        stored = rows.c.due_at.type.bind_processor(connection.dialect)
        connection.execute(copied, {"count": count, "later": stored(later) if stored else later})
        connection.execute(text("ANALYZE"))


def _after_an_outage(url: str, count: int) -> None:
    """Three days without workers: what still helps goes out in order at the pace of the sender, the rest is dropped."""
    clock, dice = VirtualClock(crowd.NOW), random.Random(1)
    with seeded(clock, 1):
        desk, channel = crowd.opened(url), crowd.Remembers()
        earlier = [dice.randrange(74 * 12) * timedelta(minutes=5) for _ in range(count)]
        crowd.settle(desk, count, lambda number: -earlier[number])
        with desk.database.writing() as connection:
            clinics.apply(connection, parse_clinic(PACED, "oak.toml"), clock.now())
        sender = Sender(desk, channel, _Seconds(clock))
        while reminders.send_due(desk, NoPause()) + sender.send_due():
            pass
        with desk.database.reading() as connection:
            became = connection.execute(select(rows.c.state, rows.c.reason, func.count()).group_by("state", "reason"))
            counted = {f"{state} {reason}".strip(): number for state, reason, number in became}
            gone = (
                select(outbox.c.order_at).where(outbox.c.state == "sent").order_by(outbox.c.begun_at, outbox.c.order_at)
            )
            order = list(connection.execute(gone).scalars())
    seconds = (clock.true - crowd.NOW).total_seconds()
    inverted = sum(earlier > later for earlier, later in pairwise(order))
    print(f"a backlog of {count:,} visits: {len(order):,} texts in {seconds:.0f} s at {PACE} a second,", end=" ")
    print(f"{inverted} not in order of usefulness; {counted}")
    desk.database.close()


class _Seconds(NoPause):
    """Waiting for the sender's next second lets the clock go on."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def wait(self, timeout: float | None = None) -> bool:
        self._clock.to(self._clock.true + timedelta(seconds=timeout or 0))
        return self.is_set()


if __name__ == "__main__":
    main()
