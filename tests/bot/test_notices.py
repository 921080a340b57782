"""What the clinic changes is told to its patient by one text."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot import notices, worker
from bot.thinking import InboundText
from bot.turns import take_text
from storage import appointments, patients, suppressions
from tests import builders
from tests.visits import TUESDAY, half_hour, person

if TYPE_CHECKING:
    from tests.office import Office

DAY = timedelta(days=1)


def bodies(office: Office) -> list[str]:
    return [row["body"] for row in office.rows("messages") if row["direction"] == "outbound"]


def test_a_moved_visit_is_told_and_can_be_changed_from_there(office: Office) -> None:
    with office.writing() as work:
        moved = appointments.move_to(work, office.clinic, office.visit.id, half_hour(TUESDAY + DAY), actor="staff:1")
        assert notices.tell_moved(work, office.clinic, moved)
    [text] = bodies(office)
    assert "moved" in text
    assert "Mar 17" in text
    [row] = office.rows("outbox")
    assert (row["kind"], row["state"]) == ("notice", "pending")
    [conversation] = office.rows("conversations")
    assert '"confirm"' in conversation["session"]


def test_a_cancelled_visit_is_told(office: Office) -> None:
    with office.writing() as work:
        cancelled = appointments.cancel(work, office.clinic, office.visit.id, actor="staff:1")
        assert notices.tell_cancelled(work, office.clinic, cancelled)
    [text] = bodies(office)
    assert "cancel" in text
    assert "Mar 16" in text


def test_news_are_written_in_the_patients_language_to_the_guardian(office: Office) -> None:
    with office.writing() as work:
        patients.update(work, person(1, language="es"))
        patients.add(work, person(3, "Mia", phone="", guardian_id="p1", sms_consent=False))
        slot = half_hour(TUESDAY + DAY)
        visit = appointments.book(work, office.clinic, slot, patient_id="p3", actor="staff:1", source="staff")
        assert notices.tell_cancelled(work, office.clinic, visit)
    [message] = office.rows("messages")
    assert message["to_number"] == builders.phone(1)
    assert "Mia" in message["body"]
    assert "17 de mar" in message["body"]


def test_no_news_for_who_opted_out_or_never_agreed(office: Office) -> None:
    with office.writing() as work:
        suppressions.opt_out(work, builders.phone(1), source="test")
        assert not notices.tell_cancelled(work, office.clinic, office.visit)
        patients.update(work, person(2, "Ben", sms_consent=False))
        slot = half_hour(TUESDAY + DAY)
        other = appointments.book(work, office.clinic, slot, patient_id="p2", actor="staff:1", source="staff")
        assert not notices.tell_moved(work, office.clinic, other)
    assert bodies(office) == []


def test_a_time_was_named_once_a_reminder_has_told_it(office: Office) -> None:
    with office.looking() as work:
        assert not notices.had_named(work, office.clinic, office.visit)
    office.desk.clock.move_to(datetime(2027, 3, 13, 9, 0, tzinfo=builders.ZONE))
    worker.reminders.send_due(office.desk, worker.threading.Event())
    with office.writing() as work:
        assert notices.had_named(work, office.clinic, office.visit)
        moved = appointments.move_to(work, office.clinic, office.visit.id, half_hour(TUESDAY + DAY), actor="import")
        assert not notices.had_named(work, office.clinic, moved)


def test_a_time_was_named_once_the_bot_has_answered_with_it(office: Office) -> None:
    take_text(
        office.desk,
        InboundText(office.new_sid(), builders.phone(1), office.clinic.phone, "when is my appointment?"),
    )
    with office.looking() as work:
        assert notices.had_named(work, office.clinic, office.visit)
