"""Texts that came while nobody answered are found in Twilio's list and count once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import channels, recovery
from bot.kept import Journal
from bot.outbox import Sender
from bot.sweep import Sweep
from tests.fakes.twilio import FakeTwilio
from tests.office import ANA, BEN, texts

if TYPE_CHECKING:
    from tests.office import Office

MINUTE = timedelta(minutes=1)


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    return open_office(TWILIO_API_URL=twilio.url)


def work_once(office: Office) -> int:
    """What a worker does at its start; how many texts it found."""
    channel, journal = channels.choose(office.desk.settings), Journal.of(office.desk.settings)
    found = Sweep(office.desk, channel, journal).sweep_due()
    recovery.take_all(office.desk, journal)
    Sender(office.desk, channel, threading.Event()).send_due()
    return found


def test_a_text_that_came_while_we_were_down_is_answered_by_a_text_and_once(office: Office, twilio: FakeTwilio) -> None:
    missed = twilio.receive(ANA, "When is my appointment?", ago=5 * MINUTE)
    assert work_once(office) == 1
    [text] = twilio.sent(ANA)
    assert "Mar 16" in text.body
    assert work_once(office) == 0
    again = office.post("/twilio/sms", missed)
    assert texts(again) == [], "it has been answered; Twilio's late delivery changes nothing"
    assert len(twilio.sent(ANA)) == 1


def test_a_stop_that_nobody_heard_counts(office: Office, twilio: FakeTwilio) -> None:
    twilio.receive(ANA, "STOP", ago=5 * MINUTE)
    work_once(office)
    assert len(office.rows("suppressions")) == 1
    assert twilio.sent() == []


def test_what_is_older_than_an_hour_is_for_staff(office: Office, twilio: FakeTwilio) -> None:
    twilio.receive(ANA, "cancel my appointment", ago=90 * MINUTE)
    assert work_once(office) == 1
    [case] = office.rows("cases")
    assert "more than an hour" in case["summary"]
    assert twilio.sent() == []
    assert office.appointment().status == "booked"


def test_what_was_answered_at_the_door_and_what_is_just_being_delivered_is_left_alone(
    office: Office, twilio: FakeTwilio
) -> None:
    answered = twilio.receive(ANA, "When is my appointment?", ago=5 * MINUTE)
    assert len(texts(office.post("/twilio/sms", answered))) == 1
    twilio.receive(BEN, "When is my appointment?")
    assert work_once(office) == 0
    assert twilio.sent() == []


def test_texts_are_taken_in_the_order_in_which_they_came(office: Office, twilio: FakeTwilio) -> None:
    twilio.receive(ANA, "STOP", ago=4 * MINUTE)
    twilio.receive(ANA, "START", ago=3 * MINUTE)
    assert work_once(office) == 2
    assert office.rows("suppressions") == []


def test_one_worker_sweeps_at_a_time_and_each_at_its_start(office: Office, twilio: FakeTwilio) -> None:
    channel, journal = channels.choose(office.desk.settings), Journal.of(office.desk.settings)
    first, second = Sweep(office.desk, channel, journal), Sweep(office.desk, channel, journal)
    first.sweep_due()
    second.sweep_due()
    twilio.receive(ANA, "hi", ago=5 * MINUTE)
    assert first.sweep_due() == 0, "not again within three minutes"
    assert Sweep(office.desk, channel, journal).sweep_due() == 1


def test_while_twilio_cannot_be_asked_the_next_sweep_looks_as_far_back(office: Office, twilio: FakeTwilio) -> None:
    twilio.receive(ANA, "STOP", ago=5 * MINUTE)
    unreachable = channels.choose(replace(office.desk.settings, twilio_api_url="http://127.0.0.1:9"))
    journal = Journal.of(office.desk.settings)
    assert Sweep(office.desk, unreachable, journal).sweep_due() == 0
    [clinic] = office.rows("clinics")
    assert clinic["swept_until"] is None
    assert work_once(office) == 1


def test_a_text_to_another_number_of_the_account_is_not_ours(office: Office, twilio: FakeTwilio) -> None:
    twilio.receive(ANA, "hi", to_number="+15125550188", ago=5 * MINUTE)
    assert work_once(office) == 0
