"""Reports: figures that can be counted by hand, each with its meaning, and the same as CSV."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from bot import cases as verbs
from bot.cases import Caller
from scheduler.model import AppointmentStatus
from storage import appointments
from tests.bot.test_console import shown
from tests.office import ANA, TUESDAY, half_hour
from tests.people import at_work, audited, open_case

if TYPE_CHECKING:
    from tests.office import Office

MARCH = "first=2027-03-01&last=2027-03-31"


@pytest.fixture
def march(office: Office) -> Office:
    """Ana confirmed one visit and missed another; Ben asked about a bill and was answered after ten minutes."""
    with office.writing() as work:
        for hours, status in ((1, AppointmentStatus.NOSHOW), (2, AppointmentStatus.CANCELLED)):
            slot = half_hour(TUESDAY + timedelta(hours=hours))
            visit = appointments.book(work, office.clinic, slot, patient_id="p1", actor="staff:1", source="staff")
            appointments.set_status(work, office.clinic, visit.id, status, actor="staff:1")
        appointments.confirm(work, office.visit.id, actor="staff:1")
    office.text(ANA, "when is my appointment?")
    case = open_case(office, 2)
    office.desk.clock.advance(timedelta(minutes=10))
    with office.writing() as work:
        verbs.reply(work, office.clinic, case.id, Caller("staff", "1", "kim@oak.example"), "It is on its way.")
    return office


def test_every_figure_can_be_counted_by_hand(march: Office) -> None:
    page = shown(at_work(march, role="manager").get(f"/console/reports?{MARCH}").text)
    for figure in (
        "Confirmed 100.0 % of 1 visits that were not cancelled",
        "Did not come 100.0 % of 1 visits marked as seen or as missed",
        "Finished by the bot 50.0 % of 2 conversations, no case was opened",
        "Staff answer after 10 min half of 1 answered cases",
        "Dr. Lee 3 1 1 1 1",
        "Billing 1 100.0",
        "Staff 1 1",
    ):
        assert figure in page
    assert audited(march, "reports.opened") == [("reports.opened", "clinic:oak")]


def test_other_days_count_nothing(march: Office) -> None:
    page = shown(at_work(march, role="manager").get("/console/reports?first=2026-01-01&last=2026-01-31").text)
    assert "Confirmed – of 0 visits" in page
    assert page.count("Nothing in these days.") == 8


def test_what_was_not_understood_is_there_to_learn_from(office: Office) -> None:
    for words in ("flurbl", "gnorp zick", "blarg wibble"):
        office.text(ANA, words)
    page = shown(at_work(office, role="manager").get(f"/console/reports?{MARCH}").text)
    assert "blarg wibble" in page


@pytest.mark.parametrize("database_kind", ["sqlite"])
def test_a_table_comes_as_a_file_and_agents_do_not_get_it(march: Office) -> None:
    manager = at_work(march, role="manager")
    file = manager.get(f"/console/reports/providers.csv?{MARCH}")
    assert file.mimetype == "text/csv"
    assert file.text.splitlines()[1] == "Dr. Lee,3,1,1,1,1"
    assert manager.get("/console/reports/salaries.csv").status_code == 404
    assert at_work(march, "kim@oak.example").get("/console/reports").status_code == 403
