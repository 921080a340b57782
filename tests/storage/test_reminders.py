"""Reminders follow the visit: planned with it, moved with it, gone with it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from scheduler.clinic import Clinic
from scheduler.model import Appointment
from storage import appointments, conversations, messages, patients, reminders
from storage.messages import Message
from storage.reminders import Reminder
from storage.work import Work
from tests import builders
from tests.visits import MINUTES, TUESDAY, AtWork, half_hour, person

DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def people(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        patients.add(work, person(1))
        patients.add(work, person(2, phone="", guardian_id="p1", timezone=""))


def book(work: Work, clinic: Clinic, start: datetime = TUESDAY, patient: str = "p1") -> Appointment:
    return appointments.book(work, clinic, half_hour(start), patient_id=patient, actor="staff:1", source="staff")


def told(rows: tuple[Reminder, ...], start: datetime = TUESDAY) -> dict[str, tuple[str, str]]:
    return {row.step: (row.state, row.reason) for row in rows if row.starts_at == start}


def in_a_text(work: Work, row: Reminder) -> str:
    """Let a reminder go out; the id of its message."""
    talk = conversations.lock(work, "sms", builders.phone(1), "en")
    text = Message(
        id=work.new_id(),
        conversation_id=talk.id,
        channel="sms",
        direction="outbound",
        author="bot",
        from_number=builders.phone(0),
        to_number=builders.phone(1),
        body="A reminder.",
        sid=None,
        in_reply_to_sid=None,
        status="queued",
        segments=1,
        media=0,
        created_at=work.now,
    )
    messages.add(work, [text])
    reminders.mark_sending(work, [row.id], text.id)
    return text.id


def test_a_booked_visit_has_its_steps_on_the_wall_clock(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        rows = reminders.of_appointment(work, book(work, clinic).id)
    assert [(row.step, row.due_at, row.ask_to_confirm) for row in rows] == [
        ("3d", datetime(2027, 3, 13, 9, 0, tzinfo=builders.ZONE), True),
        # Two hours before would be seven in the morning: quiet, and eight still leaves an hour.
        ("2h", datetime(2027, 3, 16, 8, 0, tzinfo=builders.ZONE), False),
    ]
    assert told(rows) == {"3d": ("planned", ""), "2h": ("planned", "")}


def test_a_step_that_is_past_when_a_visit_is_booked_is_skipped(clinic: Clinic, at_work: AtWork) -> None:
    with at_work(2 * DAY) as work:
        rows = reminders.of_appointment(work, book(work, clinic).id)
    assert told(rows) == {"3d": ("skipped", "booked_late"), "2h": ("planned", "")}


def test_quiet_hours_are_the_guardians_where_the_patient_has_no_phone(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        patients.update(work, person(1, timezone="America/Los_Angeles"))
        rows = reminders.of_appointment(work, book(work, clinic, TUESDAY + 60 * MINUTES, "p2").id)
    due = {row.step: row.due_at for row in rows}
    # Seven in the morning in Los Angeles; eight leaves less than an hour, so it goes out in the evening before.
    assert due["2h"] == datetime(2027, 3, 15, 21, 59, tzinfo=builders.ZONE)


def test_the_reminders_of_a_moved_visit_move_with_it(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        visit = book(work, clinic)
        appointments.move_to(work, clinic, visit.id, half_hour(TUESDAY + DAY), actor="staff:1")
        rows = reminders.of_appointment(work, visit.id)
    assert told(rows) == {"3d": ("skipped", "moved"), "2h": ("skipped", "moved")}
    assert told(rows, TUESDAY + DAY) == {"3d": ("planned", ""), "2h": ("planned", "")}


def test_a_visit_that_moves_back_is_reminded_of_again_but_never_twice(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        visit = book(work, clinic)
        first = reminders.of_appointment(work, visit.id)[0]
        reminders.advance(work, in_a_text(work, first), "sent")
        appointments.move_to(work, clinic, visit.id, half_hour(TUESDAY + DAY), actor="staff:1")
        appointments.move_to(work, clinic, visit.id, half_hour(TUESDAY), actor="staff:1")
        rows = reminders.of_appointment(work, visit.id)
    assert told(rows) == {"3d": ("sent", ""), "2h": ("planned", "")}
    assert told(rows, TUESDAY + DAY) == {"3d": ("skipped", "moved"), "2h": ("skipped", "moved")}


def test_a_cancelled_visit_is_reminded_of_only_when_it_is_booked_again(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        visit = book(work, clinic)
        appointments.cancel(work, clinic, visit.id, actor="staff:1")
        assert told(reminders.of_appointment(work, visit.id)) == {
            "3d": ("skipped", "cancelled"),
            "2h": ("skipped", "cancelled"),
        }
        appointments.set_status(work, clinic, visit.id, visit.status, actor="staff:1")
        rows = reminders.of_appointment(work, visit.id)
    assert told(rows) == {"3d": ("planned", ""), "2h": ("planned", "")}


def test_what_became_of_a_text_only_moves_its_reminder_forward(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        visit = book(work, clinic)
        text = in_a_text(work, reminders.of_appointment(work, visit.id)[0])
        assert [row.state for row in reminders.of_message(work, text)] == ["sending"]
        reminders.advance(work, text, "delivered")
        reminders.advance(work, text, "sent")
        reminders.advance(work, text, "failed", reason="30003")
        [row] = reminders.of_message(work, text)
    assert (row.state, row.reason, row.sent_at) == ("delivered", "", builders.NOW)


def test_the_next_reminder_of_a_phone_is_also_that_of_a_child(clinic: Clinic, at_work: AtWork) -> None:
    with at_work() as work:
        assert reminders.next_for_phone(work, builders.phone(1)) is None
        visit = book(work, clinic, patient="p2")
        following = reminders.next_for_phone(work, builders.phone(1))
        assert reminders.next_for_phone(work, builders.phone(90)) is None
    assert following is not None
    assert (following.appointment_id, following.step) == (visit.id, "3d")
