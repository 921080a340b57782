"""Notes among colleagues, ready-made answers, what the bot understood, and the way back to the bot."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest

from scheduler.clinic import parse_clinic
from storage import cases, clinics
from tests import builders
from tests.office import ANA, texts
from tests.people import BEA, Person, at_work, audited, employ, open_case

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
REPLIES = """
[[replies]]
id = "hours"
title = "We call back"
text.en = "Hello {first_name}, this is {clinic}. About {visit}: we call you back."
text.es = "Hola {first_name}: le llamamos."
"""


def shown(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", page)).split())


def case_of_ana(office: Office) -> str:
    """She has a question of the bot's open and asks for a person in between."""
    office.text(ANA, "I need to reschedule")
    office.text(ANA, "Can I talk to a person?")
    [case] = office.rows("cases")
    return str(case["id"])


def claimed(anna: Person, case_id: str) -> str:
    address = f"/console/cases/{case_id}"
    anna.get(address)
    anna.post(f"{address}/claim")
    anna.get(address)
    return address


# --- notes


def test_a_note_stands_in_the_thread_and_goes_to_no_patient(office: Office) -> None:
    case = open_case(office)
    employ(office, BEA)
    anna = at_work(office)
    anna.get(f"/console/cases/{case.id}")
    answer = anna.post(f"/console/talks/{case.conversation_id}/notes", note="Ask @bea about it.", case=case.id)
    assert answer.location == f"/console/cases/{case.id}"
    page = shown(anna.get(answer.location).text)
    assert "Ask @bea about it. Note by You, for colleagues only" in page
    assert office.rows("outbox") == []
    assert [row["body"] for row in office.rows("messages")] == ["My bill is wrong."]
    assert audited(office, "note.added") == [("note.added", f"conversation:{case.conversation_id}")]


def test_who_is_named_in_a_note_sees_it_in_the_list_and_others_do_not(office: Office) -> None:
    case = open_case(office)
    anna, bea = at_work(office), at_work(office, BEA)
    anna.get(f"/console/cases/{case.id}")
    anna.post(f"/console/talks/{case.conversation_id}/notes", note="@Bea, please.")
    assert "@you" in bea.get("/console/").text
    assert "@you" not in anna.get("/console/").text


def test_an_empty_note_and_one_of_no_conversation_are_refused(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    anna.get(f"/console/cases/{case.id}")
    assert anna.post(f"/console/talks/{case.conversation_id}/notes", note=" ").status_code == 400
    assert anna.post(f"/console/talks/{case.id}/notes", note="Hello").status_code == 404


# --- ready-made answers


def test_ready_made_answers_are_filled_in(office: Office) -> None:
    clinic = parse_clinic(builders.CLINIC_FILE + REPLIES, "oak.toml")
    with office.desk.database.writing() as connection:
        clinics.apply(connection, clinic, builders.NOW)
    case = open_case(office)
    page = html.unescape(at_work(office).get(f"/console/cases/{case.id}").text)
    assert "Hello Ana, this is Oak Hill Clinic. About Tue, Mar 16, 9:00 AM, Dr. Lee: we call you back." in page


def test_what_is_not_known_stays_to_be_filled_in(office: Office) -> None:
    clinic = parse_clinic(builders.CLINIC_FILE + REPLIES, "oak.toml")
    with office.desk.database.writing() as connection:
        clinics.apply(connection, clinic, builders.NOW)
    case = open_case(office, 90)
    page = at_work(office).get(f"/console/cases/{case.id}").text
    assert "Hello {first_name}, this is Oak Hill Clinic. About {visit}" in page


# --- what the bot understood


def test_each_text_tells_what_the_bot_understood_and_did(office: Office) -> None:
    case_id = case_of_ana(office)
    anna = at_work(office)
    page = anna.get(f"/console/cases/{case_id}").text
    first, second = re.findall(r'hx-get="(/console/turns/[^"]+)"', page)
    told = shown(anna.get(first, headers={"HX-Request": "true"}).text)
    assert "Stood at no question open" in told
    assert "Stands at reschedule" in told
    assert "OpenCase" in shown(anna.get(second).text)
    assert len(audited(office, "turn.opened")) == 2


def test_a_text_that_a_person_held_says_so(office: Office) -> None:
    anna = at_work(office)
    address = claimed(anna, case_of_ana(office))
    office.text(ANA, "Thank you!")
    last = re.findall(r'hx-get="(/console/turns/[^"]+)"', anna.get(address).text)[-1]
    page = shown(anna.get(last).text)
    assert "A person held the conversation, so the bot only listened." in page
    assert "To the conversation" in page


def test_a_turn_that_is_not_there(office: Office) -> None:
    assert at_work(office).get("/console/turns/SM0").status_code == 404


# --- back to the bot


def test_handed_back_the_bot_asks_its_question_again_and_goes_on(office: Office) -> None:
    asked = texts(office.text(ANA, "I need to reschedule"))
    [talk] = office.rows("conversations")
    with office.writing() as work:
        case_id = cases.open_case(
            work,
            conversation_id=talk["id"],
            reason="running_late",
            priority="normal",
            summary="",
            patient_id="p1",
            actor="test",
        ).id
    anna = at_work(office)
    address = claimed(anna, case_id)
    assert texts(office.text(ANA, "Next week please")) == []
    assert anna.post(f"{address}/hand-back").status_code == 303
    [case] = office.rows("cases")
    assert (case["state"], case["claimed_by"]) == ("open", None)
    [again] = [row for row in office.rows("messages") if row["id"] == office.rows("outbox")[0]["message_id"]]
    assert again["body"] in asked[0]
    [answer] = texts(office.text(ANA, "Next week please"))
    assert "I can offer" in answer
    assert audited(office, "case.handed_back") == [("case.handed_back", f"case:{case_id}")]


def test_what_nobody_holds_or_a_colleague_holds_is_not_handed_back(office: Office) -> None:
    case = open_case(office)
    anna, bea = at_work(office), at_work(office, BEA)
    anna.get(f"/console/cases/{case.id}")
    assert anna.post(f"/console/cases/{case.id}/hand-back").status_code == 409
    claimed(bea, case.id)
    assert anna.post(f"/console/cases/{case.id}/hand-back").status_code == 409
    assert office.rows("cases")[0]["state"] == "claimed"


# --- what came of it


def test_a_case_is_resolved_with_what_came_of_it(office: Office) -> None:
    case = open_case(office)
    anna = at_work(office)
    address = claimed(anna, case.id)
    assert anna.post(f"{address}/resolve", outcome="magic").status_code == 400
    anna.post(f"{address}/resolve", outcome="called", note="Bill corrected.")
    assert office.rows("cases")[0]["outcome"] == "called"
    assert "Resolved by You: called Bill corrected." in shown(anna.get(address).text)
