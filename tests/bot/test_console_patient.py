"""The page of a patient: what may be sent and how that came to be, and forms that staff send."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import forms
from scheduler.clinic import parse_clinic
from storage import audit, clinics, patients
from tests import builders
from tests.office import ANA, texts
from tests.people import ANNA, at_work

if TYPE_CHECKING:
    from tests.office import Office
    from tests.people import Person

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])


@pytest.fixture
def anna(office: Office) -> Person:
    return at_work(office)


def words_of(page: str) -> str:
    return " ".join(page.split())


def test_every_change_of_consent_is_told_with_its_day_and_author(office: Office, anna: Person) -> None:
    with office.writing() as work:
        ana = patients.get(work, "p1")
        assert ana is not None
        patients.update(work, replace(ana, voice_consent=True))
        audit.write(work, "import", "patient.updated", "patient:p1", {"voice_consent": False}, {"voice_consent": True})
    office.desk.clock.advance(timedelta(days=1))
    office.text(ANA, "STOP")
    office.desk.clock.advance(timedelta(days=1))
    office.text(ANA, "START")
    page = words_of(anna.get("/console/patients/p1").text)
    told = page[page.index("How that came to be") :]
    assert told.index("Opted in again") < told.index("Opted out of all texts") < told.index("Agreed to calls")
    assert "by text" in told
    assert "by import" in told


def test_what_might_be_sent_on_an_earlier_day_is_shown(office: Office, anna: Person) -> None:
    office.desk.clock.advance(timedelta(days=1))
    office.text(ANA, "STOP")
    office.desk.clock.advance(timedelta(days=3))
    anna = at_work(office)
    office.text(ANA, "START")
    now = words_of(anna.get("/console/patients/p1").text)
    assert "Opted out</span>" not in now
    then = words_of(anna.get("/console/patients/p1?then=2027-03-14").text)
    assert "At the end of" in then
    assert "Opted out</span>" in then
    before = words_of(anna.get("/console/patients/p1?then=2027-03-12").text)
    assert "Opted out</span>" not in before
    assert anna.get("/console/patients/p1?then=nonsense").status_code == 200


def test_a_form_is_sent_from_the_patients_page_and_what_became_of_it_is_told(office: Office, anna: Person) -> None:
    page = anna.get("/console/patients/p1")
    assert "Before your visit" in page.text
    assert anna.post("/console/patients/p1/forms", form="intake").status_code == 303
    forms.send_due(office.desk, threading.Event())
    [sent] = [row for row in office.rows("messages") if row["direction"] == "outbound"]
    assert "short questions" in sent["body"]
    assert "Text: sent" in words_of(anna.get("/console/patients/p1").text)


def test_a_form_that_the_clinic_does_not_have_is_refused(office: Office, anna: Person) -> None:
    anna.get("/console/patients/p1")
    assert anna.post("/console/patients/p1/forms", form="nothing").status_code == 400
    assert office.rows("forms") == []


def test_a_clinic_without_forms_offers_none(office: Office, anna: Person) -> None:
    without = builders.CLINIC_FILE[: builders.CLINIC_FILE.index("[[forms]]")]
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(without, "oak.toml"), builders.NOW)
    assert "Form to fill in" not in anna.get("/console/patients/p1").text


def test_staff_write_first_and_the_bot_is_silent_until_they_hand_back(office: Office, anna: Person) -> None:
    anna.get("/console/patients/p1")
    begun = anna.post("/console/patients/p1/write")
    assert begun.status_code == 303
    case = begun.headers["Location"].rpartition("/")[2]
    anna.get(f"/console/cases/{case}")
    anna.post(f"/console/cases/{case}/reply", body="Hello Ana, please bring your card.")
    assert texts(office.text(ANA, "when is my appointment?")) == []
    anna.get(f"/console/cases/{case}")
    anna.post(f"/console/cases/{case}/resolve", note="", outcome="answered")
    assert "Your next visit" in texts(office.text(ANA, "when is my appointment?"))[0]


def test_a_conversation_that_the_bot_leads_can_be_taken_over(office: Office, anna: Person) -> None:
    office.text(ANA, "move it to thursday")
    [talk] = office.rows("conversations")
    assert "Write to them" in anna.get(f"/console/talks/{talk['id']}").text
    assert anna.post(f"/console/talks/{talk['id']}/take-over").status_code == 303
    [case] = office.rows("cases")
    assert (case["state"], case["claimed_by"], case["patient_id"]) == ("claimed", ANNA, "p1")
    again = anna.post(f"/console/talks/{talk['id']}/take-over")
    assert again.headers["Location"].endswith(case["id"])


def test_nobody_writes_first_to_who_opted_out_or_never_agreed(office: Office, anna: Person) -> None:
    office.text(ANA, "STOP")
    anna.get("/console/patients/p1")
    refused = anna.post("/console/patients/p1/write")
    assert refused.status_code == 409
    assert "Nothing can be written" in refused.text
    assert "opted out" in refused.text
    with office.writing() as work:
        ben = patients.get(work, "p2")
        assert ben is not None
        patients.update(work, replace(ben, sms_consent=False))
    anna.get("/console/patients/p2")
    assert "not agreed to texts" in anna.post("/console/patients/p2/write").text
    assert not [row for row in office.rows("cases") if row["summary"].startswith("Begun by staff")]
