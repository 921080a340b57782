"""Delivery reports: late, doubled, out of order, before their time, and about nothing that we know."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest

from bot import delivery
from bot.status import parse_report
from storage import messages, outbox
from storage.messages import Message
from tests import signing
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

SID = "SM" + "b" * 32


def answered(office: Office) -> str:
    """The id of a message that went out as the answer to a text."""
    office.text(ANA, "When is my visit?")
    [told] = [row["id"] for row in office.rows("messages") if row["direction"] == "outbound"]
    return str(told)


def report(
    office: Office, status: str, message_id: str = "", code: str = "", sid: str = SID, clinic: str = "oak"
) -> int:
    query = urlencode({"m": message_id, "c": clinic}) if message_id else ""
    target = "/twilio/sms/status" + (f"?{query}" if query else "")
    answer = office.post(target, signing.report_form(sid, status, ANA, code))
    assert answer.data == b""
    return answer.status_code


def status_of(office: Office, message_id: str) -> tuple[str, str]:
    [row] = [row for row in office.rows("messages") if row["id"] == message_id]
    return row["status"], row["error_code"]


def test_a_report_moves_its_message_and_tells_its_id(office: Office) -> None:
    told = answered(office)
    assert report(office, "delivered", told) == 204
    with office.looking() as work:
        message = messages.get(work, told)
    assert message is not None
    assert (message.status, message.sid) == ("delivered", SID)


@pytest.mark.parametrize("order", list(itertools.permutations(["sending", "sent", "delivered"])), ids="-".join)
def test_reports_in_any_order_end_in_the_furthest(office: Office, order: tuple[str, ...]) -> None:
    told = answered(office)
    for status in order:
        assert report(office, status, told) == 204
    assert status_of(office, told) == ("delivered", "")


def test_a_doubled_report_changes_nothing(office: Office) -> None:
    told = answered(office)
    report(office, "undelivered", told, "30003")
    before = office.sizes()
    assert report(office, "undelivered", told, "30003") == 204
    assert office.sizes() == before
    assert len(office.rows("cases")) == 1


def test_what_arrived_stays_arrived_whatever_is_reported_later(office: Office) -> None:
    told = answered(office)
    report(office, "delivered", told)
    report(office, "failed", told, "30008")
    report(office, "sent", told)
    assert status_of(office, told) == ("delivered", "")


def test_a_text_that_did_not_arrive_opens_a_case_with_the_reason(office: Office) -> None:
    told = answered(office)
    report(office, "undelivered", told, "30005")
    assert status_of(office, told) == ("undelivered", "30005")
    [case] = office.rows("cases")
    assert (case["reason"], case["priority"]) == ("delivery_failed", "normal")
    assert "30005" in case["summary"]


def test_a_report_that_the_number_is_blocked_stops_further_texts(office: Office) -> None:
    told = answered(office)
    report(office, "undelivered", told, "21610")
    [suppression] = office.rows("suppressions")
    assert suppression["kind"] == "provider_block"


def queued(office: Office) -> Message:
    """A message of staff that waits to be sent."""
    office.text(ANA, "hi")
    [conversation] = office.rows("conversations")
    with office.writing() as work:
        message = Message(
            id=work.new_id(),
            conversation_id=conversation["id"],
            channel="sms",
            direction="outbound",
            author="staff",
            from_number=office.clinic.phone,
            to_number=ANA,
            body="Please bring your card.",
            sid=None,
            in_reply_to_sid=None,
            status="queued",
            segments=1,
            media=0,
            created_at=work.now,
        )
        outbox.put(work, message, kind="staff", due_at=work.now)
    return message


def test_a_report_that_comes_before_the_message_is_known_waits_for_it(office: Office) -> None:
    message = queued(office)
    assert report(office, "delivered") == 204, "nobody knows this id yet, and the address does not tell the message"
    assert status_of(office, message.id) == ("queued", "")
    with office.writing() as work:
        delivery.handed_over(work, office.clinic, message, SID, "queued")
    assert status_of(office, message.id) == ("delivered", "")


def test_the_sender_learns_late_what_a_report_said_first(office: Office) -> None:
    message = queued(office)
    report(office, "delivered", message.id)
    with office.writing() as work:
        delivery.handed_over(work, office.clinic, message, SID, "queued")
    assert status_of(office, message.id) == ("delivered", "")
    [row] = office.rows("outbox")
    assert row["state"] == "sent"


@pytest.mark.parametrize("message_id", ["", "01958a3b-7c00-7000-8000-00000000ffff", "'; --"])
def test_a_report_about_nothing_that_we_know_is_taken_politely(office: Office, message_id: str) -> None:
    before = office.rows("messages")
    assert report(office, "delivered", message_id) == 204
    assert report(office, "delivered", message_id, clinic="elm") == 204
    assert office.rows("messages") == before


def test_another_messages_report_does_not_move_this_one(office: Office) -> None:
    told = answered(office)
    report(office, "sent", told)
    report(office, "delivered", told, sid="SM" + "c" * 32)
    assert status_of(office, told) == ("sent", "")


@pytest.mark.parametrize("form", [{}, {"MessageSid": SID}, {"MessageSid": "x", "MessageStatus": "sent"}])
def test_nonsense_is_taken_politely(office: Office, form: dict[str, str]) -> None:
    before = office.sizes()
    assert office.post("/twilio/sms/status", form).status_code == 204
    assert office.sizes() == before


def test_a_status_that_nobody_knows_yet_is_left_out() -> None:
    from werkzeug.datastructures import MultiDict

    assert parse_report(MultiDict(signing.report_form(SID, "beamed", ANA)), MultiDict()) is None


def test_a_report_with_a_wrong_signature_is_refused_and_leaves_no_trace(office: Office) -> None:
    told = answered(office)
    before = office.sizes()
    form = signing.report_form(SID, "delivered", ANA)
    answer = office.client.post(f"/twilio/sms/status?m={told}&c=oak", data=form, headers={"X-Twilio-Signature": "no"})
    assert answer.status_code == 403
    assert office.sizes() == before
    assert status_of(office, told)[0] == "sent"


def test_both_spellings_of_the_address_are_one_door(office: Office) -> None:
    told = answered(office)
    target = f"/twilio/sms/status/?{urlencode({'m': told, 'c': 'oak'})}"
    assert office.post(target, signing.report_form(SID, "delivered", ANA)).status_code == 204
    assert status_of(office, told)[0] == "delivered"
