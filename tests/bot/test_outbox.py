"""What leaves the house leaves once, through the real client and a Twilio that fails on demand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
import sqlalchemy

from bot import channels, notices
from bot.outbox import MOST_ATTEMPTS, Sender
from scheduler.clinic import parse_clinic
from storage import appointments, clinics, outbox, suppressions
from storage.messages import Message
from tests import builders, signing
from tests.fakes.twilio import BROKEN_BUT_SENT, RESET_BUT_SENT, TOO_MANY, FakeTwilio, Fault
from tests.office import ANA, TUESDAY, half_hour

if TYPE_CHECKING:
    from tests.office import Office

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    opened = open_office(TWILIO_API_URL=twilio.url)
    opened.text(ANA, "hi")
    return opened


def queue(office: Office, body: str = "Please bring your card.", kind: str = "staff") -> str:
    """Put a message to Ana into the outbox; its id."""
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
            body=body,
            sid=None,
            in_reply_to_sid=None,
            status="queued",
            segments=1,
            media=0,
            created_at=work.now,
        )
        outbox.put(work, message, kind=kind, due_at=work.now)
    return message.id


def send_due(office: Office) -> int:
    return Sender(office.desk, channels.choose(office.desk.settings), threading.Event()).send_due()


def state(office: Office, message_id: str) -> str:
    [row] = [row for row in office.rows("outbox") if row["message_id"] == message_id]
    return str(row["state"])


def status(office: Office, message_id: str) -> str:
    [row] = [row for row in office.rows("messages") if row["id"] == message_id]
    return str(row["status"])


def later(office: Office, by: timedelta) -> None:
    office.desk.clock.advance(by)


def test_a_message_goes_once_from_the_clinics_number_and_says_where_to_report(
    office: Office, twilio: FakeTwilio
) -> None:
    message = queue(office)
    assert send_due(office) == 1
    assert send_due(office) == 0
    [text] = twilio.sent()
    assert (text.from_number, text.to_number, text.body) == (office.clinic.phone, ANA, "Please bring your card.")
    assert text.status_callback.endswith(f"/twilio/sms/status?m={message}&c=oak")
    assert (state(office, message), status(office, message)) == ("sent", "sent")


def test_what_was_refused_for_being_too_much_is_sent_later_and_once(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    twilio.fail(TOO_MANY)
    send_due(office)
    assert (twilio.sent(), state(office, message)) == ([], "pending")
    assert send_due(office) == 0, "not before its time"
    later(office, 2 * MINUTE)
    send_due(office)
    assert len(twilio.sent()) == 1
    assert state(office, message) == "sent"


def test_without_a_connection_a_message_waits(open_office: Callable[..., Office], twilio: FakeTwilio) -> None:
    office = open_office()  # nobody answers at its address
    office.text(ANA, "hi")
    message = queue(office)
    assert send_due(office) == 1
    assert state(office, message) == "pending"
    assert twilio.sent() == []


@pytest.mark.parametrize("fault", [RESET_BUT_SENT, BROKEN_BUT_SENT], ids=["connection reset", "error 503"])
def test_what_may_have_been_sent_is_never_sent_again_and_its_report_settles_it(
    office: Office, twilio: FakeTwilio, fault: Fault
) -> None:
    message = queue(office)
    twilio.fail(fault)
    send_due(office)
    assert state(office, message) == "unknown"
    for _ in range(3):
        later(office, DAY)
        send_due(office)
    [text] = twilio.sent()
    callback = urlsplit(text.status_callback)
    report = signing.report_form(text.sid, "delivered", ANA)
    assert office.post(f"{callback.path}?{callback.query}", report).status_code == 204
    assert (state(office, message), status(office, message)) == ("sent", "delivered")
    [row] = [row for row in office.rows("messages") if row["id"] == message]
    assert row["sid"] == text.sid


def test_a_sender_that_died_at_it_leaves_a_message_that_nobody_sends_again(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    with office.writing() as work:
        assert len(outbox.claim(work, 10, work.now + MINUTE)) == 1
    later(office, 2 * MINUTE)
    send_due(office)
    assert (state(office, message), twilio.sent()) == ("unknown", [])


def test_on_the_simulated_phone_an_interrupted_attempt_is_simply_made_again(
    open_office: Callable[..., Office],
) -> None:
    office = open_office(TWILIO_AUTH_TOKEN="", TWILIO_ACCOUNT_SID="")
    office.client.post("/twilio/sms", data=signing.text_form(ANA, "hi", office.new_sid()))
    message = queue(office)
    with office.writing() as work:
        outbox.claim(work, 10, work.now + MINUTE)
    later(office, 2 * MINUTE)
    send_due(office)
    assert (state(office, message), status(office, message)) == ("sent", "delivered")


def test_a_number_that_does_not_exist_is_for_a_person(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    twilio.fail(Fault(status=400, code=21211))
    send_due(office)
    assert (state(office, message), status(office, message)) == ("failed", "failed")
    [case] = office.rows("cases")
    assert (case["reason"], case["state"]) == ("delivery_failed", "open")
    assert "21211" in case["summary"]
    later(office, DAY)
    assert send_due(office) == 0


def test_a_number_that_the_phone_company_blocks_is_left_in_peace(office: Office, twilio: FakeTwilio) -> None:
    first = queue(office)
    twilio.stop_list.add(ANA)
    send_due(office)
    [suppression] = office.rows("suppressions")
    assert suppression["kind"] == "provider_block"
    assert state(office, first) == "failed"
    assert office.rows("cases") == [], "the visit is more than three days away"
    second = queue(office)
    send_due(office)
    assert state(office, second) == "void"
    assert twilio.sent() == []


def test_a_blocked_number_with_a_visit_soon_is_for_a_person(office: Office, twilio: FakeTwilio) -> None:
    later(office, 2 * DAY)
    queue(office)
    twilio.stop_list.add(ANA)
    send_due(office)
    assert [case["reason"] for case in office.rows("cases")] == ["delivery_failed"]


def test_wrong_credentials_stop_all_sending_and_lose_nothing(office: Office, twilio: FakeTwilio) -> None:
    messages = [queue(office, f"Number {number}") for number in range(3)]
    twilio.fail(*[Fault(status=401, code=20003)] * 4)
    send_due(office)
    assert {state(office, message) for message in messages} == {"pending"}
    assert office.rows("cases") == []
    later(office, HOUR)
    twilio._faults.clear()
    send_due(office)
    assert sorted(text.body for text in twilio.sent()) == ["Number 0", "Number 1", "Number 2"]


def test_who_opts_out_while_a_message_waits_does_not_get_it(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    with office.writing() as work:
        suppressions.opt_out(work, ANA, source="test")
    send_due(office)
    assert (state(office, message), status(office, message)) == ("void", "canceled")
    assert twilio.sent() == []


def test_news_wait_for_the_morning_and_staff_do_not(office: Office, twilio: FakeTwilio) -> None:
    later(office, 11 * HOUR)  # nine in the evening
    queue(office, "We moved your visit.", kind="notice")
    queue(office, "Your results are here.", kind="staff")
    send_due(office)
    assert [text.body for text in twilio.sent()] == ["Your results are here."]
    later(office, 11 * HOUR + MINUTE)
    send_due(office)
    assert [text.body for text in twilio.sent()] == ["Your results are here.", "We moved your visit."]


def test_what_we_begin_helps_only_until_quiet_hours_or_the_visit_begin_and_answers_do_not_grow_old(
    office: Office, twilio: FakeTwilio
) -> None:
    later(office, 7 * HOUR)  # five in the afternoon: three hours are left
    queue(office, "News.", kind="notice")
    queue(office, "Your results are here.", kind="staff")
    send_due(office)
    validity = {text.body: text.validity_period for text in twilio.sent()}
    assert validity["Your results are here."] == ""
    assert 10_700 <= int(validity["News."]) <= 10_800


def test_news_of_a_visit_help_only_until_it_begins(office: Office, twilio: FakeTwilio) -> None:
    office.desk.clock.move_to(TUESDAY - 50 * MINUTE)
    with office.writing() as work:
        notices.tell_moved(work, office.clinic, office.visit)
    send_due(office)
    [text] = twilio.sent()
    assert 2_900 <= int(text.validity_period) <= 3_000


def test_news_that_wait_for_the_morning_are_withdrawn_when_the_visit_moves_again(
    office: Office, twilio: FakeTwilio
) -> None:
    later(office, 11 * HOUR)  # nine in the evening
    with office.writing() as work:
        for days in (1, 2):
            moved = appointments.move_to(
                work, office.clinic, office.visit.id, half_hour(TUESDAY + days * DAY), actor="staff:1"
            )
            notices.tell_moved(work, office.clinic, moved)
    later(office, 12 * HOUR)
    send_due(office)
    [text] = twilio.sent()
    assert "Mar 18" in text.body
    rows = office.rows("outbox")
    assert sorted((row["state"], row["error"]) for row in rows) == [("sent", ""), ("void", "moved_again")]


def test_a_clinics_number_keeps_to_its_pace_together_with_others(
    office: Office, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = builders.CLINIC_FILE.replace("max_per_week = 3", "max_per_week = 3\ntexts_per_second = 2")
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(text, "oak.toml"), builders.NOW)
    for number in range(5):
        queue(office, f"Number {number}")
    waits: list[float] = []

    def wait(_self: threading.Event, seconds: float) -> bool:
        waits.append(seconds)
        later(office, timedelta(seconds=seconds))
        return False

    monkeypatch.setattr(Pauses, "wait", wait)
    sender = Sender(office.desk, channels.choose(office.desk.settings), Pauses())
    assert sender.send_due() == 5
    assert len(twilio.sent()) == 5
    assert len(waits) >= 2, "two seconds have passed before the fifth"


class Pauses(threading.Event):
    """Waits by the program's clock."""


def test_a_broken_row_is_put_off_and_blocks_no_other(office: Office, twilio: FakeTwilio) -> None:
    broken = queue(office, "Unreadable")
    with office.writing() as work:
        junk = sqlalchemy.text("UPDATE messages SET to_number = :junk WHERE id = :id")
        work.connection.execute(junk, {"junk": b"not what we wrote", "id": broken})
    healthy = queue(office, "See you.")
    send_due(office)
    assert [sent.body for sent in twilio.sent()] == ["See you."]
    assert (state(office, healthy), state(office, broken)) == ("sent", "pending")
    for _ in range(MOST_ATTEMPTS):
        later(office, HOUR)
        send_due(office)
    assert state(office, broken) == "failed"


def test_whatever_the_clients_library_does_the_message_may_be_out(
    office: Office, twilio: FakeTwilio, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = queue(office)
    channel = channels.choose(office.desk.settings)

    def fail(_outgoing: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(channel, "send", fail)
    Sender(office.desk, channel, threading.Event()).send_due()
    assert state(office, message) == "unknown"


def test_two_senders_at_once_send_each_message_once(office: Office, twilio: FakeTwilio) -> None:
    bodies = {f"Number {number}" for number in range(60)}
    for body in sorted(bodies):
        queue(office, body)
    with ThreadPoolExecutor(3) as pool:
        done = sum(pool.map(lambda _: send_due(office), range(3)))
    assert done == 60
    assert len(twilio.sent()) == 60
    assert {text.body for text in twilio.sent()} == bodies
