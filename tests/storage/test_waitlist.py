"""Places in line and offers, as rows: who has one, how it ends, and what is left of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scheduler.clinic import Clinic
from scheduler.errors import HoldExpired, PatientBusy, SlotTaken
from scheduler.model import Appointment, Hold, WaitlistEntry
from scheduler.wishes import Grain, When, Window
from storage import appointments, conversations, holds, patients, waitlist
from storage.work import Work
from tests import builders
from tests.storage.rows import audited
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person

MORNING = When((Window(TUESDAY, TUESDAY + 180 * MINUTES, Grain.PART_OF_DAY),))


@pytest.fixture
def people(at_work: AtWork) -> None:
    with at_work() as work:
        for number in (1, 2, 3):
            patients.add(work, person(number))


def join(work: Work, patient: str = "p1", **changes: object) -> WaitlistEntry:
    entry = WaitlistEntry(work.new_id(), patient, "checkup", when=MORNING)
    return waitlist.join(work, replace(entry, **changes), actor="staff:1")  # type: ignore[arg-type]


def hold(work: Work, clinic: Clinic, patient: str = "p1") -> Hold:
    talk = conversations.lock(work, "sms", builders.phone(int(patient[1:])), "en")
    about = {"patient_id": patient, "conversation_id": talk.id, "moving": None}
    held = appointments.hold(work, clinic, half_hour(TUESDAY), expires_at=work.now + 30 * MINUTES, **about)
    assert held is not None
    return held


def offer(work: Work, clinic: Clinic, entry: WaitlistEntry) -> waitlist.Offered:
    held = hold(work, clinic, entry.patient_id)
    assert waitlist.make_offer(work, entry, held, held.slot.ends_at, {"reason": "first_in_line"})
    made = waitlist.offer(work, held.id)
    assert made is not None
    return made


def book(work: Work, clinic: Clinic, patient: str, actor: str = "staff:1") -> Appointment:
    slot = half_hour(TUESDAY)
    return appointments.book(work, clinic, slot, patient_id=patient, actor=actor, source="staff")


@pytest.mark.usefixtures("people")
def test_the_line_is_in_the_order_of_joining_and_who_joins_again_keeps_the_place(at_work: AtWork) -> None:
    with at_work() as work:
        first, second = join(work), join(work, "p2")
        again = join(work, when=When(), provider="ortiz")
        assert again.id == first.id
        assert [entry.id for entry in waitlist.in_line(work)] == [first.id, second.id]
        assert waitlist.in_line(work)[0].provider == "ortiz"
        assert waitlist.known(work, second.id).when == MORNING


@pytest.mark.usefixtures("people")
def test_an_offer_that_ends_gives_its_hold_back_and_the_place_stays(at_work: AtWork, clinic: Clinic) -> None:
    with at_work() as work:
        entry = join(work)
        made = offer(work, clinic, entry)
        assert waitlist.known(work, entry.id).state == "offered"
        assert not waitlist.make_offer(work, entry, Hold("x", made.slot, "p1", work.now), made.slot.ends_at, {})
        assert waitlist.close(work, made, "declined", "let_pass", actor="conversation:1")
        assert not waitlist.close(work, made, "lapsed", "no_answer", actor="worker")
        assert holds.find(work, made.hold_id) is None
        after = waitlist.known(work, entry.id)
        assert (after.state, after.offers) == ("waiting", 1)
        done = [action for _, action, subject, _, _ in audited(work) if subject == f"waitlist:{entry.id}"]
        assert done == ["waitlist.joined", "waitlist.offered", "waitlist.declined"]


@pytest.mark.usefixtures("people")
@pytest.mark.parametrize("actor", ["staff:1", "token:1", "import"])
def test_an_offer_yields_to_everybody_but_another_patient(at_work: AtWork, clinic: Clinic, actor: str) -> None:
    with at_work() as work:
        entry = join(work)
        offer(work, clinic, entry)
        with pytest.raises(SlotTaken):
            book(work, clinic, "p2", "conversation:2")
        assert waitlist.known(work, entry.id).state == "offered"
        book(work, clinic, "p2", actor)
        [withdrawn] = waitlist.untold(work, 10)
        assert (withdrawn.state, withdrawn.reason) == ("withdrawn", "filled")
        assert waitlist.known(work, entry.id).state == "waiting"
        assert waitlist.mark_told(work, withdrawn)
        assert not waitlist.mark_told(work, withdrawn)


@pytest.mark.usefixtures("people")
def test_a_booking_that_fails_anyway_withdraws_nothing(at_work: AtWork, clinic: Clinic) -> None:
    with at_work() as work:
        entry = join(work)
        offer(work, clinic, entry)
        half_past = half_hour(TUESDAY + 30 * MINUTES)
        appointments.book(work, clinic, half_past, patient_id="p3", actor="staff:1", source="staff")
        across = half_hour(TUESDAY + 15 * MINUTES)
        with pytest.raises(SlotTaken):
            appointments.book(work, clinic, across, patient_id="p2", actor="staff:1", source="staff")
        assert waitlist.known(work, entry.id).state == "offered"
        assert waitlist.untold(work, 10) == ()


@pytest.mark.usefixtures("people")
def test_who_leaves_gives_an_open_offer_back(at_work: AtWork, clinic: Clinic) -> None:
    with at_work() as work:
        entry = join(work)
        made = offer(work, clinic, entry)
        assert waitlist.leave(work, entry.id, actor="conversation:1")
        assert not waitlist.leave(work, entry.id, actor="conversation:1")
        assert holds.find(work, made.hold_id) is None
        assert waitlist.in_line(work) == ()


@pytest.mark.usefixtures("people")
def test_offers_lapse_when_their_time_is_over(at_work: AtWork, clinic: Clinic) -> None:
    with at_work() as work:
        made = offer(work, clinic, join(work))
        assert waitlist.lapsed(work, 10) == ()
    with at_work(30 * MINUTES) as work:
        assert [each.id for each in waitlist.lapsed(work, 10)] == [made.id]


# --- held, then booked


@pytest.mark.usefixtures("people")
def test_a_held_time_becomes_a_visit_and_the_hold_is_gone(at_work: AtWork, clinic: Clinic) -> None:
    with at_work() as work:
        held = hold(work, clinic)
        visit = appointments.book_held(work, clinic, held, actor="conversation:1", source="sms")
        assert (visit.patient_id, visit.slot) == ("p1", held.slot)
        assert holds.find(work, held.id) is None


@pytest.mark.usefixtures("people")
def test_a_hold_that_ran_out_books_nothing(at_work: AtWork, clinic: Clinic) -> None:
    with at_work() as work:
        held = hold(work, clinic)
    with at_work(30 * MINUTES) as work, pytest.raises(HoldExpired):
        appointments.book_held(work, clinic, held, actor="conversation:1", source="sms")


@pytest.mark.usefixtures("people")
def test_nobody_is_in_two_places_at_once_but_by_an_import(at_work: AtWork, clinic: Clinic) -> None:
    there = half_hour(TUESDAY + 15 * MINUTES, "ortiz")
    with at_work() as work:
        first = book(work, clinic, "p1")
        own = {"patient_id": "p1", "source": "staff"}
        with pytest.raises(PatientBusy):
            appointments.book(work, clinic, there, actor="staff:1", **own)
        later = appointments.book(work, clinic, half_hour(TUESDAY + 60 * MINUTES, "ortiz"), actor="staff:1", **own)
        with pytest.raises(PatientBusy):
            appointments.move_to(work, clinic, later.id, there, actor="staff:1")
        appointments.cancel(work, clinic, first.id, actor="staff:1")
        appointments.move_to(work, clinic, later.id, there, actor="staff:1")
        with pytest.raises(PatientBusy):
            appointments.set_status(work, clinic, first.id, first.status, actor="staff:1")
        assert appointments.book(work, clinic, half_hour(TUESDAY), actor="import", **own)
