"""What is known when a text arrives is found in one look."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import appointments, arrivals, patients, suppressions
from tests import builders
from tests.storage import rows
from tests.storage.rows import ANA, BEN, CAL
from tests.visits import TUESDAY, half_hour

DAY = timedelta(days=1)


@pytest.fixture
def on_file(at_work):
    with at_work() as work:
        for person in (ANA, BEN, CAL):
            patients.add(work, person)


def book(work, clinic, person, start):
    return appointments.book(work, clinic, half_hour(start), patient_id=person.id, actor="staff:1", source="staff")


def look(work, phone=ANA.phone, sid="SM9"):
    return arrivals.look(work, sid, "sms", phone)


def test_of_a_stranger_nothing_is_known(at_work, clinic, on_file):
    with at_work() as work:
        found = look(work, builders.phone(77))
        assert (found.answer, found.suppressed, found.conversation) == (None, False, None)
        assert (found.patients, found.visits) == ((), ())


def test_a_number_leads_to_a_family_and_all_its_visits_the_earliest_first(at_work, clinic, on_file):
    with at_work() as work:
        later, sooner = book(work, clinic, ANA, TUESDAY + DAY), book(work, clinic, BEN, TUESDAY)
        second = book(work, clinic, ANA, TUESDAY + 2 * DAY)
        book(work, clinic, CAL, TUESDAY + 3 * DAY)
        appointments.cancel(work, clinic, second.id, actor="staff:1")
    with at_work() as work:
        found = look(work)
        assert found.patients == patients.on_phone(work, ANA.phone) == (ANA, BEN)
        assert found.visits == appointments.upcoming_of(work, [ANA.id, BEN.id])
        assert [visit.id for visit in found.visits] == [sooner.id, later.id]


def test_answer_conversation_and_opt_out_come_with_it(at_work, clinic, on_file):
    with at_work() as work:
        rows.answered(work, "SM1", "At nine.")
        suppressions.opt_out(work, ANA.phone, source="conversation:1")
        talk = rows.talk(work)
    with at_work() as work:
        found = look(work, sid="SM1")
        assert (found.answer, found.suppressed, found.conversation) == ("At nine.", True, talk)
        assert look(work).answer is None


def test_all_of_it_is_one_statement(at_work, clinic, on_file):
    with at_work() as work:
        book(work, clinic, ANA, TUESDAY)
        with rows.counted(work) as executed:
            look(work)
        assert len(executed) == 1
