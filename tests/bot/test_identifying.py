"""A number that is not on file, from the webhook: proving who one is, being locked, being released."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import cases
from bot.cases import Caller
from storage import appointments, patients
from tests import builders
from tests.office import ANA, STRANGER, texts

if TYPE_CHECKING:
    from tests.office import Office

MINUTE = timedelta(minutes=1)
RIGHT, WRONG = "Ana Stone 1/1/1980", "Ana Stone 2/2/1990"


def said(office: Office, body: str, phone: str = STRANGER) -> str:
    return "\n".join(texts(office.text(phone, body)))


def try_in_vain(office: Office, phone: str = STRANGER, times: int = 5) -> list[str]:
    """As often as that; a pause after each so that nobody writes too much at once."""
    said(office, "when is my appointment?", phone)
    answers = []
    for _ in range(times):
        office.desk.clock.advance(MINUTE)
        answers.append(said(office, WRONG, phone))
    return answers


def test_who_proves_themselves_hears_of_their_visit(office: Office) -> None:
    assert "full name and date of birth" in said(office, "when is my appointment?")
    assert "Tue, Mar 16, 9:00 AM" in said(office, RIGHT)
    assert "Shall I cancel" in said(office, "I need to cancel my appointment")
    said(office, "1")
    assert office.appointment().status == "cancelled"
    assert "patient.identified" in [row["action"] for row in office.rows("audit")]


def test_a_wrong_date_and_an_unknown_name_are_answered_in_the_same_words(office: Office) -> None:
    said(office, "when is my appointment?")
    said(office, "when is my appointment?", builders.phone(91))
    known, unknown = said(office, WRONG), said(office, "Zoe Reed 2/2/1990", builders.phone(91))
    assert known == unknown
    assert "9:00" not in known


def test_the_fifth_wrong_try_locks_the_number(office: Office) -> None:
    answers = try_in_vain(office)
    assert "a person needs to help you" in answers[-1]
    office.desk.clock.advance(MINUTE)
    said(office, "when is my appointment?")
    assert "9:00" not in said(office, RIGHT)
    assert [row["reason"] for row in office.rows("cases")] == ["identity"]


def test_a_locked_name_is_shut_for_other_strangers_but_not_for_the_number_on_file(office: Office) -> None:
    try_in_vain(office)
    said(office, "when is my appointment?", builders.phone(91))
    assert "a person needs to help you" in said(office, RIGHT, builders.phone(91))
    assert "9:00 AM" in said(office, "when is my appointment?", ANA)


@pytest.mark.parametrize("hours", [23, 25])
def test_a_lock_ends_after_a_day(office: Office, hours: int) -> None:
    try_in_vain(office)
    office.desk.clock.advance(hours * 60 * MINUTE)
    said(office, "when is my appointment?")
    assert ("9:00 AM" in said(office, RIGHT)) is (hours == 25)


def test_staff_who_resolve_the_case_release_the_lock(office: Office) -> None:
    try_in_vain(office)
    [case] = office.rows("cases")
    with office.writing() as work:
        cases.resolve(work, office.clinic, case["id"], Caller("staff", "1", "anna@oak.example"))
    office.desk.clock.advance(MINUTE)
    said(office, "when is my appointment?")
    assert "9:00 AM" in said(office, RIGHT)


def test_somebody_new_is_put_on_file_and_books(office: Office) -> None:
    assert "been to Oak Hill Clinic before" in said(office, "I'd like to book a checkup on thursday")
    said(office, "2")
    assert "I can offer" in said(office, "zoe reed, 7/4/1990")
    said(office, "1")
    assert "Done. I booked your visit" in said(office, "1")
    with office.looking() as work:
        [zoe] = patients.on_phone(work, STRANGER)
        assert (zoe.first_name, zoe.last_name, zoe.date_of_birth.isoformat()) == ("Zoe", "Reed", "1990-07-04")
        assert zoe.external_id == zoe.id
        assert zoe.sms_consent
        assert len(appointments.upcoming_of(work, [zoe.id])) == 1


def test_over_whatsapp_nothing_personal_is_told(office: Office) -> None:
    answer = said(office, "when is my appointment?", f"whatsapp:{ANA}")
    assert "text or call (512) 555-0100" in answer
    assert "9:00" not in answer
