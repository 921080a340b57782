"""Eight threads in each of four processes want the same few times: nothing overlaps, nothing is lost, nobody breaks.

A short form runs always; `pytest --long --timeout 36000 tests/storage/test_many_races.py` makes 100,000 attempts.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from scheduler.clinic import Clinic
from storage import appointments, invariants, patients
from storage.database import Database
from tests import builders
from tests.storage.racing import PEOPLE, WEDNESDAY
from tests.visits import MINUTES, AtWork, person

PROCESSES = 4
ROOT = Path(__file__).parents[2]


def test_thirty_two_who_race_for_a_morning_share_it_without_a_fault(
    database: Database, database_url: str, clinic: Clinic, at_work: AtWork, request: pytest.FixtureRequest
) -> None:
    attempts = 100_000 if request.config.getoption("--long") else 320
    with at_work() as work:
        for number in range(1, PEOPLE + 1):
            patients.add(work, person(number))
    came_of_it = run(database_url, attempts)
    assert sum(came_of_it.values()) == attempts
    assert came_of_it["book"] > 0
    assert came_of_it["SlotTaken"] > 0
    with database.reading() as connection:
        work = database.work(connection, clinic.id, builders.NOW, lambda: "none")
        assert [str(found) for found in invariants.check(work, clinic).violations] == []
        visits = appointments.between(work, WEDNESDAY, WEDNESDAY + 300 * MINUTES)
    there = sorted(
        (visit.patient_id, visit.slot.starts_at, visit.slot.ends_at) for visit in visits if visit.status.occupies
    )
    assert all(one[0] != other[0] or one[2] <= other[1] for one, other in pairwise(there))


def run(url: str, attempts: int) -> Counter[str]:
    """What came of all attempts."""
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
