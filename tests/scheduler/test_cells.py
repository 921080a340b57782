"""The five-minute cells that a visit occupies."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.cells import (
    CELL,
    busy_until,
    cell_at,
    cell_from,
    cells_of,
    day_masks,
    instant_of_cell,
    occupied,
    taken,
)
from scheduler.model import Slot
from tests.scheduler.builders import at, clinic_with, visit_type

START = datetime(2027, 3, 1, 15, tzinfo=UTC)
INSTANTS = st.integers(900_000_000, 4_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def slot(minutes: int = 30, room: str | None = None, kind: str = "checkup") -> Slot:
    return Slot("lee", kind, "main", START, START + timedelta(minutes=minutes), room)


@given(INSTANTS)
def test_an_instant_lies_in_its_cell(instant: datetime) -> None:
    start = instant_of_cell(cell_at(instant))
    assert start <= instant < start + CELL
    assert timedelta() <= instant_of_cell(cell_from(instant)) - instant < CELL


def test_odd_minutes_round_outward() -> None:
    start = at("2027-03-01 09:03")
    cells = cells_of(start, start + timedelta(minutes=20))
    assert len(cells) == 5
    assert instant_of_cell(cells.start) == at("2027-03-01 09:00")
    assert instant_of_cell(cells.stop) == at("2027-03-01 09:25")


def test_visits_that_follow_on_each_other_share_no_cell() -> None:
    first, second = cells_of(START, START + CELL), cells_of(START + CELL, START + 2 * CELL)
    assert set(first).isdisjoint(second)


def test_a_buffer_keeps_the_provider_and_frees_the_room() -> None:
    clinic = clinic_with(rooms=[{"id": "us1", "name": "U"}], visit_types=[visit_type(buffer_minutes=10, rooms=["us1"])])
    assert [(resource, len(cells)) for resource, cells in occupied(clinic, slot(room="us1"))] == [
        ("provider:lee", 8),
        ("room:us1", 6),
    ]


def test_a_visit_without_a_room_occupies_its_provider_alone() -> None:
    assert [resource for resource, _ in taken(slot(), START + timedelta(minutes=30))] == ["provider:lee"]


def test_a_visit_type_that_left_the_clinic_has_no_buffer() -> None:
    gone = slot(kind="gone")
    assert busy_until(clinic_with(), gone) == gone.ends_at


@given(st.integers(0, 10_000), st.integers(1, 1_000))
def test_masks_of_days_hold_the_same_cells(first: int, count: int) -> None:
    masks = list(day_masks(range(first, first + count)))
    assert [day for day, _ in masks] == sorted({cell // 288 for cell in range(first, first + count)})
    cells = [day * 288 + bit for day, mask in masks for bit in range(288) if mask >> bit & 1]
    assert cells == list(range(first, first + count))
