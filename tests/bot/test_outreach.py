"""After a visit, by a worker: each is asked once or has its reason; answers are kept, on both databases."""

from __future__ import annotations

import threading
from datetime import date, timedelta
from typing import Any

import pytest

from bot import why
from bot.outreach import planning, sending
from scheduler.clinic import Clinic, parse_clinic
from scheduler.model import AppointmentStatus
from storage import appointments, clinics, invariants, outreach, patients
from tests import builders
from tests.bot.test_api import system
from tests.office import ANA, Office, person, texts
from tests.people import at_work

KEYS = """
[outreach]
no_show_after = "1h"
survey_after = "1h"

[[recalls]]
visit_type = "checkup"
after = "52w"
"""


@pytest.fixture
def asking(office: Office) -> Office:
    """An office whose clinic asks after visits; Ana's was an hour and a half ago."""
    with office.desk.database.writing() as connection:
        clinics.apply(connection, clinic(), office.desk.clock.now())
    office.desk.clock.move_to(office.visit.slot.ends_at + timedelta(minutes=90))
    return office


def clinic() -> Clinic:
    return parse_clinic(builders.CLINIC_FILE + KEYS, "oak.toml")


def ends(office: Office, status: AppointmentStatus) -> None:
    with office.writing() as work:
        appointments.set_status(work, clinic(), office.visit.id, status, actor="staff:anna")


def look(office: Office) -> int:
    planned = planning.look(office.desk, threading.Event())
    sending.send_due(office.desk, threading.Event())
    return planned


def bodies(office: Office) -> list[str]:
    return [row["body"] for row in office.rows("messages") if row["direction"] == "outbound"]


def ledger(office: Office) -> list[tuple[str, str, str]]:
    return [(row["kind"], row["state"], row["reason"]) for row in office.rows("outreach")]


@pytest.mark.parametrize("status", [AppointmentStatus.NOSHOW, AppointmentStatus.FULFILLED])
def test_a_visit_is_asked_about_once_however_often_workers_look(asking: Office, status: AppointmentStatus) -> None:
    ends(asking, status)
    assert (look(asking), look(asking)) == (1, 0)
    assert len(bodies(asking)) == 1
    [row] = asking.rows("outreach")
    assert (row["state"], row["message_id"]) == ("begun", asking.rows("messages")[0]["id"])


def test_workers_who_looked_at_the_same_time_begin_one_text(asking: Office) -> None:
    ends(asking, AppointmentStatus.NOSHOW)
    planning.look(asking.desk, threading.Event())
    workers = [threading.Thread(target=sending.send_due, args=(asking.desk, threading.Event())) for _ in range(4)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(bodies(asking)) == 1


@pytest.mark.parametrize("status", [AppointmentStatus.CANCELLED, AppointmentStatus.BOOKED])
def test_a_visit_that_did_not_take_place_is_not_surveyed(asking: Office, status: AppointmentStatus) -> None:
    ends(asking, status)
    assert look(asking) == 0
    assert bodies(asking) == []


def test_a_child_with_a_phone_is_not_surveyed_and_the_ledger_says_why(asking: Office) -> None:
    with asking.writing() as work:
        patients.update(work, person(1, "Ana", date_of_birth=date(2015, 1, 1)))
    ends(asking, AppointmentStatus.FULFILLED)
    look(asking)
    assert ledger(asking) == [("survey", "skipped", "minor")]
    with asking.looking() as work:
        told = why.sentences(work, clinic(), asking.appointment())
        assert invariants.check(work, clinic()).violations == []
    assert told[-1] == "Survey was not sent: the patient is under 18 and has no guardian with a phone."


def test_an_answer_is_kept_encrypted_and_reported(asking: Office) -> None:
    ends(asking, AppointmentStatus.FULFILLED)
    look(asking)
    office_text(asking, "2")
    office_text(asking, "Nobody told me about the delay")
    answer = system(asking).get("/api/v1/surveys")
    assert (answer.json["count"], answer.json["average"]) == (1, 2.0)
    [row] = answer.json["answers"]
    assert (row["patient_external_id"], row["words"]) == ("p1", "Nobody told me about the delay")
    with asking.desk.database.reading() as connection:
        [(raw,)] = connection.exec_driver_sql("SELECT answers FROM outreach").all()
    assert b"delay" not in bytes(raw)
    page = at_work(asking, role="manager").get("/console/reports?last=2027-03-31")
    assert "2.0 on average" in page.text
    assert [row["reason"] for row in asking.rows("cases")] == ["complaint"]


def test_a_year_later_who_has_no_visit_is_recalled_once(asking: Office) -> None:
    ends(asking, AppointmentStatus.FULFILLED)
    look(asking)
    asking.desk.clock.advance(timedelta(days=365))
    look(asking)
    look(asking)
    assert [body for body in bodies(asking) if "it has been a year" in body] == bodies(asking)[1:]
    assert len(bodies(asking)) == 2


def test_who_opted_out_meanwhile_is_not_asked(asking: Office) -> None:
    ends(asking, AppointmentStatus.NOSHOW)
    planning.look(asking.desk, threading.Event())
    office_text(asking, "STOP")
    sending.send_due(asking.desk, threading.Event())
    assert ledger(asking) == [("no_show", "skipped", "opted_out")]


def test_one_broken_row_holds_up_nobody_else(asking: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    ends(asking, AppointmentStatus.NOSHOW)
    planning.look(asking.desk, threading.Event())
    real = sending.composing.text

    def breaks(*given: Any, **named: Any) -> Any:
        raise ValueError("broken")

    monkeypatch.setattr(sending.composing, "text", breaks)
    assert sending.send_due(asking.desk, threading.Event()) == 1
    [row] = asking.rows("outreach")
    assert (row["state"], row["waits_for"]) == ("planned", "fault")
    monkeypatch.setattr(sending.composing, "text", real)
    asking.desk.clock.advance(timedelta(minutes=11))
    assert sending.send_due(asking.desk, threading.Event()) == 1
    assert len(bodies(asking)) == 1


def test_the_ledger_takes_an_occasion_once(asking: Office) -> None:
    ends(asking, AppointmentStatus.NOSHOW)
    look(asking)
    [row] = asking.rows("outreach")
    with asking.writing() as work:
        known = outreach.get(work, row["id"])
        assert known is not None
        assert outreach.plan(work, known) is False


def office_text(office: Office, body: str) -> list[str]:
    return texts(office.text(ANA, body))
