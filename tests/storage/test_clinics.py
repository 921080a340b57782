"""Applying a clinic's file: once, again, changed; and what it leaves alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import insert, select

from scheduler.clinic import Clinic, ClinicFileError, parse_clinic
from storage import clinics, patients
from storage.database import Database
from storage.schema import appointments
from storage.work import Work
from tests import builders
from tests.builders import NOW
from tests.storage import rows

MONDAY_NINE = datetime(2027, 3, 15, 14, 0, tzinfo=UTC)


def changed(*changes: tuple[str, str]) -> Clinic:
    text = builders.CLINIC_FILE
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    return parse_clinic(text, "oak.toml")


def book(work: Work, name: str, starts_at: datetime, **changes: object) -> None:
    if patients.get(work, rows.ANA.id) is None:
        patients.add(work, rows.ANA)
    row = {
        "clinic": work.clinic_id,
        "id": work.new_id(),
        "external_id": name,
        "patient_id": rows.ANA.id,
        "provider": "lee",
        "visit_type": "checkup",
        "location": "main",
        "room": None,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=30),
        "busy_until": starts_at + timedelta(minutes=30),
        "status": "booked",
        "confirmation": "needs-action",
        "source": "import",
        "overbooked": False,
        "created_at": work.now,
        "updated_at": work.now,
    }
    work.connection.execute(insert(appointments), row | changes)


def apply(database: Database, clinic: Clinic, now: datetime) -> str:
    with database.writing() as connection:
        return str(clinics.apply(connection, clinic, now))


def test_a_clinic_comes_back_as_its_file_said(database):
    oak = builders.clinic()
    assert apply(database, oak, NOW) == "created"
    with database.reading() as connection:
        assert clinics.by_id(connection, "oak") == oak
        assert clinics.all_ids(connection) == ["oak"]
        assert clinics.revision_by_phone(connection, oak.phone) == ("oak", 1)
        assert clinics.revision_by_phone(connection, builders.phone(9)) is None


def test_the_same_file_again_changes_nothing(database, clinic):
    assert apply(database, clinic, NOW + timedelta(days=1)) == "unchanged"
    with database.reading() as connection:
        assert clinics.revision(connection, "oak") == 1


def test_a_changed_file_is_a_new_revision_with_the_same_key(database, clinic):
    with database.reading() as connection:
        key = clinics.hash_key(connection, "oak")
    moved = changed(("+15125550100", "+15125550190"), ("Oak Hill Clinic", "Oak Hill"))
    assert apply(database, moved, NOW) == "updated"
    with database.reading() as connection:
        assert clinics.revision(connection, "oak") == 2
        assert clinics.by_id(connection, "oak").name == "Oak Hill"
        assert clinics.revision_by_phone(connection, "+15125550190") == ("oak", 2)
        assert clinics.revision_by_phone(connection, "+15125550100") is None
        assert clinics.hash_key(connection, "oak") == key


def test_two_clinics_have_different_keys(database, clinic):
    apply(database, changed(('"oak"', '"elm"'), ("+15125550100", "+15125550190")), NOW)
    with database.reading() as connection:
        assert clinics.hash_key(connection, "oak") != clinics.hash_key(connection, "elm")
        assert len(clinics.hash_key(connection, "elm")) == clinics.HASH_KEY_BYTES
        assert clinics.all_ids(connection) == ["elm", "oak"]


@pytest.mark.parametrize("known", [False, True])
def test_a_number_that_another_clinic_has_is_a_fault_of_the_file(database, clinic, known):
    if known:
        apply(database, changed(('"oak"', '"elm"'), ("+15125550100", "+15125550190")), NOW)
    with pytest.raises(ClinicFileError, match=r'^elm: phone: \+15125550100 is the number of the clinic "oak"'):
        apply(database, changed(('id = "oak"', 'id = "elm"')), NOW)


def test_an_unknown_clinic_is_named(database):
    with database.reading() as connection:
        for ask in (clinics.hash_key, clinics.revision, clinics.by_id):
            with pytest.raises(LookupError, match='There is no clinic "elm"'):
                ask(connection, "elm")


def test_visits_that_no_longer_fit_are_named_and_left_alone(database, clinic, at_work):
    with at_work() as work:
        book(work, "v-stays", MONDAY_NINE)
        book(work, "v-nobody", MONDAY_NINE, provider="ortiz")
        book(work, "v-hours", MONDAY_NINE + timedelta(hours=7))
        book(work, "v-closed", MONDAY_NINE + timedelta(days=1))
        book(work, "v-cancelled", MONDAY_NINE + timedelta(days=1, hours=1), status="cancelled")
        book(work, "v-past", NOW - timedelta(days=7), provider="ortiz")
        before = work.connection.execute(select(appointments)).all()
    new = changed(
        ('timezone = "America/Chicago"', 'timezone = "America/Chicago"\nclosures = ["2027-03-16"]'),
        ('mon = ["09:00-12:00", "13:00-17:00"]', 'mon = ["09:00-12:00"]'),
        ('id = "ortiz"', 'id = "cruz"'),
        ('"lee", "ortiz"', '"lee", "cruz"'),
        ('providers = ["ortiz"]', 'providers = ["cruz"]'),
    )
    report = apply(database, new, NOW)
    assert report.splitlines() == [
        "updated. Booked visits that no longer fit, none of them touched: 3",
        '  v-nobody (2027-03-15 09:00): the clinic has no provider "ortiz"',
        "  v-hours (2027-03-15 16:00): it is outside the provider's hours",
        "  v-closed (2027-03-16 09:00): the clinic is closed on that day",
    ]
    with database.reading() as connection:
        assert connection.execute(select(appointments)).all() == before


def test_a_visit_whose_type_or_room_went_away_is_named(database, clinic, at_work):
    with at_work() as work:
        book(work, "v-type", MONDAY_NINE)
        book(work, "v-room", MONDAY_NINE + timedelta(hours=1), visit_type="ultrasound", provider="ortiz", room="us1")
        book(work, "v-giver", MONDAY_NINE + timedelta(hours=2), visit_type="ultrasound", provider="lee")
    new = changed(
        ('id = "checkup"', 'id = "exam"'), ('id = "us1"', 'id = "us2"'), ('rooms = ["us1"]', 'rooms = ["us2"]')
    )
    assert apply(database, new, NOW).splitlines()[1:] == [
        '  v-type (2027-03-15 09:00): the clinic has no visit type "checkup"',
        '  v-room (2027-03-15 10:00): the clinic has no room "us1"',
        '  v-giver (2027-03-15 11:00): the provider "lee" does not give "ultrasound"',
    ]


def test_only_the_visits_of_that_clinic_are_judged(database, clinic, at_work):
    with at_work() as work:
        book(work, "v1", MONDAY_NINE)
    elm = changed(('"oak"', '"elm"'), ("+15125550100", "+15125550190"))
    apply(database, elm, NOW)
    assert apply(database, replace_name(elm), NOW) == "updated"


def replace_name(clinic: Clinic) -> Clinic:
    return clinic.model_copy(update={"name": "Elm Street Clinic"})
