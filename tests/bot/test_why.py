"""Why a patient got a text, or got none: in plain words."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, get_args

import pytest

from bot import delivery, reminders, why
from bot.cli import main
from scheduler.contact import Refusal
from scheduler.model import AppointmentStatus
from storage import appointments, messages, outbox, patients, suppressions
from tests import builders
from tests.people import at_work, open_case
from tests.visits import MINUTES, TUESDAY, half_hour, person

if TYPE_CHECKING:
    from tests.office import Office

DAY = timedelta(days=1)
THREE_DAYS_BEFORE = datetime(2027, 3, 13, 9, 0, tzinfo=builders.ZONE)


def told(office: Office) -> list[str]:
    with office.looking() as work:
        return list(why.sentences(work, office.clinic, office.appointment()))


def send_due(office: Office, at: datetime) -> None:
    office.desk.clock.move_to(at)
    reminders.send_due(office.desk, threading.Event())


def test_before_anything_is_due_it_says_when_it_will_be(office: Office) -> None:
    first, second = told(office)
    assert first == "3d before: will be sent Sat Mar 13 at 09:00."
    assert second.startswith("2h before: will be sent Tue Mar 16 at 08:00 (moved, because ")
    assert "its own time, Tue Mar 16 at 07:00, falls into quiet hours" in second


def test_what_went_out_tells_when_and_whether_it_arrived(office: Office) -> None:
    send_due(office, THREE_DAYS_BEFORE)
    assert told(office)[0] == "3d before: is written and waits to be sent."
    with office.writing() as work:
        [message] = [messages.get(work, row["id"]) for row in office.rows("messages")]
        assert message is not None
        delivery.handed_over(work, office.clinic, message, "SM" + "a" * 32, "sent")
    assert told(office)[0] == "3d before: sent Sat Mar 13 at 09:00 and not reported as delivered yet, 1 segment."
    with office.writing() as work:
        delivery.report(work, office.clinic, message, "SM" + "a" * 32, "delivered", "")
    assert told(office)[0] == "3d before: sent Sat Mar 13 at 09:00 and delivered, 1 segment."


def test_a_text_whose_fate_nobody_knows_says_so(office: Office) -> None:
    send_due(office, THREE_DAYS_BEFORE)
    with office.writing() as work:
        [row] = outbox.claim(work, 1, work.now + DAY)
        outbox.settle(work, row.message_id, "unknown")
    assert "may have been sent: the phone company did not say, and we are asking" in told(office)[0]


def test_who_opted_out_is_told_beside_what_is_still_planned_and_after_it_was_skipped(office: Office) -> None:
    with office.writing() as work:
        suppressions.opt_out(work, builders.phone(1), source="test")
    assert told(office)[0] == (
        "3d before: will be sent Sat Mar 13 at 09:00 but not as things stand, because this number has opted out of our "
        "texts."
    )
    send_due(office, THREE_DAYS_BEFORE)
    assert told(office)[0] == "3d before: not sent, because this number has opted out of our texts."


def test_a_visit_that_moved_tells_of_both_times(office: Office) -> None:
    with office.writing() as work:
        appointments.move_to(work, office.clinic, office.visit.id, half_hour(TUESDAY + DAY), actor="staff:1")
    assert "3d before of the old time, Tue Mar 16 at 09:00: not sent, because the visit moved to another time." in told(
        office
    )
    assert "3d before: will be sent Sun Mar 14 at 09:00." in told(office)


def test_a_visit_that_was_over_when_it_was_entered_has_no_reminders(office: Office) -> None:
    with office.writing() as work:
        past = appointments.book(
            work,
            office.clinic,
            half_hour(TUESDAY - 7 * DAY),
            patient_id="p2",
            actor="test",
            source="import",
            status=AppointmentStatus.FULFILLED,
        )
        assert why.sentences(work, office.clinic, past) == (
            "No reminders: the visit was not to come when it was entered.",
        )


def test_every_reason_that_a_reminder_can_have_is_explained() -> None:
    assert set(get_args(Refusal)) <= set(why.SKIPPED)


def test_the_command_finds_a_visit_by_either_id_and_says_where_ids_are(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for_house(office, monkeypatch)
    for name in ("v1", office.visit.id):
        with pytest.raises(SystemExit) as ended:
            main(["why", name])
        assert ended.value.code in (0, None)
        out = capsys.readouterr().out
        assert out.startswith("Appointment v1: checkup with lee, Tue 2027-03-16 09:00 CDT, booked, needs-action\n")
        assert "3d before: will be sent" in out
        assert "Ana" not in out
    with pytest.raises(SystemExit) as ended:
        main(["why", "v99"])
    assert ended.value.code == 2
    assert "frontdesk export appointments" in capsys.readouterr().err


def test_the_forecast_counts_texts_and_segments_and_who_would_get_none(
    office: Office, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with office.writing() as work:
        patients.add(work, person(3, "Mia", phone="", guardian_id="p1", sms_consent=False))
        for number, patient in ((1, "p3"), (2, "p2")):
            slot = half_hour(TUESDAY + number * 60 * MINUTES)
            appointments.book(work, office.clinic, slot, patient_id=patient, actor="test", source="staff")
        suppressions.opt_out(work, builders.phone(2), source="test")
    for_house(office, monkeypatch)
    with pytest.raises(SystemExit):
        main(["forecast", "--days", "7"])
    assert capsys.readouterr().out.splitlines() == [
        "Sat 2027-03-13  09:00-11:00  reminder 3d     1 text in 2 segments (1 not sent: opted_out)",
        "Tue 2027-03-16  08:00-09:00  reminder 2h     1 text in 1 segment (1 not sent: opted_out)",
        "In 7 days: 2 texts in 3 segments.",
    ]
    with pytest.raises(SystemExit):
        main(["forecast", "--days", "1", "--format", "jsonl"])
    assert '"not_sent": {}' in capsys.readouterr().out


def test_the_console_says_it_beside_the_visit(office: Office) -> None:
    case = open_case(office)
    page = at_work(office).get(f"/console/cases/{case.id}").text
    assert "3d before: will be sent Sat Mar 13 at 09:00." in page


def for_house(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command works over this office's database."""
    from tests.office import variables

    url = office.desk.settings.database_url.replace("postgresql+psycopg", "postgresql")
    for name, value in variables(url).items():
        monkeypatch.setenv(name, value)
