"""Calls that come in, from the first prompt to the visit that was confirmed, moved or cancelled."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from scheduler.model import AppointmentStatus, Confirmation
from storage import appointments, patients
from tests.caller import ANA_WAS_BORN, Caller
from tests.office import TUESDAY, Office, half_hour, person


def test_the_first_prompt_holds_the_clinic_emergencies_and_a_menu_for_keys_and_speech(office: Office) -> None:
    call = Caller(office).dials()
    assert call.heard.startswith("Oak Hill Clinic. If this is an emergency, hang up and dial 911.")
    assert "To confirm your visit, press 1. To change it, press 2." in call.heard
    assert "For a person, press 0" in call.heard
    assert "Para español" in call.heard
    assert call.gather.attrib["input"] == "dtmf speech"
    assert call.gather.attrib["action"] == f"/twilio/voice/turn?c=oak&call={call.sid}&n=1"
    assert "Dr. Lee" in call.gather.attrib["hints"]


def test_a_visit_is_confirmed_by_keys_once_the_caller_is_known(office: Office) -> None:
    call = Caller(office).dials().keys("1")
    assert "date of birth" in call.heard
    call.keys(ANA_WAS_BORN)
    assert "your visit with Dr. Lee on Tuesday, March 16 at 9 AM is confirmed" in call.heard
    assert office.appointment().confirmation is Confirmation.ACCEPTED


def test_whoever_keys_their_date_of_birth_first_hears_their_visit_at_once(office: Office) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN)
    assert "I see your visit with Dr. Lee on Tuesday, March 16 at 9 AM. To confirm it, press 1" in call.heard
    assert "confirmed" in call.keys("1").heard
    assert office.appointment().confirmation is Confirmation.ACCEPTED


def test_nothing_personal_is_said_before_the_date_of_birth(office: Office) -> None:
    call = Caller(office).dials().says("when is my appointment")
    assert "date of birth" in call.heard
    assert "Lee" not in call.heard
    call.keys("02021970")
    assert "could not find you" in call.heard
    assert "Lee" not in call.heard


@pytest.mark.parametrize("level", ["TN-Validation-Passed-A", "TN-Validation-Failed-C", "No-TN-Validation", ""])
def test_no_attestation_of_the_number_replaces_the_date_of_birth(office: Office, level: str) -> None:
    call = Caller(office).dials(StirVerstat=level)
    call.posts(call.gather.attrib["action"], SpeechResult="when is my visit", Confidence="0.9", StirVerstat=level)
    assert "date of birth" in call.heard
    assert "Lee" not in call.heard


def test_a_visit_is_moved_by_speech(office: Office) -> None:
    call = Caller(office).dials().says("I need to move my appointment to Wednesday").says("January 1st 1980")
    assert "press 1 for Wednesday, March 17 at" in call.heard
    assert "press 3." in call.heard
    call.says("the first one")
    assert "Shall I move your visit" in call.heard
    call.says("yes please")
    assert "Done. I moved your visit" in call.heard
    assert office.appointment().slot.starts_at.day == 17


def test_a_visit_is_moved_by_keys_alone(office: Office) -> None:
    call = Caller(office).dials().keys("2", ANA_WAS_BORN)
    assert "Press 1 to find another time, 2 to cancel it" in call.heard
    call.keys("1")
    assert "press 1 for the earliest times" in call.heard
    call.keys("1")
    first = call.heard
    call.keys("3")
    assert call.heard != first
    call.keys("2", "1")
    assert "Done. I moved your visit" in call.heard
    before = office.visit.slot.starts_at
    assert office.appointment().slot.starts_at != before


def test_a_visit_is_cancelled_only_after_it_was_read_back(office: Office) -> None:
    call = Caller(office).dials().says("can't fill my appointment").is_identified()
    assert "Shall I cancel your visit with Dr. Lee" in call.heard
    assert office.appointment().status is AppointmentStatus.BOOKED
    call.keys("1")
    assert office.appointment().status is AppointmentStatus.CANCELLED


def test_a_spoken_cancel_is_no_opt_out(office: Office) -> None:
    call = Caller(office).dials().is_identified().says("cancel")
    assert "Shall I cancel" in call.heard
    assert office.rows("suppressions") == []


def test_a_general_question_needs_no_date_of_birth(office: Office) -> None:
    call = Caller(office).dials().says("where can I park")
    assert "Parking is free behind the building." in call.heard
    assert "anything else" in call.heard
    assert call.says("no thank you").verbs[-1] == "Hangup"


def test_words_of_danger_are_answered_at_once_however_badly_they_were_heard(office: Office) -> None:
    call = Caller(office).dials().says("I have chest pain and can't breathe", confidence="0.1")
    assert "hang up and dial 911" in call.heard
    [case] = office.rows("cases")
    assert (case["reason"], case["priority"]) == ("emergency", "emergency")


def test_eight_says_it_again_star_speaks_the_other_language_and_remembers_it(office: Office) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN)
    told = call.heard
    assert call.keys("8").heard == told
    call.keys("*")
    assert "Veo su cita con Dr. Lee el martes 16 de marzo a las 9 de la mañana" in call.heard
    assert call.gather.attrib["language"] == "es-US"
    call.hangs_up()
    assert "Si es una emergencia" in Caller(office, name="later").dials().heard


def test_nine_ends_our_calls_and_nothing_else(office: Office) -> None:
    call = Caller(office).dials().keys("9")
    assert "no more automatic calls" in call.heard
    assert len(office.rows("no_calls")) == 1
    assert office.rows("suppressions") == []


def test_a_guardian_speaks_for_a_child_and_the_childs_date_for_the_child_alone(office: Office) -> None:
    zoe = person(3, "Zoe", phone="", guardian_id="p1", date_of_birth=date(2019, 7, 4))
    with office.writing() as work:
        patients.add(work, zoe)
        slot = half_hour(TUESDAY + timedelta(hours=1))
        visit = appointments.book(work, office.clinic, slot, patient_id="p3", actor="test", source="import")
    both = Caller(office, name="guardian").dials().keys(ANA_WAS_BORN)
    assert "I see your visits. Ana: Tuesday, March 16 at 9 AM" in both.heard
    assert "Zoe: Tuesday, March 16 at 10 AM" in both.heard
    child = Caller(office, name="child").dials().keys("07042019")
    assert "10 AM" in child.heard
    assert "9 AM" not in child.heard
    child.keys("1")
    with office.looking() as work:
        changed = appointments.get(work, visit.id)
    assert changed is not None
    assert changed.confirmation is Confirmation.ACCEPTED
    assert office.appointment().confirmation is Confirmation.NEEDS_ACTION
