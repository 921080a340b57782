"""Booking by text, from the webhook to the committed row."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from storage import appointments, patients
from tests import builders
from tests.office import ANA, BEN, person, texts

if TYPE_CHECKING:
    from scheduler.model import Appointment
    from tests.office import Office


def said(office: Office, body: str, phone: str = BEN) -> str:
    return "\n".join(texts(office.text(phone, body)))


def bens(office: Office) -> tuple[Appointment, ...]:
    with office.looking() as work:
        return appointments.upcoming_of(work, ["p2"])


def test_a_visit_is_booked_only_after_it_was_read_back(office: Office) -> None:
    said(office, "I'd like to book a checkup with Dr. Lee on thursday afternoon")
    assert bens(office) == ()
    read_back = said(office, "2")
    assert "Shall I book it? Check-up, Thu, Mar 18 at 2:30 PM with Dr. Lee." in read_back
    assert bens(office) == ()
    done = said(office, "1")
    [visit] = bens(office)
    start = visit.slot.starts_at.astimezone(builders.ZONE)
    assert f"Thu, Mar 18 at {start.hour % 12}:{start:%M} PM" in done
    assert (visit.source, visit.status, visit.confirmation) == ("text", "booked", "needs-action")
    steps = {row["step"] for row in office.rows("reminders") if row["appointment_id"] == visit.id}
    assert steps == {"3d", "2h"}
    assert office.rows("holds") == []


def test_who_books_by_text_is_reminded_by_text(office: Office) -> None:
    with office.writing() as work:
        patients.update(work, replace(person(2, "Ben"), sms_consent=False))
    for body in ("I'd like to book a checkup on thursday", "1", "1"):
        said(office, body)
    with office.looking() as work:
        ben = patients.get(work, "p2")
    assert ben is not None
    assert ben.sms_consent


def test_a_time_that_passes_while_the_patient_thinks_is_not_booked(office: Office) -> None:
    assert "Fri, Mar 12, 3:00 PM" in said(office, "I'd like to book a checkup today at 3 pm")
    office.desk.clock.move_to(datetime(2027, 3, 12, 15, 30, tzinfo=builders.ZONE))
    assert "I could not keep that time any longer, so I looked again." in said(office, "1")
    assert bens(office) == ()


def test_two_who_want_the_same_time_do_not_both_get_it(office: Office) -> None:
    for phone in (ANA, BEN):
        said(office, "I want to book a new appointment, a checkup with dr lee thursday at 2 pm", phone)
    assert "Shall I book it" in said(office, "1", ANA)
    assert "just taken" in said(office, "1", BEN)


def test_a_visit_with_a_provider_who_does_not_give_it_is_offered_with_others(office: Office) -> None:
    offered = said(office, "I'd like to book an ultrasound with Dr. Lee on wednesday")
    assert "Nothing is free then" in offered
    assert "Dr. Ortiz" in offered
