"""Name and date of birth that meet in one record; five wrong tries lock a number, and a name."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import column, insert, inspect, select, table

from scheduler.clinic import Clinic
from storage import identity, migrations, patients
from storage.cipher import Keyring
from storage.database import Database
from tests import builders
from tests.visits import AtWork, person

ANA = person(1, "Ana", last_name="López García")
NAME = ("Ana", "López", "García")
HOURS = timedelta(hours=1)


@pytest.mark.parametrize("name", [NAME, ("ana", "lopez", "garcia"), ("ANA", "LÓPEZ", "GARCÍA")])
def test_a_patient_is_found_wherever_the_first_name_ends(at_work: AtWork, name: tuple[str, ...]) -> None:
    with at_work() as work:
        patients.add(work, ANA)
        assert identity.find(work, name, ANA.date_of_birth) == ANA
        assert identity.find(work, name, date(1990, 1, 1)) is None
        assert identity.find(work, ("Ben", "Stone"), ANA.date_of_birth) is None


def test_a_middle_name_that_is_not_on_file_is_passed_over(at_work: AtWork) -> None:
    with at_work() as work:
        ben = person(2, "Ben")
        patients.add(work, ben)
        assert identity.find(work, ("Ben", "Q", "Stone"), ben.date_of_birth) == ben


def test_two_records_of_one_name_and_birthday_prove_nothing(at_work: AtWork) -> None:
    with at_work() as work:
        for number in (3, 4):
            patients.add(work, person(number, "Cal", date_of_birth=date(1980, 1, 1)))
        assert identity.find(work, ("Cal", "Stone"), date(1980, 1, 1)) is None


def test_five_wrong_tries_lock_a_number_whatever_names_it_gives(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        for number in range(5):
            assert not identity.is_locked(work, builders.phone(9), ("Ana", "Stone"))
            identity.note_wrong(work, builders.phone(9), (f"Ana{'abcde'[number]}", "Stone"))
        assert identity.is_locked(work, builders.phone(9), ("Zoe", "Reed"))
        assert not identity.is_locked(work, builders.phone(8), ("Zoe", "Reed"))


def test_five_wrong_tries_lock_a_name_whatever_numbers_they_come_from(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        for number in range(5):
            identity.note_wrong(work, builders.phone(10 + number), ("Ana", "Middle", "Stone"))
        assert identity.is_locked(work, builders.phone(9), ("ana", "stone"))


def test_a_lock_lasts_a_day_from_the_fifth_try(clinic: Clinic, at_work: AtWork) -> None:
    for hour in range(5):
        with at_work(hour * HOURS) as work:
            identity.note_wrong(work, builders.phone(9), NAME)
    with at_work(27 * HOURS) as work:
        assert identity.is_locked(work, builders.phone(9), NAME)
    with at_work(28 * HOURS) as work:
        assert not identity.is_locked(work, builders.phone(9), NAME)


def test_tries_far_apart_lock_nobody(clinic: Clinic, at_work: AtWork) -> None:
    for day in range(8):
        with at_work(7 * day * HOURS) as work:
            identity.note_wrong(work, builders.phone(9), NAME)
            assert not identity.is_locked(work, builders.phone(9), NAME)


def test_staff_release_the_number_and_the_names_that_it_gave(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        for _ in range(5):
            identity.note_wrong(work, builders.phone(9), NAME)
        identity.release(work, builders.phone(9))
        assert not identity.is_locked(work, builders.phone(9), NAME)
        assert not identity.is_locked(work, builders.phone(8), NAME)


def test_tries_without_a_name_count_for_the_number_together_with_those_by_text(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        for _ in range(3):
            identity.note_wrong(work, builders.phone(9))
        identity.note_wrong(work, builders.phone(9), NAME)
        assert not identity.is_locked(work, builders.phone(9))
        identity.note_wrong(work, builders.phone(9))
        assert identity.is_locked(work, builders.phone(9))
        assert identity.is_locked(work, builders.phone(9), NAME)
        assert not identity.is_locked(work, builders.phone(8))
        identity.release(work, builders.phone(9))
        assert not identity.is_locked(work, builders.phone(9))


def test_tries_in_calls_before_they_shared_a_table_are_kept(tmp_path: Path, keyring: Keyring) -> None:
    database = Database(f"sqlite:///{tmp_path}/frontdesk.db", keyring)
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, ScriptDirectory.from_config(config).get_revision("0011").down_revision)
        old = table("call_tries", *map(column, ("clinic", "id", "phone_hash", "at")))
        connection.execute(insert(old), {"clinic": "oak", "id": "1", "phone_hash": b"1", "at": "2027-03-12 15:00:00"})
    migrations.migrate(database)
    with database.reading() as connection:
        rows = connection.execute(select(*map(column, ("id", "name_hash"))).select_from(table("identity_tries"))).all()
        assert not inspect(connection).has_table("call_tries")
    assert [tuple(row) for row in rows] == [("1", None)]
    database.close()
