"""Patients are found by whatever is known of them, though nothing of it can be read in the file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from storage import patients
from storage.database import Database
from storage.schema import patients as table
from tests import builders
from tests.builders import NOW
from tests.storage import rows
from tests.storage.rows import ANA, BEN, CAL


@pytest.fixture
def on_file(at_work):
    """Ana, her son Ben without a phone, and Cal."""
    with at_work() as work:
        for patient in (ANA, BEN, CAL):
            patients.add(work, patient)


def test_a_patient_comes_back_as_they_were_put_on_file(at_work, on_file):
    with at_work() as work:
        assert [patients.get(work, patient.id) for patient in (ANA, BEN, CAL)] == [ANA, BEN, CAL]
        assert patients.get(work, "nobody") is None


def test_many_are_found_at_once_by_our_ids_or_another_systems(at_work, on_file):
    with at_work() as work:
        assert patients.many(work, [ANA.id, "nobody", CAL.id]) == {ANA.id: ANA, CAL.id: CAL}
        assert patients.by_external_id(work, ["p2", "p9"]) == {"p2": BEN}
        assert patients.many(work, []) == {}
        assert patients.many(work, (str(number) for number in range(3 * patients.AT_ONCE))) == {}


def test_a_number_leads_to_its_owner_first_and_then_to_whom_they_speak_for(at_work, on_file):
    with at_work() as work:
        assert patients.on_phone(work, ANA.phone) == (ANA, BEN)
        assert patients.on_phone(work, CAL.phone) == (CAL,)
        assert patients.on_phone(work, builders.phone(77)) == ()


def test_an_empty_number_is_nobodys(at_work, on_file):
    with at_work() as work:
        assert patients.on_phone(work, "") == ()


def test_one_who_shares_the_guardians_number_is_named_once(at_work, on_file):
    with at_work() as work:
        patients.update(work, shared := replace(BEN, phone=ANA.phone))
        assert patients.on_phone(work, ANA.phone) == (ANA, shared)


def test_a_changed_number_or_name_is_found_by_the_new_one_only(at_work, on_file):
    with at_work(timedelta(hours=1)) as work:
        patients.update(work, changed := replace(CAL, phone=builders.phone(4), last_name="Reed", wrong_number=True))
        assert patients.get(work, CAL.id) == changed
        assert patients.on_phone(work, CAL.phone) == ()
        assert patients.on_phone(work, builders.phone(4)) == (changed,)
        assert patients.by_identity(work, "Cal", "Stone", CAL.date_of_birth) is None
        assert patients.by_identity(work, "Cal", "Reed", CAL.date_of_birth) == changed
        created, updated = work.connection.execute(
            select(table.c.created_at, table.c.updated_at).where(table.c.id == CAL.id)
        ).one()
        assert updated - created == timedelta(hours=1)


@pytest.mark.parametrize(
    ("first", "last"), [("Ana", "Núñez"), ("ANA", "nunez"), (" ana ", "Nún\u0303ez"), ("Ána", "NUÑEZ")]
)
def test_a_name_is_known_without_case_and_accents(at_work, on_file, first, last):
    with at_work() as work:
        assert patients.by_identity(work, first, last, ANA.date_of_birth) == ANA


def test_name_and_date_of_birth_must_meet_in_one_record(at_work, on_file):
    with at_work() as work:
        assert patients.by_identity(work, "Ana", "Núñez", CAL.date_of_birth) is None
        assert patients.by_identity(work, "An", "aNúñez", ANA.date_of_birth) is None


def test_with_a_phone_it_must_be_theirs_too(at_work, on_file):
    with at_work() as work:
        born = BEN.date_of_birth
        assert patients.by_identity(work, "Ben", "Stone", born, "") == BEN
        assert patients.by_identity(work, "Ben", "Stone", born, ANA.phone) is None
        assert patients.by_identity(work, "Cal", "Stone", born, CAL.phone) == CAL
        assert patients.by_identity(work, "Cal", "Stone", born, "") is None


def test_two_of_one_name_born_on_one_day_are_nobody(at_work, on_file):
    twin = replace(CAL, id="01958a3b-7c00-7000-8000-00000000ca12", external_id="p4", phone=builders.phone(4))
    with at_work() as work:
        patients.add(work, twin)
        assert patients.by_identity(work, "Cal", "Stone", CAL.date_of_birth) is None
        assert patients.by_identity(work, "Cal", "Stone", CAL.date_of_birth, twin.phone) == twin


def test_a_wrong_number_is_marked_with_all_who_have_it(at_work, on_file):
    with at_work() as work:
        patients.mark_wrong_number(work, CAL.phone, actor="conversation:1")
        patients.mark_wrong_number(work, CAL.phone, actor="conversation:1")
        patients.mark_wrong_number(work, "", actor="conversation:1")
        assert patients.get(work, CAL.id) == replace(CAL, wrong_number=True)
        assert not patients.many(work, [ANA.id])[ANA.id].wrong_number
        assert not patients.many(work, [BEN.id])[BEN.id].wrong_number
        change = ({"wrong_number": False}, {"wrong_number": True})
        assert rows.audited(work) == [("conversation:1", "patient.wrong_number", f"patient:{CAL.id}", *change)]


def test_one_clinic_does_not_see_anothers_patients(database: Database, at_work, on_file, new_id):
    from scheduler.clinic import parse_clinic
    from storage import clinics

    text = builders.CLINIC_FILE.replace('"oak"', '"elm"').replace("+15125550100", "+15125550190")
    with database.writing() as connection:
        clinics.apply(connection, parse_clinic(text, "elm.toml"), NOW)
        work = database.work(connection, "elm", NOW, new_id)
        assert patients.get(work, ANA.id) is None
        assert patients.on_phone(work, ANA.phone) == ()
        assert patients.by_external_id(work, ["p1"]) == {}
        patients.add(work, ANA)
        hashes = work.connection.execute(select(table.c.phone_hash).where(table.c.id == ANA.id)).scalars().all()
        assert len(set(hashes)) == 2
