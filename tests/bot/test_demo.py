"""What somebody sees who starts Frontdesk for the first time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot import demo, settings, welcome
from bot.demo.fortnight import DemoVisit, fortnight
from bot.wiring import Desk, build
from scheduler.cells import taken
from scheduler.clinic import Clinic, parse_clinic
from scheduler.model import AppointmentStatus, Patient
from storage import invariants, reminders, staff
from storage.exchange import exports
from storage.schema import metadata
from tests import builders, office

MOMENTS = [
    builders.NOW,
    datetime(2026, 11, 24, 20, 33, tzinfo=UTC),
    datetime(2026, 12, 27, 4, 0, tzinfo=UTC),  # the middle of the night, between holidays
    datetime(2027, 11, 5, 15, 0, tzinfo=UTC),  # before the clocks go back
]


@pytest.fixture
def desk(database_url: str) -> Iterator[Desk]:
    plain = office.variables(database_url, TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    opened = build(settings.read(plain))
    opened.clock.start()
    yield opened
    opened.database.close()


@pytest.fixture
def maple() -> Clinic:
    return parse_clinic(demo.FILE.read_text(encoding="utf-8"), "maple.toml")


def people() -> list[Patient]:
    born = builders.NOW.date()
    return [Patient(f"id-{n}", f"demo-{n:02}", f"P{n}", "Stone", born, builders.phone(n), "en") for n in range(1, 41)]


def announced(desk: Desk) -> str:
    lines: list[str] = []
    welcome.announce(desk, "127.0.0.1", 8000, lines.append)
    return "\n".join(lines)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_no_two_visits_of_the_fortnight_meet(maple: Clinic, now: datetime) -> None:
    visits = [visit for visit in fortnight(maple, people(), now) if visit.status.occupies]
    used = Counter(
        (resource, cell)
        for visit in visits
        for resource, cells in taken(visit.slot, visit.slot.ends_at + _buffer(maple, visit))
        for cell in cells
    )
    assert len(visits) > 100
    assert max(used.values()) == 1


def _buffer(maple: Clinic, visit: DemoVisit) -> timedelta:
    return timedelta(minutes=maple.visit_type(visit.slot.visit_type).buffer_minutes)


@pytest.mark.parametrize("now", MOMENTS, ids=str)
def test_the_past_is_over_and_most_people_have_one_visit_ahead(maple: Clinic, now: datetime) -> None:
    visits = list(fortnight(maple, people(), now))
    over = {visit.status for visit in visits if visit.slot.ends_at <= now}
    assert over <= {AppointmentStatus.FULFILLED, AppointmentStatus.NOSHOW, AppointmentStatus.CANCELLED}
    assert len(over) > 1
    ahead = Counter(visit.patient.external_id for visit in visits if visit.slot.starts_at > now)
    assert Counter(ahead.values()).most_common(1)[0][0] == 1
    assert max(ahead.values()) <= 2


def test_the_same_moment_gives_the_same_fortnight(maple: Clinic) -> None:
    first, second = (list(fortnight(maple, people(), builders.NOW)) for _ in range(2))
    assert first == second


def test_the_first_start_loads_a_whole_clinic_that_breaks_nothing(desk: Desk) -> None:
    assert demo.load(desk)
    with desk.database.reading() as connection:
        work, clinic = desk.work(connection, "maple"), desk.clinic(connection, "maple")
        people_on_file = list(exports.rows(work, clinic, "patients"))
        soon = reminders.due(replace(work, now=work.now + timedelta(minutes=15)), 50)
        found = invariants.check(work, clinic)
    assert len(people_on_file) == 40
    assert found.violations == []
    assert len(soon) >= 2


def test_all_demo_numbers_are_reserved_for_fiction(desk: Desk) -> None:
    demo.load(desk)
    with desk.database.reading() as connection:
        work, clinic = desk.work(connection, "maple"), desk.clinic(connection, "maple")
        phones = {row["phone"] for row in exports.rows(work, clinic, "patients")} - {""}
    assert all(phone.startswith("+1512555") and 100 <= int(phone[-4:]) <= 199 for phone in phones)


def test_the_demo_is_loaded_once_and_never_beside_a_clinic(desk: Desk) -> None:
    assert demo.load(desk)
    before = _size(desk)
    assert not demo.load(desk)
    assert _size(desk) == before


def _size(desk: Desk) -> int:
    with desk.database.reading() as connection:
        return connection.execute(select(func.count()).select_from(metadata.tables["audit"])).scalar_one()


def test_the_welcome_tells_three_addresses_and_the_log_ins(desk: Desk) -> None:
    told = announced(desk)
    for part in ("/console/", "/dev/phone", "/api/v1/openapi.json", "admin@maple.example", demo.PASSWORD):
        assert part in told
    with desk.database.reading() as connection:
        assert {account.role for account in staff.all_of(desk.work(connection, "maple"))} == set(staff.ROLES)


def test_real_phones_get_no_demo_but_the_addresses_for_twilio(database_url: str, tmp_path: Path) -> None:
    real = build(settings.read(office.variables(database_url)))
    try:
        told = announced(real)
    finally:
        real.database.close()
    assert f"{office.PUBLIC_URL}/twilio/sms" in told
    assert "maple" not in told
    assert "frontdesk clinic apply" in told
