"""A worker killed at each point between claim and settle: every message still goes out once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from bot import channels, reconciling
from bot.channels.base import Outgoing
from bot.outbox import Sender
from storage import outbox
from tests.bot.test_outbox import queue, state
from tests.fakes.twilio import FakeTwilio
from tests.office import ANA

if TYPE_CHECKING:
    from tests.office import Office

MESSAGES = 6
MINUTE = timedelta(minutes=1)


class Killed(BaseException):
    """Nothing catches it: whatever was to come does not come."""


@pytest.fixture
def office(open_office: Callable[..., Office], twilio: FakeTwilio) -> Office:
    opened = open_office(TWILIO_API_URL=twilio.url)
    opened.text(ANA, "hi")
    return opened


class Doomed:
    """A channel whose process dies at some call: before Twilio has it, or after."""

    def __init__(self, channel: Any, *, after: bool) -> None:
        self._channel, self._after = channel, after

    def __getattr__(self, name: str) -> Any:
        return getattr(self._channel, name)

    def send(self, outgoing: Outgoing) -> str:
        if self._after:
            self._channel.send(outgoing)
        raise Killed


def die_claiming(office: Office, channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The claim is not committed."""

    claim = outbox.claim

    def claim_and_die(*args: Any) -> Any:
        claim(*args)
        raise Killed

    monkeypatch.setattr("bot.outbox.outbox.claim", claim_and_die)
    work(office, channel)


def die_after_the_claim(office: Office, channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sender, "_attempt", kill)
    work(office, channel)


def die_before_twilio_has_it(office: Office, channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    work(office, Doomed(channel, after=False))


def die_before_the_answer(office: Office, channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    work(office, Doomed(channel, after=True))


def die_settling(office: Office, channel: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """What came of it is not committed."""
    monkeypatch.setattr("bot.outbox.delivery.handed_over", kill)
    work(office, channel)


def kill(*_args: object) -> None:
    raise Killed


def work(office: Office, channel: Any) -> None:
    reconciling.settle_unknown(office.desk, channel)
    Sender(office.desk, channel, threading.Event()).send_due()


@pytest.mark.parametrize(
    "die", [die_claiming, die_after_the_claim, die_before_twilio_has_it, die_before_the_answer, die_settling]
)
def test_a_worker_that_dies_at_it_leaves_nothing_unsent_and_nothing_doubled(
    office: Office, twilio: FakeTwilio, die: Callable[..., None]
) -> None:
    sent = {f"Number {number}": queue(office, f"Number {number}") for number in range(MESSAGES)}
    channel = channels.choose(office.desk.settings)
    with pytest.MonkeyPatch.context() as patch, pytest.raises(Killed):
        die(office, channel, patch)
    for _ in range(6):
        office.desk.clock.advance(MINUTE)
        work(office, channel)
    assert sorted(text.body for text in twilio.sent()) == sorted(sent)
    assert {state(office, message) for message in sent.values()} == {"sent"}
