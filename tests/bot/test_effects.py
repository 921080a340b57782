"""What the effects of a dialog find in the calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from bot.effects import Hands
from dialogs import effects as orders
from dialogs.events import Facts, SlotsFound
from scheduler.model import AppointmentStatus
from storage import appointments, patients
from tests import builders
from tests.office import ANA, texts
from tests.visits import TUESDAY, half_hour

if TYPE_CHECKING:
    from tests.office import Office


def answer(office: Office, body: str) -> str:
    return "\n".join(texts(office.text(ANA, body)))


def test_the_nearest_openings_are_near_the_day_that_was_wished(office: Office) -> None:
    offered = answer(office, "Can I move my appointment to saturday april 24?")
    assert "Nothing is free then" in offered
    assert "Apr 23" in offered
    assert "Apr 26" in offered


def test_where_an_impossible_hour_was_wished_the_openings_after_it_are_offered(office: Office) -> None:
    offered = answer(office, "Can I move my appointment to 3 am?")
    assert "Nothing is free then" in offered
    assert "1 Tue, Mar 16, 9:30 AM\n2 Wed, Mar 17, 9:00 AM" in offered


def test_beyond_the_horizon_the_last_openings_are_the_nearest(office: Office) -> None:
    offered = answer(office, "Can I move my appointment to december 1?")
    assert "Nothing is free then" in offered
    assert "Mar " not in offered


def test_who_came_at_ten_twice_is_offered_times_around_ten_and_whom_they_saw(office: Office) -> None:
    friday = TUESDAY.replace(day=5, hour=10)
    with office.writing() as work:
        for weeks in (0, 3):
            slot = half_hour(friday - timedelta(weeks=weeks), "ortiz")
            about = {"patient_id": "p2", "actor": "import", "source": "import"}
            appointments.book(work, office.clinic, slot, status=AppointmentStatus.FULFILLED, **about)
    with office.looking() as work:
        ben = patients.get(work, "p2")
        assert ben
        hands = Hands(work, office.clinic, Facts(office.clinic, (ben,), ()), ben.phone)
        found = hands.carry_out(orders.FindSlots("checkup", patient_id="p2"))
    assert isinstance(found, SlotsFound)
    starts = [(slot.provider, slot.starts_at.astimezone(builders.ZONE)) for slot in found.slots]
    assert ("ortiz", TUESDAY.replace(day=15, hour=10)) in starts
    assert {at.hour for _, at in starts[1:]} == {10}


def test_whoever_stops_calls_by_text_is_called_no_more_and_still_gets_texts(office: Office) -> None:
    assert "won't call this number" in answer(office, "please stop calling me")
    assert len(office.rows("no_calls")) == 1
    assert office.rows("suppressions") == []
