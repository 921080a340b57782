"""Forms go out with a visit or by staff, once and when they may; answers come to the record and to staff."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import booking, forecast, forms, pictures, why
from bot.booking import How
from bot.cases import Caller
from bot.reminders import send_due as send_reminders
from scheduler.booking import Wanted
from scheduler.clinic import Clinic, parse_clinic
from storage import appointments, clinics, form_texts, invariants, patients
from storage import forms as kept
from tests import builders
from tests.bot.test_api import system
from tests.office import ANA, TUESDAY, half_hour, texts
from tests.people import at_work

if TYPE_CHECKING:
    from tests.office import Office

STAFF = Caller("staff", "1", "anna@oak.example")
WITH_VISITS = builders.CLINIC_FILE.replace(
    'name = { en = "Before your visit", es = "Antes de su cita" }',
    'name = { en = "Before your visit", es = "Antes de su cita" }\nvisit_types = ["checkup"]\nsend = "on_booking"',
)
NEVER = threading.Event()
THURSDAY = TUESDAY + timedelta(days=2)


@pytest.fixture
def clinic(office: Office) -> Clinic:
    """The form comes with each check-up."""
    changed = parse_clinic(WITH_VISITS, "oak.toml")
    with office.desk.database.writing() as connection:
        clinics.apply(connection, changed, builders.NOW)
    return changed


def book(office: Office, clinic: Clinic, start=THURSDAY):
    with office.writing() as work:
        return appointments.book(work, clinic, half_hour(start), patient_id="p1", actor="test", source="staff")


def states(office: Office) -> list[tuple[str, str, str]]:
    return [
        (row["step"], row["state"], row["reason"]) for row in sorted(office.rows("form_texts"), key=lambda r: r["id"])
    ]


def fill_in(office: Office) -> None:
    for said in ("1", "My knee", "skip", "no", "1", "5/14/2025", "5", "2"):
        office.text(ANA, said)
        office.desk.clock.advance(timedelta(seconds=20))  # at most six answers a minute


def test_a_booked_visit_brings_its_form_and_the_answers_come_to_the_record_and_to_staff(
    office: Office, clinic: Clinic
) -> None:
    visit = book(office, clinic)
    assert forms.send_due(office.desk, NEVER) == 1
    assert "5 short questions" in office.rows("messages")[-1]["body"]
    fill_in(office)
    [row] = office.rows("forms")
    assert row["answers"] == {
        "reason": "My knee", "allergies": "", "smoker": "no", "contact": "Text", "last_visit": "2025-05-14"
    }  # fmt: skip
    assert (row["state"], row["appointment_id"]) == ("finished", visit.id)
    assert [case["reason"] for case in office.rows("cases")] == ["form"]
    assert states(office) == [("first", "sent", ""), ("chase", "skipped", "filled_in")]
    with office.looking() as work:
        assert invariants.check(work, clinic).violations == []


def test_who_has_not_finished_is_asked_once_more_and_then_no_more(office: Office, clinic: Clinic) -> None:
    book(office, clinic)
    forms.send_due(office.desk, NEVER)
    office.text(ANA, "1")
    office.text(ANA, "My knee")
    office.desk.clock.advance(timedelta(days=5))
    assert forms.send_due(office.desk, NEVER) == 1
    assert "is still open" in office.rows("messages")[-1]["body"]
    assert "allergic" in "".join(texts(office.text(ANA, "1")))
    office.desk.clock.advance(timedelta(days=1))
    assert forms.send_due(office.desk, NEVER) == 0
    assert states(office) == [("first", "sent", ""), ("chase", "sent", "")]


def test_a_form_is_a_contact_and_waits_for_the_day_after(office: Office, clinic: Clinic) -> None:
    office.desk.clock.advance(timedelta(days=1))
    send_reminders(office.desk, NEVER)
    assert [row["state"] for row in office.rows("reminders") if row["message_id"]] == ["sending"]
    book(office, clinic)
    assert forms.send_due(office.desk, NEVER) == 1
    [first, _] = sorted(office.rows("form_texts"), key=lambda row: row["id"])
    assert (first["state"], first["moved_for"]) == ("planned", "cap")


def test_nothing_goes_out_in_quiet_hours_or_for_a_visit_that_was_cancelled(office: Office, clinic: Clinic) -> None:
    office.desk.clock.advance(timedelta(hours=12))
    visit = book(office, clinic)
    assert forms.send_due(office.desk, NEVER) == 0
    with office.writing() as work:
        appointments.cancel(work, clinic, visit.id, actor="test")
    office.desk.clock.advance(timedelta(hours=12))
    assert forms.send_due(office.desk, NEVER) == 1
    assert states(office)[0] == ("first", "skipped", "cancelled")


def test_a_form_ends_with_its_visit(office: Office, clinic: Clinic) -> None:
    visit = book(office, clinic)
    forms.send_due(office.desk, NEVER)
    office.text(ANA, "1")
    assert "allergic" in texts(office.text(ANA, "My knee"))[0]
    with office.writing() as work:
        appointments.cancel(work, clinic, visit.id, actor="staff:1")
    [answer] = texts(office.text(ANA, "penicillin"))
    assert "not needed any more" in answer


def test_a_number_that_opted_out_gets_no_form(office: Office, clinic: Clinic) -> None:
    office.text(ANA, "STOP")
    book(office, clinic)
    forms.send_due(office.desk, NEVER)
    assert states(office)[0] == ("first", "skipped", "opted_out")


def test_the_chase_moves_with_the_visit_and_a_form_is_asked_for_once(office: Office, clinic: Clinic) -> None:
    visit = book(office, clinic)
    before = {row["step"]: row["due_at"] for row in office.rows("form_texts")}
    with office.writing() as work:
        wanted = Wanted("checkup", "lee", THURSDAY + timedelta(days=1))
        booking.move(work, clinic, visit.id, wanted, How(STAFF, tell=False))
    after = {row["step"]: row["due_at"] for row in office.rows("form_texts")}
    assert after["chase"] - before["chase"] == timedelta(days=1)
    assert len(office.rows("forms")) == 1


def test_who_has_filled_it_in_lately_is_not_asked_again(office: Office, clinic: Clinic) -> None:
    book(office, clinic)
    forms.send_due(office.desk, NEVER)
    fill_in(office)
    book(office, clinic, THURSDAY + timedelta(days=7))
    assert len(office.rows("forms")) == 1


def test_staff_send_a_form_and_a_second_time_sends_the_same_one_again(office: Office) -> None:
    for _ in range(2):
        with office.writing() as work:
            ana = patients.get(work, "p1")
            assert ana is not None
            forms.send(work, office.clinic, ana, "intake", None, STAFF)
        assert forms.send_due(office.desk, NEVER) == 1
        office.desk.clock.advance(timedelta(days=1))
    assert len(office.rows("forms")) == 1
    assert sum("short questions" in row["body"] for row in office.rows("messages")) == 2
    assert [row["actor"] for row in office.rows("audit") if row["action"] == "form.sent"] == ["staff:1"] * 2


def test_a_form_waits_while_the_patient_is_in_the_middle_of_something(office: Office) -> None:
    office.text(ANA, "move my visit")
    with office.writing() as work:
        ana = patients.get(work, "p1")
        assert ana is not None
        forms.send(work, office.clinic, ana, "intake", None, STAFF)
    assert forms.send_due(office.desk, NEVER) == 1
    assert [row["moved_for"] for row in office.rows("form_texts") if row["step"] == "first"] == ["talk"]
    office.desk.clock.advance(timedelta(minutes=11))
    forms.send_due(office.desk, NEVER)
    assert states(office)[0] == ("first", "sent", "")


def test_a_text_that_has_not_left_yet_stays_when_the_form_was_filled_in(office: Office, clinic: Clinic) -> None:
    book(office, clinic)
    forms.send_due(office.desk, NEVER)
    [response] = office.rows("forms")
    with office.writing() as work:
        kept.keep(work, response["id"], {}, finished=True, actor="test")
        text = form_texts.of_form(work, response["id"])[0]
        assert forms.may_go(work, clinic, text.message_id or "") == "filled_in"


def test_why_and_forecast_tell_of_forms(office: Office, clinic: Clinic) -> None:
    visit = book(office, clinic)
    with office.looking() as work:
        lines = forecast.of(work, clinic, work.now + timedelta(days=7))
        assert {"form intake"} <= {line.what for line in lines}
    forms.send_due(office.desk, NEVER)
    with office.looking() as work:
        told = why.sentences(work, clinic, visit)
    assert any(line.startswith('Form "intake": sent Fri Mar 12 at 10:00') for line in told)
    assert any(line.startswith('Form "intake", asked for once more: will be sent Wed Mar 17 at 09:00') for line in told)


def test_no_picture_is_due_where_none_came(office: Office) -> None:
    class Nobody:
        def fetch(self, message_sid: str, media_sid: str, position: int) -> None:
            raise AssertionError

    assert pictures.fetch_due(office.desk, Nobody(), NEVER) == 0


def test_the_api_sends_a_form_and_tells_its_answers(office: Office) -> None:
    desk = system(office, "records")
    sent = desk.post("/api/v1/forms", {"patient": "p1", "form": "intake"})
    assert (sent.status_code, sent.json["state"]) == (200, "open")
    forms.send_due(office.desk, NEVER)
    fill_in(office)
    [told] = desk.get("/api/v1/forms?patient=p1").json["forms"]
    assert told["state"] == "finished"
    assert told["answers"][-1]["shown"] == "May 14, 2025"
    assert "forms.read" in [row["action"] for row in office.rows("audit")]
    assert desk.post("/api/v1/forms", {"patient": "p1", "form": "nothing"}).status_code == 404
    assert desk.get("/api/v1/forms?patient=nobody").status_code == 404


def test_insurance_is_kept_for_staff_to_verify_and_told_by_the_api(office: Office) -> None:
    for said in ("I have new insurance", "Aetna", "W123456789", "skip", "1", "1"):
        office.text(ANA, said)
    desk = system(office, "records")
    told = desk.get("/api/v1/insurance?patient=p1").json["insurance"]
    assert (told["carrier"], told["member_id"], told["group_number"]) == ("Aetna", "W123456789", None)
    assert [case["reason"] for case in office.rows("cases")] == ["insurance"]
    assert desk.get("/api/v1/insurance?patient=p2").json == {"insurance": None}


def test_staff_see_answers_and_insurance_beside_the_conversation(office: Office) -> None:
    with office.writing() as work:
        ana = patients.get(work, "p1")
        assert ana is not None
        forms.send(work, office.clinic, ana, "intake", None, STAFF)
    forms.send_due(office.desk, NEVER)
    fill_in(office)
    office.desk.clock.advance(timedelta(minutes=5))
    for said in ("I have new insurance", "Aetna", "W123456789", "skip", "1", "1"):
        office.text(ANA, said)
    [talk] = office.rows("conversations")
    anna = at_work(office)
    page = anna.get(f"/console/talks/{talk['id']}").text
    assert "My knee" in anna.get("/console/patients/p1").text
    for shown in ("Before your visit", "What brings you in?", "My knee", "Text", "Aetna", "W123456789"):
        assert shown in page
