"""A text whose delivery report was lost: Twilio is asked about it, and nobody is asked without end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import channels, silence
from tests.bot.test_outbox import queue, send_due, status
from tests.fakes.twilio import FakeTwilio
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

MINUTES = timedelta(minutes=1)


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    opened = open_office(TWILIO_API_URL=twilio.url)
    opened.text(ANA, "hi")
    return opened


def asked_after(office: Office, minutes: int) -> int:
    """How many texts a worker asks about when so much time has passed."""
    office.desk.clock.advance(minutes * MINUTES)
    return silence.ask_due(office.desk, channels.choose(office.desk.settings))


def test_after_a_quarter_of_an_hour_without_a_report_twilio_is_asked_what_became_of_a_text(
    office: Office, twilio: FakeTwilio
) -> None:
    arrived, lost = queue(office, "One"), queue(office, "Two")
    send_due(office)
    for text in twilio.sent():
        text.status, text.error_code = ("delivered", None) if text.body == "One" else ("undelivered", 30005)
    assert asked_after(office, 14) == 0
    assert asked_after(office, 2) == 2
    assert (status(office, arrived), status(office, lost)) == ("delivered", "undelivered")
    assert [case["reason"] for case in office.rows("cases")] == ["delivery_failed"]
    assert asked_after(office, 600) == 0


def test_a_text_that_stays_under_way_is_asked_about_three_times(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    send_due(office)
    [text] = twilio.sent()
    text.status = "sent"
    times = [asked_after(office, minutes) for minutes in (16, 30, 31, 200, 60, 600)]
    assert times == [1, 0, 1, 0, 1, 0]
    assert status(office, message) == "sent"


def test_nobody_asks_where_a_report_came_or_twilio_cannot_say(office: Office, twilio: FakeTwilio) -> None:
    reported, forgotten = queue(office, "One"), queue(office, "Two")
    send_due(office)
    for text in twilio.sent():
        if text.body == "One":
            office.post(f"/twilio/sms/status?m={reported}&c=oak", _report(text.sid))
        else:
            twilio.forget(text.sid)
    assert asked_after(office, 16) == 2
    assert (status(office, reported), status(office, forgotten)) == ("delivered", "sent")
    assert asked_after(office, 61) == 1


def _report(sid: str) -> dict[str, str]:
    from tests import signing

    return signing.report_form(sid, "delivered", ANA)
