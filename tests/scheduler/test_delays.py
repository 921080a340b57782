"""Whether a visit still fits when the patient comes late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from scheduler.cells import CELLS_A_DAY, cells_of
from scheduler.delays import still_fits
from scheduler.model import Slot
from scheduler.ports import Start
from tests import builders

MINUTES = timedelta(minutes=1)


@dataclass
class Calendar:
    """Who is busy, by resource: one bit for each cell since the beginning of time."""

    taken: dict[str, int] = field(default_factory=dict)

    def take(self, resource: str, start: datetime, minutes: int) -> None:
        cells = cells_of(start, start + minutes * MINUTES)
        self.taken[resource] = self.taken.get(resource, 0) | (1 << len(cells)) - 1 << cells.start

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        return {resource: self.taken.get(resource, 0) >> first_day * CELLS_A_DAY for resource in resources}

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        return ()


def at(clock: str) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime(2027, 3, 15, hour, minute, tzinfo=builders.ZONE)


def visit(clock: str, provider: str = "lee", room: str | None = None, minutes: int = 30) -> Slot:
    kind = "ultrasound" if room else "checkup"
    return Slot(provider, kind, "main", at(clock), at(clock) + minutes * MINUTES, room)


@pytest.mark.parametrize(("late", "fits"), [(5, True), (30, True), (35, False), (60, False)])
def test_a_visit_fits_until_the_next_one_begins(late: int, fits: bool) -> None:
    calendar = Calendar()
    calendar.take("provider:lee", at("9:00"), 30)
    calendar.take("provider:lee", at("10:00"), 30)
    assert still_fits(builders.clinic(), visit("9:00"), late * MINUTES, calendar) is fits


@pytest.mark.parametrize(("late", "fits"), [(0, True), (30, True), (35, False)])
def test_a_visit_ends_within_working_hours(late: int, fits: bool) -> None:
    assert still_fits(builders.clinic(), visit("11:00"), late * MINUTES, Calendar()) is fits


def test_the_room_must_be_free_too() -> None:
    calendar = Calendar()
    scan = visit("9:00", "ortiz", "us1", 40)
    calendar.take("room:us1", at("9:40"), 40)
    assert not still_fits(builders.clinic(), scan, 5 * MINUTES, calendar)
    assert still_fits(builders.clinic(), scan, 0 * MINUTES, calendar)
