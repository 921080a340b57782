"""What the inbox shows when it is asked for some of the cases only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from scheduler.clinic import parse_clinic
from storage import clinics, messages
from tests import builders
from tests.people import at_work, open_case

if TYPE_CHECKING:
    from tests.office import Office

pytestmark = pytest.mark.parametrize("database_kind", ["sqlite"])
ROUTES = '\n[[routes]]\nreason = "billing"\nteam = "Front office"\n'
SECOND_PLACE = '\n[[locations]]\nid = "north"\nname = "North"\naddress = "1 North Road"\n'


def rewrite(office: Office, more: str) -> None:
    with office.desk.database.writing() as connection:
        clinics.apply(connection, parse_clinic(builders.CLINIC_FILE + more, "oak.toml"), builders.NOW)


def test_by_reason_and_state(office: Office) -> None:
    mine, other = open_case(office, 1), open_case(office, 2, "records")
    anna = at_work(office)
    anna.get(f"/console/cases/{mine.id}")
    anna.post(f"/console/cases/{mine.id}/claim")
    for address, shown, hidden in (
        ("/console/?reason=records", other, mine),
        ("/console/?state=mine", mine, other),
        ("/console/?state=open", other, mine),
    ):
        page = anna.get(address).text
        assert f"case-{shown.id}" in page
        assert f"case-{hidden.id}" not in page


def test_the_list_that_is_filtered_refreshes_itself_filtered(office: Office) -> None:
    open_case(office, 1)
    anna = at_work(office)
    anna.get("/console/?reason=records")
    part = anna.refresh_of("cases")
    assert "reason=records" in part
    assert anna.get(part).status_code == 204
    assert "No such case" in anna.get("/console/?reason=records").text


def test_a_case_that_is_opened_from_a_filtered_list_leads_back_to_it(office: Office) -> None:
    bill, record = open_case(office, 1), open_case(office, 2, "records")
    anna = at_work(office)
    opened = f"/console/cases/{record.id}?reason=records"
    assert opened in anna.get("/console/?reason=records").text
    page = anna.get(opened).text
    assert 'href="/console/?reason=records"' in page
    assert f"case-{bill.id}" not in page


def test_whom_the_patient_is_waited_for_and_who_did_not_get_the_answer(office: Office) -> None:
    case = open_case(office, 1)
    anna = at_work(office)
    anna.get(f"/console/cases/{case.id}")
    anna.post(f"/console/cases/{case.id}/reply", body="Which bill?")
    assert f"case-{case.id}" in anna.get("/console/?state=answered").text
    assert f"case-{case.id}" not in anna.get("/console/?state=undeliverable").text
    with office.writing() as work:
        answer = messages.of_conversation(work, case.conversation_id, 1)[0]
        assert messages.advance(work, answer.id, "failed", ("queued",), error_code="30005")
    page = anna.get("/console/?state=undeliverable").text
    assert f"case-{case.id}" in page
    assert "Not delivered" in page


def test_a_reason_gives_its_cases_to_a_team(office: Office) -> None:
    rewrite(office, ROUTES)
    bill, record = open_case(office, 1), open_case(office, 2, "records")
    page = at_work(office).get("/console/?team=Front+office").text
    assert f"case-{bill.id}" in page
    assert f"case-{record.id}" not in page
    assert '<option value="Front office" selected>' in page


def test_by_the_location_of_a_coming_visit(office: Office) -> None:
    rewrite(office, SECOND_PLACE)
    ana, ben = open_case(office, 1), open_case(office, 2)
    page = at_work(office).get("/console/?location=main").text
    assert f"case-{ana.id}" in page
    assert f"case-{ben.id}" not in page


def test_a_filter_that_nobody_knows_is_not_asked(office: Office) -> None:
    case = open_case(office, 1)
    assert f"case-{case.id}" in at_work(office).get("/console/?state=lost").text
