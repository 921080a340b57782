"""Eight threads in each of four processes want the same few times: nothing overlaps, nothing is lost, nobody breaks.

A short form runs always; `python -m tests.races --attempts 100000 --database sqlite` (or `postgresql`) is the long one.
"""

from __future__ import annotations

from storage.database import Database
from tests import races

ATTEMPTS = 320


def test_thirty_two_who_race_for_a_morning_share_it_without_a_fault(database: Database, database_url: str) -> None:
    races.prepare(database)
    came_of_it = races.run(database_url, ATTEMPTS)
    assert came_of_it.total() == ATTEMPTS
    assert came_of_it["book"] > 0
    assert came_of_it["SlotTaken"] > 0
    assert races.faults(database) == []
