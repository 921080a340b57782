"""Any number of workers over one database with a great many reminders due at once: each goes out once.

`python -m tests.crowd --rows 20000` lets four processes share PostgreSQL and two SQLite. The telephone company is in
the workers' own process and only remembers what it was given, so that what is tried is the house alone.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Table, insert, select

from bot import reminders, settings
from bot.channels.base import OnRecord, Outgoing
from bot.outbox import Sender
from bot.wiring import Desk, build
from storage import appointments, clinics, outbox, patients
from storage import reminders as rows
from storage.migrations import migrate
from storage.schema import appointments as visits
from storage.schema import patients as people
from storage.schema import reminders as ledger
from storage.work import Work
from tests import builders, office, postgres
from tests.month import MEMORY

# Nine in the morning of a Friday; the visits are on Monday, so that the step of three days before is due.
NOW = datetime(2027, 3, 19, 9, 0, tzinfo=builders.ZONE)
MONDAY = NOW + timedelta(days=3)
AT_ONCE = 2_000
WORKERS = {"sqlite": 2, "postgres": 4}
AREAS = [area for area in range(201, 990) if area % 100 != 11]


@dataclass
class Remembers:
    """A channel that has taken a message as soon as it is told of it."""

    name: str = "sms"
    repeatable: bool = False
    arrives_as: str = "sent"
    lease: timedelta = timedelta(minutes=5)
    taken: list[str] = field(default_factory=list)

    def send(self, outgoing: Outgoing) -> str:
        self.taken.append(outgoing.to_number)
        return "SM" + outgoing.message_id.replace("-", "")

    def sent_to(self, number: str, since: datetime) -> Sequence[OnRecord]:
        return ()

    def received_by(self, number: str, since: datetime) -> Sequence[OnRecord]:
        return ()

    def on_record(self, sid: str) -> OnRecord | None:
        return None


@dataclass(frozen=True, slots=True)
class Outcome:
    due: int
    went_out: Counter[str]
    by_worker: tuple[int, ...]
    seconds: float

    @property
    def twice(self) -> int:
        return sum(times - 1 for times in self.went_out.values())


def opened(url: str) -> Desk:
    """The desk of one process, where it is nine on that Friday."""
    return build(settings.read(office.variables(url, FRONTDESK_NOW=NOW.isoformat())))


def settle(desk: Desk, count: int, later: Callable[[int], timedelta] = lambda _number: timedelta()) -> None:
    """So many patients with a visit each, whose reminder of three days before falls due now; or `later`.

    One is booked as usual; the others are copies of its rows.
    """
    migrate(desk.database)
    desk.clock.start()
    with desk.database.writing() as connection:
        clinics.apply(connection, builders.clinic(), NOW)
    with desk.database.writing() as connection:
        work = desk.work(connection, "oak", NOW - timedelta(days=1))
        patients.add(work, office.person(1, "Ana", phone=phone(0)))
        own = {"patient_id": "p1", "actor": "test", "source": "import"}
        visit = appointments.book(work, builders.clinic(), office.half_hour(MONDAY), **own)
        first = [_row(work, people, "p1"), _row(work, visits, visit.id)]
        steps = [_row(work, ledger, step.id) for step in rows.of_appointment(work, visit.id)]
    for begin in range(1, count, AT_ONCE):
        with desk.database.writing() as connection:
            _copy(desk.work(connection, "oak"), first, steps, range(begin, min(begin + AT_ONCE, count)), later)


def _row(work: Work, table: Table, id: str) -> dict[str, Any]:
    return dict(work.connection.execute(select(table).where(table.c.id == id)).one()._mapping)


def _copy(
    work: Work,
    first: list[dict[str, Any]],
    steps: list[dict[str, Any]],
    numbers: range,
    later: Callable[[int], timedelta],
) -> None:
    person, visit = first
    copies: dict[Table, list[dict[str, Any]]] = {people: [], visits: [], ledger: []}
    for number in numbers:
        own = {"id": f"q{number}", "external_id": f"q{number}", "phone": phone(number)}
        copies[people].append(person | own | {"phone_hash": work.hashed("phone", phone(number))})
        booked = {"id": f"w{number}", "external_id": f"w{number}", "patient_id": f"q{number}"}
        copies[visits].append(visit | booked | _shifted(visit, later(number)))
        for place, step in enumerate(steps):
            planned = {"id": f"r{number}-{place}", "appointment_id": f"w{number}"}
            copies[ledger].append(step | planned | _shifted(step, later(number)))
    for table, copied in copies.items():
        work.connection.execute(insert(table), copied)


def _shifted(row: dict[str, Any], by: timedelta) -> dict[str, Any]:
    return {name: row[name] + by for name in ("starts_at", "ends_at", "due_at") if name in row}


def phone(number: int) -> str:
    """A number reserved for fiction."""
    area, line = divmod(number, 99)
    return f"+1{AREAS[area % len(AREAS)]}555{area // len(AREAS)}1{line + 1:02}"


def work_off(url: str, pipe: Any) -> None:
    """One worker, until nothing is left: what it handed to the telephone company."""
    desk, channel, stopping = opened(url), Remembers(), threading.Event()
    sender = Sender(desk, channel, stopping)
    while reminders.send_due(desk, stopping) + sender.send_due() or _waits(desk):
        pass
    desk.database.close()
    pipe.send(channel.taken)


def _waits(desk: Desk) -> bool:
    """Others may be at it still."""
    with desk.database.reading() as connection:
        now = desk.clock.now(connection)
        return bool(outbox.depth(connection)[0] or rows.overdue(connection, now)[0])


def attempt(url: str, count: int, workers: int) -> Outcome:
    """Settle in an empty database, let the workers at it, and count."""
    desk = opened(url)
    settle(desk, count)
    desk.database.close()
    spawned = multiprocessing.get_context("spawn")
    begun = time.perf_counter()
    pipes, processes = [], []
    for _ in range(workers):
        ours, theirs = spawned.Pipe()
        processes.append(spawned.Process(target=work_off, args=(url, theirs)))
        processes[-1].start()
        pipes.append(ours)
    taken = [pipe.recv() for pipe in pipes]
    for process in processes:
        process.join()
    seconds = time.perf_counter() - begun
    went_out = Counter(number for numbers in taken for number in numbers)
    return Outcome(count, went_out, tuple(map(len, taken)), seconds)


@contextlib.contextmanager
def empty_database(kind: str) -> Iterator[str]:
    with (
        tempfile.TemporaryDirectory(dir=MEMORY if kind == "sqlite" else None) as folder,
        contextlib.ExitStack() as stack,
    ):
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder)}/frontdesk.db"
            return
        server = stack.enter_context(postgres.databases())
        yield server.url(server.create())


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.crowd", description=__doc__.partition("\n")[0])
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--databases", nargs="+", choices=tuple(WORKERS), default=list(WORKERS))
    options = parser.parse_args()
    for kind in options.databases:
        with empty_database(kind) as url:
            outcome = attempt(url, options.rows, WORKERS[kind])
        print(f"{kind}: {outcome.due} due, {len(outcome.went_out)} sent, {outcome.twice} twice,", end=" ")
        print(f"by {outcome.by_worker} of {WORKERS[kind]} workers in {outcome.seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
