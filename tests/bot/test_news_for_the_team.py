"""Late, here, and no more reminders: from the webhook to what the calendar and the worker make of it."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

from bot import reminders
from tests.office import ANA, TUESDAY, texts

if TYPE_CHECKING:
    from tests.office import Office


def said(office: Office, body: str, phone: str = ANA) -> str:
    return "\n".join(texts(office.text(phone, body)))


def before_the_visit(office: Office, minutes: int) -> None:
    office.desk.clock.move_to(TUESDAY - timedelta(minutes=minutes))


def test_who_runs_late_hears_whether_the_visit_still_fits(office: Office) -> None:
    before_the_visit(office, 20)
    assert "That still works" in said(office, "I'm running 15 minutes late")
    assert "not be time for the whole visit" in said(office, "I'm going to be 170 minutes late")
    [case] = office.rows("cases")
    assert (case["reason"], case["priority"]) == ("running_late", "urgent")


def test_who_is_here_has_arrived(office: Office) -> None:
    before_the_visit(office, 10)
    assert "Welcome" in said(office, "I'm here")
    assert office.appointment().status == "arrived"


def test_no_more_reminders_means_none_but_answers_still_come(office: Office) -> None:
    assert "no more reminders" in said(office, "stop the reminders please")
    office.desk.clock.move_to(TUESDAY - timedelta(hours=1))
    reminders.send_due(office.desk, threading.Event())
    assert {(row["state"], row["reason"]) for row in office.rows("reminders")} == {("skipped", "muted")}
    assert office.rows("outbox") == []
    assert "9:00" in said(office, "when is my appointment?")


def test_start_brings_the_reminders_back(office: Office) -> None:
    said(office, "stop the reminders please")
    said(office, "START")
    assert office.rows("mutes") == []


def test_an_answer_of_the_clinics_own_is_in_the_audit_log_by_its_id(office: Office) -> None:
    assert "Parking is free" in said(office, "where can I park?")
    assert [row["subject"] for row in office.rows("audit") if row["action"] == "answer.given"] == ["answer:parking"]
