"""Several people want the same time at once: one gets it, the others hear so, and nobody waits in a circle."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import pytest
from sqlalchemy import Connection, func, select

from scheduler.clinic import Clinic
from scheduler.errors import BookingRefused, SlotTaken
from scheduler.model import Appointment, Hold, Slot
from storage import appointments, conversations, days, patients
from storage.database import Database
from storage.schema import cells
from storage.schema.calendar import days as table
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person, ultrasound

THREADS = 8

T = TypeVar("T")


class Crowd:
    """Eight people at the same desk, each with a transaction of their own, all starting at once."""

    def __init__(self, database: Database, clinic: Clinic, new_id: Callable[[], str]) -> None:
        self._database = database
        self._clinic = clinic
        self._new_id = new_id

    def work(self, connection: Connection) -> Work:
        return self._database.work(connection, self._clinic.id, builders.NOW, self._new_id)

    def at_once(self, step: Callable[[Work, int], T]) -> list[T]:
        ready = threading.Barrier(THREADS)

        def one(number: int) -> T:
            ready.wait()
            return self._database.run(lambda connection: step(self.work(connection), number))

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(one, range(1, THREADS + 1)))


@pytest.fixture
def crowd(database: Database, clinic: Clinic, at_work: AtWork, new_id: Callable[[], str]) -> Crowd:
    lock = threading.Lock()

    def next_id() -> str:
        with lock:
            return new_id()

    with at_work() as work:
        for number in range(1, THREADS + 1):
            patients.add(work, person(number))
    return Crowd(database, clinic, next_id)


def test_of_eight_who_hold_one_opening_one_gets_it_and_seven_get_another(crowd: Crowd, clinic: Clinic) -> None:
    def hold(work: Work, number: int) -> tuple[Hold | None, Hold | None]:
        first = hold_for(work, clinic, number, half_hour(TUESDAY))
        if first:
            return first, None
        return None, hold_for(work, clinic, number, half_hour(TUESDAY + number * 60 * MINUTES))

    answers = crowd.at_once(hold)
    assert sorted(first is None for first, _ in answers) == [False] + [True] * 7
    assert sum(second is not None for _, second in answers) == 7


def hold_for(work: Work, clinic: Clinic, number: int, slot: Slot) -> Hold | None:
    talk = conversations.lock(work, "sms", builders.phone(number), "en")
    return appointments.hold(
        work,
        clinic,
        slot,
        patient_id=f"p{number}",
        conversation_id=talk.id,
        moving=None,
        expires_at=work.now + 10 * MINUTES,
    )


def book(work: Work, clinic: Clinic, number: int, slot: Slot) -> Appointment:
    return appointments.book(work, clinic, slot, patient_id=f"p{number}", actor="staff:1", source="staff")


def test_of_eight_who_book_times_that_overlap_in_provider_and_room_one_gets_it(
    crowd: Crowd, clinic: Clinic, at_work: AtWork
) -> None:
    def try_to_book(work: Work, number: int) -> Appointment | None:
        try:
            return book(work, clinic, number, ultrasound(TUESDAY + 5 * (number % 4) * MINUTES))
        except SlotTaken:
            return None

    assert sum(visit is not None for visit in crowd.at_once(try_to_book)) == 1
    with at_work() as work:
        assert len(work.connection.execute(select(cells)).all()) == 18


def test_an_expired_hold_is_in_the_way_of_nobody_in_a_crowd(crowd: Crowd, clinic: Clinic, at_work: AtWork) -> None:
    with at_work(-60 * MINUTES) as work:
        assert hold_for(work, clinic, 1, half_hour(TUESDAY))
    answers = crowd.at_once(lambda work, number: hold_for(work, clinic, number, half_hour(TUESDAY)))
    assert sum(hold is not None for hold in answers) == 1


def test_eight_who_change_places_again_and_again_never_wait_in_a_circle(
    crowd: Crowd, clinic: Clinic, at_work: AtWork
) -> None:
    """Each moves a visit about the same two days; then every visit has its cells, and the bitmaps say the same."""
    with at_work() as work:
        ids = [book(work, clinic, n, half_hour(TUESDAY + 30 * n * MINUTES)).id for n in range(1, THREADS + 1)]

    def wander(work: Work, number: int) -> None:
        dice = dices[number - 1]
        start = TUESDAY + dice.randrange(2) * 24 * 60 * MINUTES + 15 * dice.randrange(20) * MINUTES
        slot = ultrasound(start) if dice.random() < 0.5 else half_hour(start, dice.choice(["lee", "ortiz"]))
        try:
            appointments.move_to(work, clinic, ids[number - 1], slot, actor="staff:1")
        except BookingRefused:
            refused.append(number)

    dices = [random.Random(number) for number in range(THREADS)]
    refused: list[int] = []
    for _ in range(12):
        crowd.at_once(wander)
    assert 0 < len(refused) < 12 * THREADS
    with at_work() as work:
        taken = work.connection.execute(select(func.count(func.distinct(cells.c.appointment_id)))).scalar_one()
        assert taken == THREADS
        before = bitmaps(work)
        days.rebuild(work)
        assert bitmaps(work) == before


def bitmaps(work: Work) -> set[tuple[str, int, bytes]]:
    return {(row.resource, row.day, bytes(row.busy)) for row in work.connection.execute(select(table)) if any(row.busy)}
