"""A reminder call from end to end: made over Twilio's own interface, its documents fetched as Twilio would.

The fake telephone company takes the order over HTTP; the document is asked for at the address that the order named,
with what detection found, and each report goes where the order said.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from threading import Event
from urllib.parse import urlsplit

import pytest

from bot import reminders
from bot.calls import ringing
from bot.channels.voice import TwilioCalls
from storage import invariants
from tests import signing
from tests.caller import Caller
from tests.exchange import with_channel
from tests.fakes.twilio import FakeTwilio
from tests.office import Office

MACHINES = ("machine_start", "machine_end_beep", "machine_end_silence", "machine_end_other")
FOR_MACHINES = "This is Oak Hill Clinic. Please call us at (512) 555-0100."


@dataclass
class Rung(Caller):
    """The other end of the last call that was ordered."""

    twilio: FakeTwilio | None = None

    @property
    def order(self) -> dict[str, str]:
        assert self.twilio is not None
        return self.twilio.rung[-1]

    @property
    def sid(self) -> str:
        assert self.twilio is not None
        return signing.sid_of("call", len(self.twilio.rung), self.twilio.url, prefix="CA")

    @property
    def form(self) -> dict[str, str]:
        return super().form | {"From": self.order["From"], "To": self.order["To"], "Direction": "outbound-api"}

    def picked_up(self, by: str) -> Caller:
        return self.posts(target(self.order["Url"]), AnsweredBy=by, CallStatus="in-progress")

    def ended(self, status: str) -> None:
        form = self.form | {"CallStatus": status, "SequenceNumber": "1"}
        assert self.office.post(target(self.order["StatusCallback"]), form).status_code == 204


def target(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.path}?{parts.query}"


@pytest.fixture
def rung(open_office: Callable[..., Office], twilio: FakeTwilio) -> Rung:
    """The first reminder of Ana's visit is due, is to be spoken, and has been ordered."""
    office = open_office(TWILIO_API_URL=twilio.url)
    with_channel(office, "voice")
    office.desk.clock.advance(timedelta(days=1))
    call = Rung(office, twilio=twilio)
    work(call)
    assert len(twilio.rung) == 1
    return call


def work(call: Rung) -> None:
    desk = call.office.desk
    reminders.send_due(desk, Event())
    ringing.ring_due(desk, TwilioCalls(desk.settings), Event())


def outcome(call: Rung) -> tuple[str, list[str]]:
    with call.office.looking() as looked:
        assert invariants.check(looked, call.office.clinic).violations == []
    state = next(str(row["state"]) for row in call.office.rows("reminders") if row["step"] == "3d")
    return state, [case["reason"] for case in call.office.rows("cases")]


def test_a_person_confirms(rung: Rung) -> None:
    rung.picked_up("human")
    assert "calling for Ana" in rung.heard
    rung.keys("1", "1")
    rung.ended("completed")
    assert rung.office.appointment().confirmation == "accepted"
    assert outcome(rung) == ("delivered", [])


@pytest.mark.parametrize("by", ["unknown", "", "something_new"])
def test_where_detection_cannot_tell_the_name_comes_after_a_key(rung: Rung, by: str) -> None:
    rung.picked_up(by)
    assert "Ana" not in rung.heard
    rung.keys("1")
    assert "calling for Ana" in rung.heard
    rung.keys("1", "1")
    rung.ended("completed")
    assert outcome(rung) == ("delivered", [])


@pytest.mark.parametrize("by", MACHINES)
def test_a_machine_hears_name_and_number(rung: Rung, by: str) -> None:
    assert rung.picked_up(by).heard == FOR_MACHINES
    rung.ended("completed")
    assert outcome(rung) == ("sent", [])


def test_a_fax_is_hung_up_on(rung: Rung) -> None:
    assert rung.picked_up("fax").verbs == ["Hangup"]
    rung.ended("completed")
    assert outcome(rung) == ("failed", ["delivery_failed"])


@pytest.mark.parametrize(
    ("status", "minutes"), [("busy", 11), ("no-answer", 61), ("failed", 31), ("canceled", 31), ("completed", 0)]
)
def test_what_did_not_come_through_is_ordered_again_and_what_did_is_not(rung: Rung, status: str, minutes: int) -> None:
    for number in range(1, 5):
        rung.ended(status)
        rung.office.desk.clock.advance(timedelta(minutes=minutes or 120))
        work(rung)
        assert len(rung.twilio.rung if rung.twilio else ()) == (1 if status == "completed" else min(number + 1, 4))
    # Four calls that nobody took end with a case; one that was over without anybody's key just ends.
    assert outcome(rung)[1] == ([] if status == "completed" else ["delivery_failed"])


def test_whoever_hangs_up_at_once_has_changed_nothing(rung: Rung) -> None:
    rung.picked_up("human")
    rung.ended("completed")
    assert rung.office.appointment().confirmation == "needs-action"
    assert outcome(rung) == ("sent", [])
