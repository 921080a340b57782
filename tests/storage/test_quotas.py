"""Quotas hold where visits are written: the last place goes to one patient, and staff who add one are noted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.clinic import Clinic, parse_clinic
from scheduler.errors import HoldExpired, QuotaReached
from scheduler.model import Appointment, Hold, Slot
from storage import appointments, conversations, invariants, patients
from storage.database import Database
from storage.schema import audit
from storage.work import Work
from tests import builders
from tests.storage.test_races import THREADS, Crowd
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person

QUOTAS = """
[[quotas]]
most = 2
provider = "lee"
new_patients = true

[[quotas]]
most = 3
per = "week"
visit_types = ["ultrasound"]
"""
HOUR = timedelta(hours=1)


@pytest.fixture
def limited(clinic: Clinic, at_work: AtWork) -> Clinic:
    with at_work() as work:
        for number in range(1, THREADS + 1):
            patients.add(work, person(number))
    return parse_clinic(builders.CLINIC_FILE.replace("[reminders]", f"{QUOTAS}\n[reminders]", 1), "oak.toml")


def hold(work: Work, clinic: Clinic, number: int, slot: Slot, moving: str | None = None) -> Hold | None:
    talk = conversations.lock(work, "sms", builders.phone(number), "en")
    return appointments.hold(
        work,
        clinic,
        slot,
        patient_id=f"p{number}",
        conversation_id=talk.id,
        moving=moving,
        expires_at=work.now + 10 * MINUTES,
    )


def book(work: Work, clinic: Clinic, number: int, slot: Slot, actor: str = "staff:1") -> Appointment:
    return appointments.book(work, clinic, slot, patient_id=f"p{number}", actor=actor, source="staff")


def beyond(work: Work) -> list[str]:
    return list(
        work.connection.execute(select(audit.c.actor).where(audit.c.action == "appointment.beyond_quota")).scalars()
    )


def test_of_eight_new_patients_at_eight_times_of_one_day_two_get_one(
    database: Database, limited: Clinic, at_work: AtWork, new_id: Callable[[], str]
) -> None:
    def hold_and_book(work: Work, number: int) -> bool:
        held = hold(work, limited, number, half_hour(TUESDAY + (number - 1) * 30 * MINUTES))
        if held is not None:
            appointments.book_held(work, limited, held, actor=f"conversation:{number}", source="text")
        return held is not None

    assert sum(Crowd(database, limited, new_id).at_once(hold_and_book)) == 2
    with database.reading() as connection:
        work = database.work(connection, limited.id, builders.NOW, new_id)
        assert invariants.check(work, limited).violations == []


def test_a_place_that_is_held_counts_until_it_expires_and_is_honoured_when_staff_go_beyond(
    limited: Clinic, at_work: AtWork
) -> None:
    with at_work() as work:
        held = hold(work, limited, 1, half_hour(TUESDAY))
        assert held
        assert hold(work, limited, 2, half_hour(TUESDAY + HOUR))
        assert hold(work, limited, 3, half_hour(TUESDAY + 2 * HOUR)) is None
        book(work, limited, 4, half_hour(TUESDAY + 2 * HOUR))
        assert beyond(work) == ["staff:1"]
        assert appointments.book_held(work, limited, held, actor="conversation:1", source="text")
    with at_work(11 * MINUTES) as work:
        assert hold(work, limited, 5, half_hour(TUESDAY + HOUR)) is None


def test_a_hold_that_expired_is_gone_once_somebody_has_counted_without_it(limited: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        held, _ = (hold(work, limited, number, half_hour(TUESDAY + number * HOUR / 2)) for number in (1, 2))
    with at_work(11 * MINUTES) as work:
        assert hold(work, limited, 3, half_hour(TUESDAY + 2 * HOUR))
    assert held
    with at_work() as work, pytest.raises(HoldExpired):
        appointments.book_held(work, limited, held, actor="conversation:1", source="text")


def test_another_day_another_doctor_and_who_was_here_before_are_not_counted(limited: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        book(work, limited, 3, half_hour(TUESDAY - timedelta(days=1)))
        book(work, limited, 1, half_hour(TUESDAY))
        book(work, limited, 2, half_hour(TUESDAY + HOUR))
        assert hold(work, limited, 3, half_hour(TUESDAY + 2 * HOUR))
        assert hold(work, limited, 4, half_hour(TUESDAY + timedelta(days=1)))
        assert hold(work, limited, 5, half_hour(TUESDAY + HOUR, "ortiz"))
        assert hold(work, limited, 6, half_hour(TUESDAY + HOUR * 1.5)) is None


def test_a_visit_may_move_within_its_day_and_takes_a_place_on_another(limited: Clinic, at_work: AtWork) -> None:
    wednesday = TUESDAY + timedelta(days=1)
    with at_work() as work:
        mine = book(work, limited, 1, half_hour(TUESDAY))
        for number, start in ((2, TUESDAY + HOUR), (3, wednesday), (4, wednesday + HOUR)):
            book(work, limited, number, half_hour(start))
        assert hold(work, limited, 1, half_hour(wednesday + 2 * HOUR), moving=mine.id) is None
        held = hold(work, limited, 1, half_hour(TUESDAY + 2 * HOUR), moving=mine.id)
        assert held
        assert appointments.move(work, limited, mine.id, held, actor="conversation:1").slot == held.slot
        assert beyond(work) == []
        appointments.move_to(work, limited, mine.id, half_hour(wednesday + 2 * HOUR), actor="staff:1")
        assert beyond(work) == ["staff:1"]


def test_a_week_is_full_from_monday_to_sunday_and_imports_say_what_has_happened(
    limited: Clinic, at_work: AtWork
) -> None:
    def at(days: int, hours: int = 0) -> Slot:
        start = TUESDAY + timedelta(days=days, hours=hours)
        return Slot("ortiz", "ultrasound", "main", start, start + 40 * MINUTES, "us1")

    with at_work() as work:
        for number, slot in enumerate((at(0), at(0, 1), at(1)), 1):
            book(work, limited, number, slot)
        with pytest.raises(QuotaReached):
            book(work, limited, 4, at(2), "conversation:4")
        assert book(work, limited, 4, at(7), "conversation:4")
        assert book(work, limited, 5, at(2), "import")
        assert beyond(work) == ["import"]
