"""Races: `python -m tests.races --attempts 100000 --database sqlite|postgresql|URL`.

Eight threads in each of four processes want the same few times of one morning. What is promised afterwards: nothing
overlaps, no cell is lost, no deadlock reached a caller, nobody is in two places. A URL is that of an empty database.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from storage import appointments, clinics, invariants, patients
from storage.cipher import Keyring
from storage.database import Database
from storage.migrations import migrate
from tests import builders, postgres
from tests.storage.racing import DATA_KEY, PEOPLE, THREADS, WEDNESDAY, limited_clinic
from tests.visits import MINUTES, person

PROCESSES = 4
ROOT = Path(__file__).parents[1]


def prepare(database: Database) -> None:
    """The clinic and its patients, in a migrated database."""
    with database.writing() as connection:
        clinics.apply(connection, limited_clinic(), builders.NOW)
        work = database.work(connection, builders.clinic().id, builders.NOW, builders.ids())
        for number in range(1, PEOPLE + 1):
            patients.add(work, person(number))


def run(url: str, attempts: int) -> Counter[str]:
    """What came of all attempts. Raises `AssertionError` with what a process said before it broke."""
    command = [sys.executable, "-m", "tests.storage.racing", url]
    racing = [
        subprocess.Popen(
            [*command, str(seed), str(attempts // PROCESSES)],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for seed in range(PROCESSES)
    ]
    came_of_it = Counter[str]()
    for process in racing:
        told, faults = process.communicate()
        assert process.returncode == 0, faults
        came_of_it.update(json.loads(told))
    return came_of_it


def faults(database: Database) -> list[str]:
    """What is not as it must be after a race."""
    clinic = limited_clinic()
    with database.reading() as connection:
        work = database.work(connection, clinic.id, builders.NOW, builders.ids())
        found = [str(violation) for violation in invariants.check(work, clinic).violations]
        visits = appointments.between(work, WEDNESDAY, WEDNESDAY + 300 * MINUTES)
    there = sorted(
        (visit.patient_id, visit.slot.starts_at, visit.slot.ends_at) for visit in visits if visit.status.occupies
    )
    twice = (one[0] for one, other in pairwise(there) if one[0] == other[0] and other[1] < one[2])
    return found + [f"patient {patient} is in two places at once" for patient in twice]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.races", description=__doc__.partition("\n")[0])
    parser.add_argument("--attempts", type=int, default=100_000)
    parser.add_argument("--database", default="sqlite", help="sqlite, postgresql, or the URL of an empty database")
    options = parser.parse_args()
    with _address(options.database) as url:
        database = Database(url, Keyring((DATA_KEY,)))
        migrate(database)
        prepare(database)
        begun = time.perf_counter()
        came_of_it = run(url, options.attempts)
        seconds = time.perf_counter() - begun
        wrong = faults(database)
        database.close()
    threads = f"{THREADS} threads in {PROCESSES} processes"
    print(f"{options.database}: {came_of_it.total():,} attempts by {threads} in {seconds:,.0f} s")
    for what, number in came_of_it.most_common():
        print(f"  {what:12} {number:7,}")
    print("\n".join(wrong) or "nothing overlaps, no cell is lost, no deadlock reached a caller")
    raise SystemExit(bool(wrong))


@contextlib.contextmanager
def _address(database: str) -> Iterator[str]:
    """The URL of an empty database."""
    with tempfile.TemporaryDirectory() as home, contextlib.ExitStack() as stack:
        if database == "sqlite":
            yield f"sqlite:///{home}/races.db"
        elif database == "postgresql":
            server = stack.enter_context(postgres.databases())
            yield server.url(server.create())
        else:
            yield database


if __name__ == "__main__":
    main()
