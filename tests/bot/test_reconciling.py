"""A message whose sending was interrupted is found, or sent: once, whatever Twilio did with the answer."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import channels, reconciling
from storage import outbox
from tests.bot.test_outbox import queue, send_due, state, status
from tests.fakes.twilio import BROKEN, BROKEN_BUT_SENT, RESET, RESET_BUT_SENT, FakeTwilio, Fault
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    opened = open_office(TWILIO_API_URL=twilio.url)
    opened.text(ANA, "hi")
    return opened


def look(office: Office) -> int:
    return reconciling.settle_unknown(office.desk, channels.choose(office.desk.settings))


def minutes_pass(office: Office, minutes: int) -> None:
    """A worker at its work."""
    for _ in range(minutes):
        office.desk.clock.advance(MINUTE)
        look(office)
        send_due(office)


@pytest.mark.parametrize("fault", [RESET_BUT_SENT, BROKEN_BUT_SENT], ids=["reset", "503"])
def test_what_was_sent_is_found_in_the_list_and_not_sent_again(
    office: Office, twilio: FakeTwilio, fault: Fault
) -> None:
    message = queue(office)
    twilio.fail(fault)
    send_due(office)
    assert look(office) == 0, "a report may still come"
    minutes_pass(office, 1)
    [text] = twilio.sent()
    [row] = [row for row in office.rows("messages") if row["id"] == message]
    assert (state(office, message), row["sid"]) == ("sent", text.sid)
    minutes_pass(office, 10)
    assert len(twilio.sent()) == 1


@pytest.mark.parametrize("fault", [RESET, BROKEN], ids=["reset", "503"])
def test_what_was_not_sent_is_looked_for_three_times_and_then_sent(
    office: Office, twilio: FakeTwilio, fault: Fault
) -> None:
    message = queue(office)
    twilio.fail(fault)
    send_due(office)
    minutes_pass(office, 2)
    assert (state(office, message), twilio.sent()) == ("unknown", [])
    minutes_pass(office, 1)
    assert (state(office, message), len(twilio.sent())) == ("sent", 1)


def test_a_list_that_is_a_minute_behind_misleads_nobody(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    twilio.fail(RESET_BUT_SENT)
    twilio.list_lag = HOUR
    send_due(office)
    minutes_pass(office, 2)
    twilio.list_lag = timedelta()
    minutes_pass(office, 5)
    assert (state(office, message), len(twilio.sent())) == ("sent", 1)


def test_what_the_list_says_of_its_delivery_counts(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    twilio.fail(RESET_BUT_SENT)
    send_due(office)
    twilio.sent()[0].status = "delivered"
    minutes_pass(office, 1)
    assert status(office, message) == "delivered"


def test_what_still_waits_at_the_phone_company_no_longer_waits_with_us(office: Office, twilio: FakeTwilio) -> None:
    message = queue(office)
    twilio.fail(RESET_BUT_SENT)
    send_due(office)
    assert twilio.sent()[0].status == "queued"
    minutes_pass(office, 1)
    assert (state(office, message), status(office, message)) == ("sent", "sending")


def test_two_messages_of_the_same_words_are_two(office: Office, twilio: FakeTwilio) -> None:
    sent_before = queue(office, "See you.")
    send_due(office)
    lost = queue(office, "See you.")
    twilio.fail(RESET)
    send_due(office)
    minutes_pass(office, 3)
    assert [state(office, message) for message in (sent_before, lost)] == ["sent", "sent"]
    assert len(twilio.sent()) == 2


def test_while_the_list_cannot_be_had_nothing_is_guessed(
    open_office: Callable[..., Office], twilio: FakeTwilio
) -> None:
    office = open_office()  # nobody answers at its address
    office.text(ANA, "hi")
    message = queue(office)
    with office.writing() as work:
        outbox.claim(work, 1, work.now + MINUTE)
        outbox.nobody_knows(work, message, work.now)
    for _ in range(3):
        assert look(office) == 1
        office.desk.clock.advance(MINUTE)
    assert state(office, message) == "unknown"


def test_a_visit_that_was_cancelled_meanwhile_is_not_reminded_of_after_all(office: Office, twilio: FakeTwilio) -> None:
    """What comes back goes through the same checks as everything else."""
    from storage import appointments
    from tests.bot.test_reminders import THREE_DAYS_BEFORE
    from tests.bot.test_reminders import send_due as remind

    office.desk.clock.move_to(THREE_DAYS_BEFORE)
    remind(office)
    twilio.fail(RESET)
    send_due(office)
    with office.writing() as work:
        appointments.cancel(work, office.clinic, office.visit.id, actor="staff:1")
    minutes_pass(office, 5)
    assert twilio.sent() == []
    assert {row["step"]: row["reason"] for row in office.rows("reminders")} == {"3d": "cancelled", "2h": "cancelled"}
