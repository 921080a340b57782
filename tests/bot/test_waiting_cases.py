"""Cases that wait too long rise; a claim without an answer lapses; those on call are told of emergencies in turn."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import alerts, deadlines
from bot.cases import Caller, claim, reply
from scheduler.clinic import parse_clinic
from storage import clinics
from storage.invariants import check
from tests import builders
from tests.office import ANA, BEN, Office

KIM, LOU = Caller("staff", "1", "kim@oak.example"), Caller("staff", "2", "lou@oak.example")
FIRST, SECOND = builders.phone(88), builders.phone(89)
MINUTES, HOURS = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def oak(office: Office) -> Office:
    """Opening at eight on a working day, with two people on call."""
    file = builders.CLINIC_FILE.replace(
        "[staff_hours]", f'[cases]\non_call = ["{FIRST}", "{SECOND}"]\n\n[staff_hours]', 1
    )
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(file, "oak.toml"), office.desk.clock.now(connection))
    return office


def later(office: Office, by: timedelta) -> None:
    office.desk.clock.advance(by)


def case_of(office: Office) -> dict:
    [case] = office.rows("cases")
    return case


def sent(office: Office, kind: str) -> list[str]:
    """To whom texts of this kind are on their way, in order."""
    texts = {message["id"]: message["to_number"] for message in office.rows("messages")}
    return [texts[row["message_id"]] for row in office.rows("outbox") if row["kind"] == kind]


def words(office: Office) -> list[str]:
    return [message["body"] for message in office.rows("messages") if message["direction"] == "outbound"]


def test_a_question_that_nobody_answers_rises_and_the_patient_is_told_once(oak):
    oak.text(ANA, "I have a question about my bill")
    assert deadlines.look(oak.desk) == 0
    later(oak, 12 * HOURS)
    assert (deadlines.look(oak.desk), deadlines.look(oak.desk)) == (1, 0)
    assert (case_of(oak)["priority"], case_of(oak)["state"]) == ("urgent", "open")
    assert "nobody has been able to answer you yet" in words(oak)[-1]
    later(oak, 12 * HOURS)
    deadlines.look(oak.desk)
    later(oak, 48 * HOURS)
    assert deadlines.look(oak.desk) == 0
    assert sent(oak, "bot") == [ANA]


def test_a_claim_without_an_answer_lapses_and_the_bot_speaks_again(oak):
    oak.text(ANA, "I have a question about my bill")
    with oak.writing() as work:
        claim(work, case_of(oak)["id"], KIM)
    later(oak, 12 * HOURS)
    assert deadlines.look(oak.desk) == 1
    assert (case_of(oak)["state"], case_of(oak)["held_by"], case_of(oak)["claimed_by"]) == ("open", "", None)
    [talk] = oak.rows("conversations")
    assert talk["owner"] == "bot"
    with oak.writing() as work:
        assert claim(work, case_of(oak)["id"], LOU).claimed_by == LOU.name
    with oak.looking() as work:
        assert check(work, oak.clinic).violations == []


def test_an_answered_case_keeps_its_holder(oak):
    oak.text(ANA, "I have a question about my bill")
    with oak.writing() as work:
        reply(work, oak.clinic, case_of(oak)["id"], KIM, "Your bill is on its way.")
    later(oak, 100 * HOURS)
    assert deadlines.look(oak.desk) == 0
    assert case_of(oak)["state"] == "claimed"


def test_a_wrong_number_is_not_told_to_wait(oak):
    oak.text(BEN, "wrong number, I am not Ben")
    later(oak, 100 * HOURS)
    assert deadlines.look(oak.desk) == 1
    assert sent(oak, "bot") == []


def test_an_emergency_is_told_to_those_on_call_in_turn_until_it_is_claimed(oak):
    oak.text(ANA, "my chest hurts and I can't breathe")
    assert [alerts.look(oak.desk) for _ in range(3)] == [1, 0, 0]
    later(oak, 5 * MINUTES)
    assert alerts.look(oak.desk) == 1
    later(oak, 5 * MINUTES)
    assert alerts.look(oak.desk) == 1
    assert sent(oak, "alert") == [FIRST, SECOND, FIRST]
    with oak.writing() as work:
        claim(work, case_of(oak)["id"], KIM)
    later(oak, 5 * MINUTES)
    assert alerts.look(oak.desk) == 0


def test_an_alert_holds_a_link_and_nothing_about_the_patient(oak):
    oak.text(ANA, "my chest hurts and I can't breathe")
    alerts.look(oak.desk)
    told = words(oak)[-1]
    assert f"https://desk.example.org/console/cases/{case_of(oak)['id']}" in told
    for secret in ("Ana", ANA, "chest", "breathe"):
        assert secret not in told


def test_each_on_call_is_told_three_times_at_most(oak):
    oak.text(ANA, "my chest hurts and I can't breathe")
    for _ in range(10):
        alerts.look(oak.desk)
        later(oak, 5 * MINUTES)
    assert sent(oak, "alert") == [FIRST, SECOND] * 3


def test_who_opted_out_is_passed_over(oak):
    oak.text(FIRST, "STOP")
    oak.text(ANA, "my chest hurts and I can't breathe")
    alerts.look(oak.desk)
    assert sent(oak, "alert") == [SECOND]


def test_an_emergency_that_nobody_takes_tells_the_patient_not_to_wait(oak):
    oak.text(ANA, "my chest hurts and I can't breathe")
    later(oak, 5 * MINUTES)
    assert deadlines.look(oak.desk) == 1
    assert "do not wait for us" in words(oak)[-1]
    assert case_of(oak)["priority"] == "emergency"
    with oak.looking() as work:
        assert check(work, oak.clinic).violations == []
