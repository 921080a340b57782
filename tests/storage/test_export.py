"""Rows out: the contract's keys, instants in the right zone, pages without a seam."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from scheduler.clinic import Clinic
from scheduler.model import Slot
from storage import appointments, cases, forms, insurances, messages, patients, suppressions
from storage.exchange import exports
from storage.work import Work
from tests import builders
from tests.storage import rows
from tests.storage.conftest import AtWork

MONDAY_9 = datetime(2027, 3, 15, 14, 0, tzinfo=UTC)

KEYS = {
    "appointments": "id, external_id, clinic, patient_external_id, provider, visit_type, location, room, starts_at, "
    "ends_at, status, confirmation, source, created_at, updated_at",
    "patients": "external_id, first_name, last_name, date_of_birth, phone, language, email, timezone, sms_consent, "
    "voice_consent, guardian_external_id, id, clinic, opted_out, wrong_number, created_at",
    "messages": "id, conversation_id, clinic, channel, direction, author, from, to, body, sid, status, error_code, "
    "segments, created_at",
    "cases": "id, clinic, conversation_id, patient_external_id, reason, priority, state, summary, opened_at, "
    "claimed_by, resolved_at",
    "reminders": "id, appointment_external_id, step, channel, due_at, state, reason, sent_at",
    "forms": "id, clinic, patient_external_id, appointment_external_id, form, state, answers, source, created_at, "
    "updated_at, finished_at",
    "insurance": "id, clinic, patient_external_id, carrier, member_id, group_number, source, at",
    "audit": "id, at, clinic, actor, action, subject, before, after",
}


@pytest.fixture
def at_desk(at_work: AtWork, clinic: Clinic) -> AtWork:
    with at_work() as work:
        patients.add(work, rows.ANA)
        patients.add(work, rows.BEN)
        slot = Slot("lee", "checkup", "main", MONDAY_9, MONDAY_9 + timedelta(minutes=30))
        appointments.book(work, clinic, slot, patient_id=rows.ANA.id, actor="import", source="import", external_id="v1")
        form = forms.send(work, clinic, clinic.form("intake"), rows.ANA, None, actor="test")
        forms.keep(work, form.id, {"reason": "My knee"}, finished=True, actor="test")
        insurances.add(work, rows.ANA.id, "Aetna", "W123456789", "", source="test")
        talk = rows.talk(work)
        messages.add(work, [rows.text(work, talk, "Half a \ud83d\0 smile", sid="SM1")])
        cases.open_case(
            work,
            conversation_id=talk.id,
            reason="other",
            priority="urgent",
            summary="Please read.",
            patient_id=rows.ANA.id,
            actor="test",
        )
    return at_work


def told(work: Work, clinic: Clinic, what: str) -> list[dict[str, Any]]:
    return list(exports.rows(work, clinic, what))


@pytest.mark.parametrize("what", sorted(KEYS))
def test_rows_have_the_keys_of_the_contract(at_desk: AtWork, clinic: Clinic, what: str) -> None:
    with at_desk() as work:
        found = told(work, clinic, what)
    assert found
    assert list(found[0]) == KEYS[what].split(", ")


def test_a_visit_is_told_in_the_time_of_its_location(at_desk: AtWork, clinic: Clinic) -> None:
    with at_desk() as work:
        [visit] = told(work, clinic, "appointments")
    assert (visit["external_id"], visit["patient_external_id"], visit["clinic"]) == ("v1", "p1", "oak")
    assert visit["starts_at"] == "2027-03-15T09:00:00-05:00"
    assert visit["created_at"] == "2027-03-12T10:00:00-06:00"
    assert (visit["status"], visit["confirmation"], visit["room"]) == ("booked", "needs-action", None)


def test_a_patient_is_told_as_a_row_could_bring_them_in(at_desk: AtWork, clinic: Clinic) -> None:
    with at_desk() as work:
        suppressions.opt_out(work, rows.ANA.phone, source="test")
        ana, ben = told(work, clinic, "patients")
    assert (ana["date_of_birth"], ana["sms_consent"], ana["voice_consent"]) == ("1984-02-29", "yes", "no")
    assert (ana["opted_out"], ben["opted_out"], ben["guardian_external_id"]) == (True, False, "p1")


def test_bodies_come_out_as_they_came_in(at_desk: AtWork, clinic: Clinic) -> None:
    with at_desk() as work:
        [message] = told(work, clinic, "messages")
    assert message["body"] == "Half a \ud83d\0 smile"
    assert (message["from"], message["to"]) == (builders.phone(1), builders.phone(0))


def test_reminders_and_cases_name_whom_they_are_about(at_desk: AtWork, clinic: Clinic) -> None:
    with at_desk() as work:
        assert {row["appointment_external_id"] for row in told(work, clinic, "reminders")} == {"v1"}
        assert [row["patient_external_id"] for row in told(work, clinic, "cases")] == ["p1"]


def test_pages_follow_each_other_without_a_seam(
    at_desk: AtWork, clinic: Clinic, monkeypatch: pytest.MonkeyPatch
) -> None:
    with at_desk() as work:
        whole = told(work, clinic, "audit")
        monkeypatch.setattr(exports, "PAGE", 1)
        assert told(work, clinic, "audit") == whole
    assert [row["id"] for row in whole] == sorted(row["id"] for row in whole)


def test_the_waitlist_is_empty_so_far(at_desk: AtWork, clinic: Clinic) -> None:
    with at_desk() as work:
        assert told(work, clinic, "waitlist") == []
