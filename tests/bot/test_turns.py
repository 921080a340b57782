"""One turn: what the patient hears is what the database holds, whoever else is at it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from bot import thinking, turns
from bot.thinking import Draft, InboundText
from bot.turns import UnknownNumber, take_text
from storage import cases, conversations
from tests import builders
from tests.office import ANA, BEN, TUESDAY, texts

if TYPE_CHECKING:
    from tests.office import Office


def said(office: Office, body: str, phone: str = ANA) -> str:
    """What the bot answers; nothing where it is silent."""
    return "\n".join(texts(office.text(phone, body)))


def owner(office: Office, owner: str) -> None:
    """Who holds Ana's thread."""
    with office.writing() as work:
        found = conversations.find(work, "sms", ANA)
        assert found is not None
        if owner == "staff":
            conversations.hold_for(work, found.id, "staff:1")
        else:
            conversations.release(work, found.id)


def test_a_number_on_file_hears_when_its_visit_is(office: Office) -> None:
    answer = said(office, "When is my appointment?")
    assert "Dr. Lee" in answer
    assert "9:00" in answer


def test_a_number_that_is_not_on_file_hears_nothing_about_anybody(office: Office) -> None:
    answer = said(office, "When is my appointment?", builders.phone(90))
    assert "Lee" not in answer
    assert "9:00" not in answer


def test_a_visit_moves_only_after_a_time_was_picked_and_read_back(office: Office) -> None:
    said(office, "Can I move my appointment to thursday afternoon?")
    assert office.appointment().slot.starts_at == TUESDAY
    read_back = said(office, "2")
    assert "Thu, Mar 18 at 2:30 PM" in read_back
    assert office.appointment().slot.starts_at == TUESDAY
    done = said(office, "1")
    moved = office.appointment()
    start = moved.slot.starts_at.astimezone(builders.ZONE)
    assert start.strftime("%A") == "Thursday"
    assert f"{start.hour % 12 or 12}:{start:%M}" in done
    assert (moved.id, moved.external_id) == (office.visit.id, "v1")
    assert moved.confirmation == "needs-action"


def test_a_cancellation_is_read_back_first(office: Office) -> None:
    said(office, "I need to cancel my appointment")
    assert office.appointment().status == "booked"
    said(office, "1")
    cancelled = office.appointment()
    assert (cancelled.status, cancelled.confirmation) == ("cancelled", "declined")


def test_a_number_that_no_clinic_has_is_unknown(office: Office) -> None:
    with pytest.raises(UnknownNumber):
        take_text(office.desk, InboundText(office.new_sid(), ANA, "+15125550177", "hi"))


def test_the_record_of_a_turn_tells_what_was_said_and_done(office: Office) -> None:
    answer = said(office, "When is my appointment?")
    [turn] = office.rows("turns")
    told = json.loads(turn["record"])
    assert told["reply"] == answer
    assert [event["$"] for event in told["events"]] == ["PatientSaid"]


def test_the_bot_is_silent_while_a_person_holds_the_thread(office: Office) -> None:
    said(office, "Can I move my appointment to thursday afternoon?")
    owner(office, "staff")
    assert said(office, "2") == ""
    assert office.appointment().slot.starts_at == TUESDAY
    assert [row["body"] for row in office.rows("messages") if row["direction"] == "inbound"][-1] == "2"
    owner(office, "bot")
    assert "Thu, Mar 18" in said(office, "2"), "the question still stands where it stood"


def test_an_emergency_passes_whoever_holds_the_thread(office: Office) -> None:
    said(office, "hi")
    owner(office, "staff")
    assert "911" in said(office, "I have chest pain and can't breathe")
    with office.looking() as work:
        [found] = cases.of_conversation(work, office.rows("conversations")[0]["id"])
    assert (found.reason, found.priority) == ("emergency", "emergency")


def test_a_stop_passes_whoever_holds_the_thread(office: Office) -> None:
    said(office, "hi")
    owner(office, "staff")
    assert said(office, "STOP") == ""
    assert len(office.rows("suppressions")) == 1


def test_a_number_that_writes_without_end_is_answered_six_times_then_handed_to_a_person(office: Office) -> None:
    answers = [said(office, "When is my appointment?") for _ in range(9)]
    assert all("Dr. Lee" in answer for answer in answers[:6])
    assert "a person will read your messages" in answers[6]
    assert answers[7:] == ["", ""]
    assert len(office.rows("cases")) == 1
    assert "911" in said(office, "I have chest pain and can't breathe"), "emergencies do not count"
    assert "Dr. Lee" not in said(office, "When is my appointment?", BEN), "another number is not held up"


def test_a_draft_that_was_overtaken_is_thought_again(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    said(office, "Can I move my appointment to thursday afternoon?")
    think = thinking.think
    overtaken: list[str] = []

    def slow(*arguments: Any) -> Draft:
        draft = think(*arguments)
        if not overtaken:
            overtaken.append("")
            overtaken[0] = take_text(office.desk, InboundText(office.new_sid(), ANA, office.clinic.phone, "2"))
        return draft

    monkeypatch.setattr(turns, "think", slow)
    done = said(office, "1")  # thought as a pick of the first opening; by then the second was picked
    assert "Shall I move" in overtaken[0]
    moved = office.appointment().slot.starts_at
    assert moved != TUESDAY
    assert f"{moved.astimezone(builders.ZONE):%M}" in done
    assert "Shall I move" not in done


def test_two_patients_who_pick_the_same_time_do_not_both_get_it(office: Office) -> None:
    from storage import appointments
    from tests.office import half_hour

    with office.writing() as work:
        other = appointments.book(
            work,
            office.clinic,
            half_hour(TUESDAY.replace(hour=10)),
            patient_id="p2",
            actor="test",
            source="import",
            external_id="v2",
        )
    for phone in (ANA, BEN):
        said(office, "Can I move my appointment to thursday afternoon?", phone)
    first, second = said(office, "1", ANA), said(office, "1", BEN)
    assert "Shall I move" in first
    assert "just taken" in second
    said(office, "1", ANA)
    with office.looking() as work:
        theirs = appointments.get(work, other.id)
    assert theirs is not None
    assert theirs.slot.starts_at != office.appointment().slot.starts_at
