"""`frontdesk check` finds what must not be: each fault is made by hand and found under its name."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from dialogs.session import Session
from scheduler.clinic import Clinic
from scheduler.model import Slot, WaitlistEntry
from storage import (
    answering,
    appointments,
    cases,
    conversations,
    invariants,
    messages,
    outbox,
    outgoing_calls,
    patients,
    suppressions,
    turns,
    waitlist,
)  # fmt: skip
from storage.answering import Answered
from storage.database import Database
from storage.schema import cells, days, metadata
from storage.work import Work
from tests.builders import NOW
from tests.storage import rows
from tests.storage.conftest import AtWork

MONDAY_9 = datetime(2027, 3, 15, 14, 0, tzinfo=UTC)
TWIML = "<Response><Message>You are booked.</Message></Response>"
T = metadata.tables

Break = Callable[[Work], object]


@pytest.fixture
def lively(at_work: AtWork, clinic: Clinic) -> AtWork:
    """A clinic with two visits, an offer to somebody in line, a talk, a case and a notice on its way."""
    with at_work() as work:
        patients.add(work, rows.ANA)
        patients.add(work, rows.CAL)
        for number, hour in ((1, 0), (2, 2)):
            start = MONDAY_9 + timedelta(hours=hour)
            slot = Slot("lee", "checkup", "main", start, start + timedelta(minutes=30))
            appointments.book(
                work, clinic, slot, patient_id=rows.ANA.id, actor="test", source="import", external_id=f"v{number}"
            )
        talk = rows.talk(work)
        start = MONDAY_9 + timedelta(hours=5)
        opening = Slot("lee", "checkup", "main", start, start + timedelta(minutes=30))
        held = appointments.hold(
            work,
            clinic,
            opening,
            patient_id=rows.ANA.id,
            conversation_id=talk.id,
            moving=None,
            expires_at=NOW + timedelta(minutes=10),
        )
        entry = waitlist.join(work, WaitlistEntry(work.new_id(), rows.ANA.id, "checkup"), actor="test")
        assert held is not None
        assert waitlist.make_offer(work, entry, held, opening.ends_at, {})
        said = rows.text(work, talk, sid="SM1")
        reply = rows.text(work, talk, "You are booked.", author="bot", in_reply_to_sid="SM1", status="sent")
        record = json.dumps({"reply": "You are booked.", "effects": []})
        answering.keep(
            work, talk, Answered("SM1", TWIML, record, [said, reply], Session.fresh("en").to_json(), "en", ())
        )
        outbox.put(work, rows.text(work, talk, "News.", author="bot"), kind="notice", due_at=work.now)
        cases.open_case(
            work,
            conversation_id=talk.id,
            reason="other",
            priority="normal",
            summary="Please read.",
            patient_id=None,
            actor="test",
        )
    return at_work


def found(database: Database, clinic: Clinic) -> set[str]:
    with database.reading() as connection:
        work = database.work(connection, clinic.id, NOW, lambda: "none")
        return {violation.invariant for violation in invariants.check(work, clinic).violations}


def test_a_clinic_at_work_breaks_nothing(lively: AtWork, database: Database, clinic: Clinic) -> None:
    told = []
    with database.reading() as connection:
        work = database.work(connection, clinic.id, NOW, lambda: "none")
        findings = invariants.check(work, clinic, told.append)
    assert findings.violations == []
    assert findings.rows > 30
    assert len(told) == len(invariants.INVARIANTS)


def _set(table: str, **values: object) -> Break:
    return lambda work: work.connection.execute(update(T[table]).values(values))


def _later(work: Work) -> None:
    """The second visit where the first one is, in its row alone."""
    visits = T["appointments"]
    times = {
        "starts_at": MONDAY_9,
        "ends_at": MONDAY_9 + timedelta(hours=1),
        "busy_until": MONDAY_9 + timedelta(hours=1),
    }
    work.connection.execute(update(visits).where(visits.c.external_id == "v2").values(times))


def _extra_cell(work: Work) -> None:
    visit = appointments.by_external_id(work, ["v1"])["v1"]
    row = {"clinic": "oak", "resource": "room:us1", "lane": 0, "cell": 1, "appointment_id": visit.id}
    work.connection.execute(insert(cells), row)


def _opted_out_before(work: Work) -> None:
    suppressions.opt_out(work, rows.ANA.phone, source="test")
    _set("suppressions", at=NOW - timedelta(hours=1))(work)


def _reminder(**values: object) -> Break:
    """All reminders went out by the text that is on its way, with these values."""

    def go(work: Work) -> None:
        [waiting] = outbox.claim(work, 1, NOW)
        _set("reminders", state="sent", message_id=waiting.message_id, sent_at=NOW)(work)
        outbox.settle(work, waiting.message_id, "sent")
        message = T["messages"]
        these = message.c.id == waiting.message_id
        work.connection.execute(update(message).where(these).values(status="sent", **values))

    return go


def _in_the_night(work: Work) -> None:
    night = NOW.replace(hour=8)  # two in the morning, a day on which nobody had changed anything yet
    _reminder(created_at=night)(work)
    _set("reminders", sent_at=night)(work)
    for table in ("clinics", "patients"):
        _set(table, updated_at=night - timedelta(days=1))(work)


def _said_by_nobody(work: Work) -> None:
    talk = conversations.lock(work, "voice", rows.ANA.phone, "en")
    messages.add(work, [rows.text(work, talk, "A reminder.", author="bot")])


def _will_not_be_said(work: Work) -> None:
    _said_by_nobody(work)
    [message] = work.connection.execute(select(T["messages"].c.id).where(T["messages"].c.channel == "voice")).scalars()
    outgoing_calls.close(work, outgoing_calls.add(work, message, work.now), "void")


def _stranger_key(work: Work) -> None:
    work.connection.exec_driver_sql("UPDATE patients SET email = first_name")


@pytest.mark.parametrize(
    ("fault", "invariant"),
    [
        (_later, "no two visits overlap"),
        (lambda work: work.connection.execute(delete(cells)), "visits and holds have their cells"),
        (_extra_cell, "visits and holds have their cells"),
        (lambda work: work.connection.execute(delete(days)), "calendar days are as their cells"),
        (_set("days", busy=b"\xff" * 36), "calendar days are as their cells"),
        (_set("appointments", confirmation="accepted"), "every change of a visit is in the audit log"),
        (_set("turns", answer="<Response/>"), "one text has one effect and one answer"),
        (_set("turns", answer=None), "one text has one effect and one answer"),
        (lambda work: work.connection.execute(delete(T["turns"])), "every text was answered"),
        (_set("conversations", session="{"), "conversations can be read"),
        (_set("cases", state="claimed"), "cases and their holders agree"),
        (_set("conversations", owner="staff"), "cases and their holders agree"),
        (_set("appointments", status="cancelled"), "reminders are planned for visits that will be"),
        (_set("reminders", starts_at=NOW, state="planned"), "reminders are planned for visits that will be"),
        (_set("reminders", state="sent"), "reminders were sent for visits as they stood"),
        (_reminder(created_at=MONDAY_9 + timedelta(days=1)), "reminders were sent for visits as they stood"),
        (_in_the_night, "nothing was sent in quiet hours"),
        (lambda work: work.connection.execute(delete(T["outbox"])), "the outbox and its messages agree"),
        (_set("outbox", state="void"), "the outbox and its messages agree"),
        (_opted_out_before, "nothing went to a number that opted out"),
        (_said_by_nobody, "calls and their words agree"),
        (_will_not_be_said, "calls and their words agree"),
        (_stranger_key, "protected fields can be read"),
        (_set("patients", phone_hash=b"0" * 32), "people are found by what they are"),
        (_set("patients", first_name="Zoe"), "people are found by what they are"),
        (_set("waitlist", state="waiting"), "the waiting list and its offers agree"),
        (_set("waitlist", offers=7), "the waiting list and its offers agree"),
        (_set("waitlist_offers", hold_id="nothing"), "offers hold what they offer"),
        (_set("waitlist_offers", provider="ortiz"), "offers hold what they offer"),
    ],
)
def test_what_must_not_be_is_found(
    lively: AtWork, database: Database, clinic: Clinic, fault: Break, invariant: str
) -> None:
    with lively() as work:
        fault(work)
    assert invariant in found(database, clinic)


def test_a_reminder_that_went_out_before_its_visit_moved_is_no_fault(
    lively: AtWork, database: Database, clinic: Clinic
) -> None:
    with lively() as work:
        _reminder(created_at=NOW)(work)
    with lively(timedelta(hours=1)) as work:
        for number in (1, 2):
            visit = appointments.by_external_id(work, [f"v{number}"])[f"v{number}"]
            start = MONDAY_9 + timedelta(days=1, hours=number)
            slot = Slot("lee", "checkup", "main", start, start + timedelta(minutes=30))
            appointments.move_to(work, clinic, visit.id, slot, actor="test")
    assert found(database, clinic) == set()


def test_an_answer_that_was_given_later_by_the_outbox_is_no_fault(
    lively: AtWork, database: Database, clinic: Clinic
) -> None:
    with lively() as work:
        turns.replace_answer(work, "SM1", "<Response><Message>Sorry.</Message></Response>")
        [reply] = messages.replies_to(work, "SM1")
        outbox.add(work, message_id=reply.id, kind="bot", due_at=work.now)
    assert found(database, clinic) == set()


def test_a_talk_that_staff_hold_is_no_fault(lively: AtWork, database: Database, clinic: Clinic) -> None:
    with lively() as work:
        talk = conversations.find(work, "sms", rows.ANA.phone)
        assert talk is not None
        [case] = cases.of_conversation(work, talk.id)
        conversations.hold_for(work, talk.id, "staff:1")
        cases.claim(work, case.id, "staff:1", "anna@oak.example")
    assert found(database, clinic) == set()
