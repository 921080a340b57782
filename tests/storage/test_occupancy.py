"""The bitmaps that searches read always say what the cells say, and holds count until they expire."""

from __future__ import annotations

import random
from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from scheduler.availability import SlotQuery, openings
from scheduler.cells import CELLS_A_DAY, EPOCH
from scheduler.clinic import Clinic
from scheduler.errors import SlotTaken
from scheduler.model import AppointmentStatus, Slot
from storage import appointments, conversations, days, patients
from storage.days import Day
from storage.occupancy import StoredOccupancy
from storage.schema import cells
from storage.schema.calendar import days as table
from storage.work import Work
from tests import builders
from tests.storage.rows import counted as counted_statements
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person

RESOURCES = ["provider:lee", "provider:ortiz", "room:us1"]
FIRST_DAY = (TUESDAY - EPOCH).days


@pytest.fixture
def people(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        for number in range(1, 4):
            patients.add(work, person(number, "Ana"))


def stored(work: Work) -> dict[Day, int]:
    rows = work.connection.execute(select(table.c.resource, table.c.day, table.c.busy))
    return {(resource, day): int.from_bytes(busy, "little") for resource, day, busy in rows if any(busy)}


def counted(work: Work) -> dict[Day, int]:
    """The same from the cells, one by one."""
    found: dict[Day, int] = {}
    rows = select(cells.c.resource, cells.c.cell).where(cells.c.appointment_id.is_not(None)).distinct()
    for resource, cell in work.connection.execute(rows):
        key = (resource, cell // CELLS_A_DAY)
        found[key] = found.get(key, 0) + 2 ** (cell % CELLS_A_DAY)
    return found


def random_slot(dice: random.Random) -> Slot:
    """Now and then over midnight UTC, at odd minutes, with the room."""
    start = datetime(2027, 3, 16, tzinfo=UTC) + dice.randrange(3 * 24 * 60) * MINUTES
    room = dice.choice(["us1", None])
    kind = "ultrasound" if room else "checkup"
    return Slot(dice.choice(["lee", "ortiz"]), kind, "main", start, start + dice.randrange(10, 90) * MINUTES, room)


def one_change(work: Work, clinic: Clinic, dice: random.Random, ids: list[str]) -> None:
    what = dice.choice(["book", "book", "overbook", "move", "cancel", "again"]) if ids else "book"
    try:
        if what in ("book", "overbook"):
            visit = appointments.book(
                work,
                clinic,
                random_slot(dice),
                patient_id="p1",
                actor="import",
                source="staff",
                overbook=what == "overbook",
            )
            ids.append(visit.id)
        elif what == "move":
            slot, overbook = random_slot(dice), dice.random() < 0.3
            appointments.move_to(work, clinic, dice.choice(ids), slot, actor="import", overbook=overbook)
        else:
            status = AppointmentStatus.CANCELLED if what == "cancel" else AppointmentStatus.BOOKED
            appointments.set_status(work, clinic, dice.choice(ids), status, actor="import")
    except SlotTaken:
        pass


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("seed", range(3))
def test_bitmaps_equal_the_cells_whatever_happens_to_visits(seed: int, clinic: Clinic, at_work: AtWork) -> None:
    dice, ids = random.Random(seed), list[str]()
    with at_work() as work:
        for _ in range(60):
            one_change(work, clinic, dice, ids)
            assert stored(work) == counted(work)
        before = stored(work)
        assert len(before) > 4
        days.rebuild(work)
        assert stored(work) == before


@pytest.mark.usefixtures("people")
def test_days_are_rebuilt_from_the_visits(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        appointments.book(work, clinic, half_hour(TUESDAY), patient_id="p1", actor="a", source="staff")
        right = stored(work)
        work.connection.execute(table.update().values(busy=bytes(36)))
        assert stored(work) == {}
        days.rebuild(work)
        assert stored(work) == right


@pytest.mark.usefixtures("people")
def test_a_search_sees_visits_and_holds_that_have_not_expired(clinic: Clinic, at_work: AtWork) -> None:
    at_nine = half_hour(TUESDAY)
    at_ten = half_hour(TUESDAY + 60 * MINUTES)
    with at_work() as work:
        appointments.book(work, clinic, at_nine, patient_id="p1", actor="a", source="staff")
        talk = conversations.lock(work, "sms", builders.phone(1), "en")
        appointments.hold(
            work,
            clinic,
            at_ten,
            patient_id="p2",
            conversation_id=talk.id,
            moving=None,
            expires_at=work.now + 10 * MINUTES,
        )
        assert open_at(work, clinic) == [TUESDAY + 30 * MINUTES, TUESDAY + 90 * MINUTES]
    with at_work(10 * MINUTES) as work:
        assert open_at(work, clinic) == [TUESDAY + 30 * MINUTES, TUESDAY + 60 * MINUTES]


def open_at(work: Work, clinic: Clinic) -> list[datetime]:
    found = openings(clinic, SlotQuery("checkup", "lee"), StoredOccupancy(work), work.now)
    return [slot.starts_at for slot in found if slot.starts_at >= TUESDAY][:2]


@pytest.mark.usefixtures("people")
def test_a_hold_over_midnight_utc_counts_on_both_days(clinic: Clinic, at_work: AtWork) -> None:
    start = datetime(2027, 3, 15, 23, 50, tzinfo=UTC)
    slot = Slot("ortiz", "ultrasound", "main", start, start + 20 * MINUTES, "us1")
    with at_work() as work:
        talk = conversations.lock(work, "sms", builders.phone(1), "en")
        until = work.now + 10 * MINUTES
        appointments.hold(work, clinic, slot, patient_id="p1", conversation_id=talk.id, moving=None, expires_at=until)
        busy = StoredOccupancy(work).busy(RESOURCES, FIRST_DAY, FIRST_DAY)
        both = StoredOccupancy(work).busy(RESOURCES, FIRST_DAY - 1, FIRST_DAY)
    assert busy == {"provider:ortiz": 0b1111, "room:us1": 0b11}
    assert both == {"provider:ortiz": 0b111111 << 286, "room:us1": 0b1111 << 286}


@pytest.mark.usefixtures("people")
def test_the_same_week_is_read_once_in_a_turn(at_work: AtWork) -> None:
    with at_work() as work, counted_statements(work) as asked:
        occupancy = StoredOccupancy(work)
        first: Mapping[str, int] = occupancy.busy(RESOURCES, FIRST_DAY, FIRST_DAY + 6)
        assert occupancy.busy(RESOURCES, FIRST_DAY, FIRST_DAY + 6) == first
    assert len(asked) == 2
