"""Booking into a held slot: the hold goes, the visit comes, with reminders and consent."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from scheduler.clinic import Clinic
from scheduler.errors import HoldExpired, SlotTaken
from scheduler.model import Hold, Patient
from storage import appointments, consents, conversations, patients, reminders
from storage.schema import audit, cells, holds
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person, ultrasound

TALK = "conversation:c1"
PHONE = builders.phone(1)


def keep(work: Work, clinic: Clinic, slot: object = None, minutes: int = 10) -> Hold:
    talk = conversations.lock(work, "sms", PHONE, "en")
    hold = appointments.hold(
        work,
        clinic,
        slot or half_hour(TUESDAY),
        patient_id="p1",
        conversation_id=talk.id,
        moving=None,
        expires_at=work.now + minutes * MINUTES,
    )
    assert hold is not None
    return hold


def test_a_held_slot_becomes_a_visit_and_the_hold_is_gone(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        patients.add(work, person(1, "Ana"))
        hold = keep(work, clinic, ultrasound(TUESDAY))
        visit = appointments.book_held(work, clinic, hold, actor=TALK, source="text")
    with at_work() as work:
        assert appointments.get(work, visit.id) == visit
        assert (visit.slot, visit.source, visit.confirmation) == (hold.slot, "text", "needs-action")
        assert work.connection.execute(select(holds)).all() == []
        taken = work.connection.execute(select(cells)).all()
        assert {row.appointment_id for row in taken} == {visit.id}
        assert len(taken) == 18, "the provider with the buffer and the room without"
        written = [row.action for row in work.connection.execute(select(audit))]
        assert "appointment.booked" in written


def test_reminders_are_planned_and_those_already_past_are_skipped(clinic: Clinic, at_work: AtWork) -> None:
    with at_work(timedelta(days=2)) as work:
        patients.add(work, person(1, "Ana"))
        visit = appointments.book_held(work, clinic, keep(work, clinic), actor=TALK, source="text")
        planned = {row.step: (row.state, row.reason) for row in reminders.of_appointment(work, visit.id)}
    assert planned == {"3d": ("skipped", "booked_late"), "2h": ("planned", "")}


def test_a_hold_that_ran_out_books_nothing(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        patients.add(work, person(1, "Ana"))
        hold = keep(work, clinic)
    with at_work(timedelta(minutes=10)) as work, pytest.raises(HoldExpired):
        appointments.book_held(work, clinic, hold, actor=TALK, source="text")
    with at_work() as work:
        assert appointments.upcoming_of(work, ["p1"]) == ()


def test_a_hold_is_booked_once(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        patients.add(work, person(1, "Ana"))
        hold = keep(work, clinic)
        appointments.book_held(work, clinic, hold, actor=TALK, source="text")
        with pytest.raises(HoldExpired):
            appointments.book_held(work, clinic, hold, actor=TALK, source="text")
        assert len(appointments.upcoming_of(work, ["p1"])) == 1


def test_a_held_slot_is_free_for_nobody_else(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        patients.add(work, person(1, "Ana"))
        patients.add(work, person(2, "Ben"))
        hold = keep(work, clinic)
        with pytest.raises(SlotTaken):
            appointments.book(work, clinic, hold.slot, patient_id="p2", actor="staff:1", source="staff")
        assert appointments.book_held(work, clinic, hold, actor=TALK, source="text").patient_id == "p1"


@pytest.mark.parametrize(
    ("patient", "who"),
    [
        (person(1, "Ana", sms_consent=False), ["p1"]),
        (person(1, "Ana", sms_consent=False, phone="", guardian_id="p2"), ["p2"]),
        (person(1, "Ana", sms_consent=False, phone=builders.phone(9)), []),
    ],
    ids=["the patient's own phone", "a guardian's phone", "another phone"],
)
def test_who_books_by_text_consents_to_texts_on_that_phone(at_work: AtWork, patient: Patient, who: list[str]) -> None:
    with at_work() as work:
        guardian = person(2, "Ben", sms_consent=False, phone=PHONE)
        patients.add(work, guardian)
        patients.add(work, patient)
        consents.give(work, "p1", PHONE, "sms", actor=TALK)
    with at_work() as work:
        people = patients.many(work, ["p1", "p2"])
        assert [one.id for one in people.values() if one.sms_consent] == who
        written = [row.subject for row in work.connection.execute(select(audit)) if row.action == "patient.consented"]
        assert written == [f"patient:{one}" for one in who]
