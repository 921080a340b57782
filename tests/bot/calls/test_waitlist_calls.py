"""The waiting list on the telephone: joining it, an offer by a call, taking it, letting it pass, leaving."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event

import pytest

from bot import waitlist as rounds
from scheduler.model import WaitlistEntry
from scheduler.wishes import Grain, When, Window
from storage import appointments, calls, invariants, patients, waitlist
from tests import builders
from tests.caller import ANA_WAS_BORN, Caller
from tests.exchange import Exchange
from tests.office import ANA, Office, person
from tests.visits import MINUTES, half_hour

MONDAY = datetime(2027, 3, 15, tzinfo=builders.ZONE)
MORNING = When((Window(MONDAY.replace(hour=8), MONDAY.replace(hour=12), Grain.PART_OF_DAY),))


@pytest.fixture
def exchange(office: Office) -> Exchange:
    """Monday morning is full; Ana, who takes calls and no texts, waits for an earlier time than hers on Tuesday."""
    with office.writing() as work:
        patients.update(work, replace(person(1, "Ana"), sms_consent=False, voice_consent=True))
        for number in range(4, 10):
            patients.add(work, person(number, f"Dee{'e' * number}"))
            slot = half_hour(MONDAY.replace(hour=9) + 30 * (number - 4) * MINUTES)
            appointments.book(
                work,
                office.clinic,
                slot,
                patient_id=f"p{number}",
                actor="import",
                source="import",
                external_id=f"full{number}",
            )
        waits = WaitlistEntry(
            work.new_id(),
            "p1",
            "checkup",
            provider="lee",
            when=MORNING,
            moving=office.visit.id,
            moving_from=office.visit.slot.starts_at,
            source="call",
        )
        waitlist.join(work, waits, actor="test")
    return Exchange(office)


@pytest.fixture
def offered(exchange: Exchange) -> Exchange:
    """The first of the visits on Monday was cancelled, and a worker has looked."""
    free(exchange.office, 4)
    look(exchange)
    assert len(exchange.rung) == 1
    return exchange


def free(office: Office, number: int) -> None:
    with office.writing() as work:
        visit = appointments.by_external_id(work, [f"full{number}"])[f"full{number}"]
        appointments.cancel(work, office.clinic, visit.id, actor="test")


def look(exchange: Exchange) -> None:
    rounds.look(exchange.office.desk, Event())
    exchange.work()


def states(office: Office) -> tuple[list[str], list[str]]:
    return [row["state"] for row in office.rows("waitlist")], [row["state"] for row in office.rows("waitlist_offers")]


def kept_promises(office: Office) -> bool:
    with office.looking() as work:
        return invariants.check(work, office.clinic).violations == []


def test_an_offer_by_a_call_is_taken_by_a_key(offered: Exchange) -> None:
    call = offered.picked_up("human")
    assert "calling for Ana" in call.heard
    assert "Monday" not in call.heard
    call.keys("1")
    assert "A time came free: " in call.heard
    assert "Monday, March 15 at 9 AM" in call.heard
    assert "Press 1 to take it, 2 to let it pass, or 3 to leave the waiting list" in call.heard
    assert "Done" in call.keys("1").heard
    offered.ended("completed")
    assert offered.office.appointment().slot.starts_at == MONDAY.replace(hour=9)
    assert states(offered.office) == (["booked"], ["accepted"])
    assert offered.office.rows("outbox") == []
    assert kept_promises(offered.office)


def test_an_offer_is_taken_by_words(offered: Exchange) -> None:
    offered.picked_up("human").keys("1").says("yes please")
    assert states(offered.office) == (["booked"], ["accepted"])


def test_who_lets_it_pass_keeps_the_place_in_line(offered: Exchange) -> None:
    call = offered.picked_up("human").keys("1", "2")
    assert "You keep your place" in call.heard
    assert states(offered.office) == (["waiting"], ["declined"])
    assert offered.office.rows("holds") == []


def test_who_leaves_the_list_in_the_call_is_off_it(offered: Exchange) -> None:
    assert "no longer on the waiting list" in offered.picked_up("human").keys("1", "3").heard
    assert states(offered.office)[0] == ["left"]


def test_a_machine_hears_nothing_of_the_offer(offered: Exchange) -> None:
    assert offered.picked_up("machine_end_beep").heard == "This is Oak Hill Clinic. Please call us at (512) 555-0100."


def test_nothing_else_can_be_asked_without_a_date_of_birth(offered: Exchange) -> None:
    call = offered.picked_up("human").keys("1").says("when is my next appointment")
    assert "date of birth" in call.heard


@pytest.mark.parametrize("status", ["busy", "no-answer", "failed", "canceled"])
def test_an_offer_that_nobody_heard_lapses_and_nobody_is_called_about_it_later(offered: Exchange, status: str) -> None:
    offered.ended(status)
    offered.office.desk.clock.advance(timedelta(minutes=61))
    look(offered)
    assert len(offered.rung) == 1
    assert states(offered.office) == (["waiting"], ["lapsed"])
    assert offered.office.rows("cases") == []
    assert kept_promises(offered.office)


def test_an_offer_is_called_again_while_it_stands(offered: Exchange) -> None:
    offered.ended("busy")
    offered.office.desk.clock.advance(timedelta(minutes=11))
    offered.work()
    assert len(offered.rung) == 2


def test_who_picks_up_too_late_hears_so(offered: Exchange) -> None:
    call = offered.picked_up("human")
    offered.office.desk.clock.advance(timedelta(minutes=31))
    rounds.look(offered.office.desk, Event())
    assert "no longer free" in call.keys("1").heard
    assert call.verbs[-1] == "Hangup"


def test_nobody_is_called_who_pressed_nine(exchange: Exchange) -> None:
    with exchange.office.writing() as work:
        calls.stop(work, ANA, "test")
    free(exchange.office, 4)
    look(exchange)
    assert exchange.rung == []
    assert [row["reason"] for row in exchange.office.rows("waitlist")] == ["opted_out"]


def test_the_list_is_joined_and_left_in_a_call(office: Office) -> None:
    with office.writing() as work:
        calls_only = replace(person(1, "Ana"), sms_consent=False)
        patients.update(work, calls_only)
    call = Caller(office).dials().says("put me on the waiting list").keys(ANA_WAS_BORN)
    assert "You are on the waiting list. I'll tell you when a time comes free." in call.heard
    assert [(row["state"], row["source"]) for row in office.rows("waitlist")] == [("waiting", "call")]
    again = Caller(office, name="later").dials().says("take me off the waiting list")
    assert "date of birth" in again.heard
    assert "no longer on the waiting list" in again.keys(ANA_WAS_BORN).heard
    assert [row["state"] for row in office.rows("waitlist")] == ["left"]


def test_who_takes_texts_is_written_to(exchange: Exchange) -> None:
    with exchange.office.writing() as work:
        patients.update(work, person(1, "Ana", voice_consent=True))
    free(exchange.office, 4)
    look(exchange)
    assert exchange.rung == []
    assert [row["kind"] for row in exchange.office.rows("outbox")] == ["offer"]
