"""Reminders that are spoken: who picks up decides what is heard; who does not is called again, at most four times."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot import delivery, settings
from bot.channels.base import ChannelError, MaybeSent, Ringing
from bot.channels.voice import TwilioCalls
from scheduler.model import AppointmentStatus, Confirmation
from storage import conversations, invariants, messages
from tests.caller import Caller
from tests.exchange import Exchange, with_channel
from tests.fakes.twilio import BROKEN, FakeTwilio
from tests.office import ANA, Office, variables


@pytest.fixture
def exchange(office: Office) -> Exchange:
    """The first reminder of Ana's visit is due, and it is to be spoken."""
    with_channel(office, "voice")
    office.desk.clock.advance(timedelta(days=1))
    found = Exchange(office)
    found.work()
    assert len(found.rung) == 1
    return found


def state(office: Office) -> str:
    return next(str(row["state"]) for row in office.rows("reminders") if row["step"] == "3d")


def test_a_person_is_asked_by_first_name_then_hears_the_reminder_and_confirms(exchange: Exchange) -> None:
    call = exchange.picked_up("human")
    assert "calling for Ana. If you are Ana" in call.heard
    assert "Lee" not in call.heard
    call.keys("1")
    assert "with a reminder of your visit with Dr. Lee on Tuesday, March 16 at 9 AM" in call.heard
    assert "press 9" in call.heard
    assert state(exchange.office) == "delivered"
    assert "is confirmed" in call.keys("1").heard
    exchange.ended("completed")
    assert exchange.office.appointment().confirmation is Confirmation.ACCEPTED
    with exchange.office.looking() as work:
        assert invariants.check(work, exchange.office.clinic).violations == []


def test_the_visit_can_be_cancelled_in_the_call_but_more_needs_the_date_of_birth(exchange: Exchange) -> None:
    call = exchange.picked_up("human").keys("1")
    assert "date of birth" in call.says("when is my next appointment").heard
    call = Caller(exchange.office, name="ring1", direction="outbound-api", document=call.document)
    assert "is confirmed" not in call.keys("02021977").heard
    assert exchange.office.appointment().status is AppointmentStatus.BOOKED


@pytest.mark.parametrize(("keys", "status", "moved"), [("21111", "booked", True), ("221", "cancelled", False)])
def test_the_visit_is_moved_or_cancelled_in_the_call(exchange: Exchange, keys: str, status: str, moved: bool) -> None:
    exchange.picked_up("human").keys("1", *keys)
    visit = exchange.office.appointment()
    assert visit.status == status
    assert (visit.slot != exchange.office.visit.slot) is moved


def test_the_clinics_own_number_tells_that_the_call_is_ours(exchange: Exchange) -> None:
    call = exchange.call
    answer = exchange.office.post(_target(exchange), call.form | {"Direction": "", "AnsweredBy": "human"})
    assert "calling for Ana" in answer.text
    assert [row["direction"] for row in exchange.office.rows("calls")] == ["outbound"]


def _target(exchange: Exchange) -> str:
    return exchange.rung[-1].address.removeprefix("https://desk.example.org")


@pytest.mark.parametrize("by", ["machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other"])
def test_a_machine_hears_the_clinics_name_and_number_alone(exchange: Exchange, by: str) -> None:
    call = exchange.picked_up(by)
    assert call.heard == "This is Oak Hill Clinic. Please call us at (512) 555-0100."
    assert call.verbs[-1] == "Hangup"
    exchange.ended("completed")
    assert state(exchange.office) == "sent"


def test_where_nobody_can_tell_not_even_the_name_is_said_at_first(exchange: Exchange) -> None:
    call = exchange.picked_up("unknown")
    assert "Ana" not in call.heard
    assert "calling for Ana" in call.keys("1").heard
    assert "reminder of your visit" in call.keys("1").heard


def test_a_fax_is_hung_up_on_and_staff_know(exchange: Exchange) -> None:
    assert exchange.picked_up("fax").verbs == ["Hangup"]
    exchange.ended("completed")
    assert state(exchange.office) == "failed"
    assert [case["reason"] for case in exchange.office.rows("cases")] == ["delivery_failed"]


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_who_does_not_answer_is_called_again_at_most_four_times(exchange: Exchange, status: str) -> None:
    for number in range(1, 4):
        exchange.ended(status)
        exchange.ended(status)
        exchange.work()
        assert len(exchange.rung) == number
        exchange.office.desk.clock.advance(timedelta(hours=1, minutes=1))
        exchange.work()
    exchange.ended(status)
    exchange.office.desk.clock.advance(timedelta(hours=2))
    exchange.work()
    assert len(exchange.rung) == 4
    assert state(exchange.office) == "failed"
    assert [case["reason"] for case in exchange.office.rows("cases")] == ["delivery_failed"]


def test_nobody_is_called_again_in_quiet_hours(exchange: Exchange) -> None:
    exchange.ended("no-answer")
    exchange.office.desk.clock.advance(timedelta(hours=11))
    exchange.work()
    assert len(exchange.rung) == 1
    exchange.office.desk.clock.advance(timedelta(hours=13))
    exchange.work()
    assert len(exchange.rung) == 2


def test_nobody_is_called_about_a_visit_that_was_cancelled(exchange: Exchange) -> None:
    from storage import appointments

    exchange.ended("busy")
    with exchange.office.writing() as work:
        appointments.cancel(work, exchange.office.clinic, exchange.office.visit.id, actor="test")
    exchange.office.desk.clock.advance(timedelta(hours=1))
    exchange.work()
    assert len(exchange.rung) == 1


def test_nine_ends_these_calls(exchange: Exchange) -> None:
    call = exchange.picked_up("human").keys("9")
    assert "no more automatic calls" in call.heard
    assert call.verbs[-1] == "Hangup"
    exchange.ended("completed")
    exchange.office.desk.clock.advance(timedelta(days=3))
    exchange.work()
    assert len(exchange.rung) == 1
    assert {row["reason"] for row in exchange.office.rows("reminders") if row["step"] == "2h"} == {"opted_out"}


def test_who_has_confirmed_is_reminded_and_not_asked(exchange: Exchange) -> None:
    from storage import appointments

    with exchange.office.writing() as work:
        appointments.confirm(work, exchange.office.visit.id, actor="test")
    call = exchange.picked_up("human").keys("1")
    assert "with a reminder of your visit" in call.heard
    assert "confirm" not in call.heard


def test_a_wrong_number_is_believed(exchange: Exchange) -> None:
    call = exchange.picked_up("human").says("you have the wrong number")
    assert "stop calling this number" in call.heard
    assert [case["reason"] for case in exchange.office.rows("cases")] == ["wrong_number"]


def test_another_key_or_silence_tells_nothing(exchange: Exchange) -> None:
    call = exchange.picked_up("human")
    call.waits().waits()
    assert call.waits().verbs[-1] == "Hangup"
    assert "Lee" not in call.text


def test_a_call_that_may_have_rung_is_never_made_again_blindly(exchange: Exchange) -> None:
    exchange.ended("busy")
    exchange.faults = [MaybeSent()]
    exchange.office.desk.clock.advance(timedelta(minutes=11))
    exchange.work()
    exchange.office.desk.clock.advance(timedelta(minutes=50))
    exchange.work()
    assert len(exchange.rung) == 1
    exchange.office.desk.clock.advance(timedelta(minutes=11))
    exchange.work()
    assert state(exchange.office) == "failed"


@pytest.mark.parametrize(("permanent", "rung"), [(True, 1), (False, 2)])
def test_a_refused_call_is_made_again_where_that_helps(exchange: Exchange, permanent: bool, rung: int) -> None:
    exchange.ended("busy")
    exchange.faults = [ChannelError("21211", permanent=permanent)]
    for _ in range(2):
        exchange.office.desk.clock.advance(timedelta(minutes=31))
        exchange.work()
    assert len(exchange.rung) == rung


def test_a_text_that_does_not_arrive_becomes_a_call(office: Office) -> None:
    with_channel(office, "sms-then-voice")
    office.desk.clock.advance(timedelta(days=1))
    exchange = Exchange(office)
    exchange.work()
    assert exchange.rung == []
    with office.writing() as work:
        talk = conversations.find(work, "sms", ANA)
        assert talk is not None
        [text] = messages.of_conversation(work, talk.id, 5)
        delivery.lost(work, office.clinic, text, "30006")
    exchange.work()
    assert "reminder of your visit" in exchange.picked_up("human").keys("1").heard
    assert state(office) == "delivered"


def test_twilio_is_told_what_to_ask_what_to_report_and_to_listen_for_machines(twilio: FakeTwilio) -> None:
    calls = TwilioCalls(settings.read(variables("sqlite:///x.db", TWILIO_API_URL=twilio.url)))
    assert calls.ring(Ringing("x", "+15125550100", ANA, "https://d/u", "https://d/s")).startswith("CA")
    [form] = twilio.rung
    assert (form["Url"], form["StatusCallback"]) == ("https://d/u", "https://d/s")
    assert form["MachineDetection"] == "DetectMessageEnd"


def test_a_refusal_of_twilio_says_whether_trying_again_can_help(twilio: FakeTwilio) -> None:
    calls = TwilioCalls(settings.read(variables("sqlite:///x.db", TWILIO_API_URL=twilio.url)))
    with pytest.raises(ChannelError) as refused:
        calls.ring(Ringing("x", "+15125550100", "+1", "https://d/u", "https://d/s"))
    assert (refused.value.code, refused.value.permanent) == ("21211", True)
    twilio.fail(BROKEN)
    with pytest.raises(MaybeSent):
        calls.ring(Ringing("x", "+15125550100", ANA, "https://d/u", "https://d/s"))


def test_recordings_are_fetched_with_our_credentials(twilio: FakeTwilio) -> None:
    calls = TwilioCalls(settings.read(variables("sqlite:///x.db", TWILIO_API_URL=twilio.url)))
    twilio.recordings["RE1"] = b"sound"
    assert calls.recording("RE1") == b"sound"
    assert calls.recording("RE2") is None
