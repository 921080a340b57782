"""A call gets an honest word, what to do in an emergency, and a person; never an error, never silence."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from bot.wiring import Desk
from storage import clinics
from tests import builders, signing
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

CALL = {
    "CallSid": "CA" + "1" * 32,
    "AccountSid": signing.ACCOUNT,
    "From": ANA,
    "To": signing.CLINIC_PHONE,
    "CallStatus": "ringing",
    "Direction": "inbound",
}


def with_transfer(office: Office) -> None:
    from scheduler.clinic import parse_clinic

    text = builders.CLINIC_FILE.replace(
        'languages = ["en", "es"]', 'languages = ["en", "es"]\ntransfer_to = "+15125550199"'
    )
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(text, "oak.toml"), builders.NOW)


def heard(office: Office, target: str = "/twilio/voice", **changes: str) -> ET.Element:
    answer = office.post(target, CALL | changes)
    assert (answer.status_code, answer.mimetype) == (200, "text/xml")
    return ET.fromstring(answer.data)


def words(response: ET.Element) -> str:
    return " ".join(say.text or "" for say in response.iter("Say"))


def test_a_caller_hears_the_clinic_what_to_do_in_an_emergency_and_how_else_to_reach_it(office: Office) -> None:
    response = heard(office)
    assert "Oak Hill Clinic" in words(response)
    assert "dial 911" in words(response)
    assert "988" in words(response)
    assert "send a text to this number" in words(response)
    assert response.find("Dial") is None


def test_a_caller_is_connected_where_the_clinic_says_how(office: Office) -> None:
    with_transfer(office)
    dial = heard(office).find("Dial")
    assert dial is not None
    assert dial.text == "+15125550199"
    assert dial.attrib["action"] == "/twilio/voice/dialled"


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled", "something new"])
def test_a_call_that_nobody_took_ends_with_another_way(office: Office, status: str) -> None:
    assert "send a text" in words(heard(office, "/twilio/voice/dialled", DialCallStatus=status))


def test_a_call_that_was_taken_just_ends(office: Office) -> None:
    response = heard(office, "/twilio/voice/dialled", DialCallStatus="completed")
    assert [verb.tag for verb in response] == ["Hangup"]


def test_a_number_that_no_clinic_has_is_not_in_service(office: Office) -> None:
    assert words(heard(office, To="+15125550177")) == "This number is not in service."


@pytest.mark.parametrize("caller", ["anonymous", "", "+266696687", "unknown"])
def test_a_caller_without_a_number_is_heard_too(office: Office, caller: str) -> None:
    assert "Oak Hill Clinic" in words(heard(office, From=caller))


def test_where_something_breaks_the_caller_still_hears_what_to_do(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(Desk, "clinic_by_phone", fail)
    assert "dial 911" in words(heard(office))


@pytest.mark.parametrize("changes", [{"CallSid": "SM" + "1" * 32}, {"AccountSid": "AC" + "f" * 32}])
def test_what_is_no_call_of_ours_is_malformed(office: Office, changes: dict[str, str]) -> None:
    assert office.post("/twilio/voice", CALL | changes).status_code == 400


@pytest.mark.parametrize("address", ["/twilio/voice", "/twilio/voice/dialled", "/twilio/voice/status"])
def test_unsigned_is_refused_at_each_address(office: Office, address: str) -> None:
    assert office.client.post(address, data=CALL, headers={"X-Twilio-Signature": "no"}).status_code == 403


def test_progress_of_a_call_is_taken_politely(office: Office) -> None:
    answer = office.post("/twilio/voice/status", CALL | {"CallStatus": "completed"})
    assert (answer.status_code, answer.data) == (204, b"")
