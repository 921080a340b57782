"""Group visits: as many patients at one start as the visit type has seats, and nobody else beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from scheduler.availability import SlotQuery, openings
from scheduler.clinic import Clinic, parse_clinic
from scheduler.errors import SlotTaken
from scheduler.model import Appointment, Hold, Slot
from scheduler.rules import Visitor
from scheduler.wishes import When, Window
from storage import appointments, conversations, invariants, patients
from storage.database import Database
from storage.occupancy import StoredOccupancy
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person

GROUP = """
[[visit_types]]
id = "group"
name = { en = "Group visit", es = "Visita en grupo" }
minutes = 60
buffer_before_minutes = 10
capacity = 3
providers = ["lee"]
raster_minutes = 30
min_notice = "0m"
"""
QUOTA = """
[[quotas]]
most = 1
provider = "lee"
new_patients = true
"""
TEN = TUESDAY + 60 * MINUTES


@pytest.fixture
def grouped(clinic: Clinic, at_work: AtWork) -> Clinic:
    with at_work() as work:
        for number in range(1, 6):
            patients.add(work, person(number, "Ana"))
    return with_tables(GROUP)


@pytest.fixture
def limited(grouped: Clinic) -> Clinic:
    return with_tables(GROUP + QUOTA)


def with_tables(tables: str) -> Clinic:
    return parse_clinic(builders.CLINIC_FILE.replace("[reminders]", f"{tables}\n[reminders]", 1), "oak.toml")


def seat(room: str | None = None) -> Slot:
    return Slot("lee", "group", "main", TEN, TEN + 60 * MINUTES, room)


def take(work: Work, clinic: Clinic, number: int, slot: Slot | None = None, *, overbook: bool = False) -> Appointment:
    return appointments.book(
        work, clinic, slot or seat(), patient_id=f"p{number}", actor="staff:1", source="staff", overbook=overbook
    )


def hold(work: Work, clinic: Clinic, number: int) -> Hold | None:
    talk = conversations.lock(work, "sms", builders.phone(number), "en")
    return appointments.hold(
        work,
        clinic,
        seat(),
        patient_id=f"p{number}",
        conversation_id=talk.id,
        moving=None,
        expires_at=work.now + 10 * MINUTES,
    )


def offered(work: Work, clinic: Clinic, **query: Visitor) -> list[str]:
    """The starts on that Tuesday morning."""
    when = When((Window(TUESDAY, TUESDAY + timedelta(hours=3)),))
    found = openings(clinic, SlotQuery("group", when=when, **query), StoredOccupancy(work), work.now)
    return [f"{slot.starts_at.astimezone(builders.ZONE):%H:%M}" for slot in found]


def test_three_patients_share_a_group_and_the_fourth_is_refused(
    grouped: Clinic, at_work: AtWork, database: Database
) -> None:
    with at_work() as work:
        booked = [take(work, grouped, number) for number in (1, 2, 3)]
        assert not any(visit.overbooked for visit in booked)
        with pytest.raises(SlotTaken):
            take(work, grouped, 4)
        assert take(work, grouped, 4, overbook=True).overbooked
    with database.reading() as connection:
        work = database.work(connection, grouped.id, builders.NOW, lambda: "none")
        assert invariants.check(work, grouped).violations == []


def test_a_group_is_offered_while_a_seat_is_left_and_keeps_its_provider_from_others(
    grouped: Clinic, at_work: AtWork
) -> None:
    with at_work() as work:
        take(work, grouped, 1)
        assert offered(work, grouped) == ["10:00"]
        take(work, grouped, 2)
        assert hold(work, grouped, 3) is not None
        assert offered(work, grouped) == []
        assert hold(work, grouped, 4) is None
    with at_work(11 * MINUTES) as work:
        assert offered(work, grouped) == ["10:00"]
        assert hold(work, grouped, 4) is not None


def test_nobody_joins_a_group_who_comes_for_something_else(grouped: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        take(work, grouped, 1)
        for start in (TEN - 30 * MINUTES, TEN, TEN + 30 * MINUTES):
            with pytest.raises(SlotTaken):
                take(work, grouped, 2, half_hour(start))
        with pytest.raises(SlotTaken):
            take(work, grouped, 2, replace(seat(), starts_at=TEN + 30 * MINUTES, ends_at=TEN + 90 * MINUTES))
    with at_work() as work:
        take(work, grouped, 3, half_hour(TEN - 40 * MINUTES))


def test_a_seat_that_was_left_is_taken_again(grouped: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        first, *_ = [take(work, grouped, number) for number in (1, 2, 3)]
        appointments.cancel(work, grouped, first.id, actor="staff:1")
        take(work, grouped, 4)
        with pytest.raises(SlotTaken):
            take(work, grouped, 5)


def test_a_quota_counts_the_first_visits_of_patients(limited: Clinic, at_work: AtWork) -> None:
    new = Visitor(is_new=True)
    with at_work() as work:
        assert "09:30" in offered(work, limited, visitor=new)
        take(work, limited, 1)
        assert offered(work, limited, visitor=new) == []
        assert offered(work, limited, visitor=Visitor(is_new=False)) == ["10:00"]


def test_whoever_came_before_is_no_new_patient(limited: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        take(work, limited, 1, half_hour(TUESDAY - timedelta(days=1)))
        take(work, limited, 1)
        assert offered(work, limited, visitor=Visitor(is_new=True)) == ["10:00"]
