"""Questions, a person please, what only staff may answer, courtesies, repairs, languages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dialogs.effects import FindSlots, NoteAnswer, OpenCase
from dialogs.events import ReminderSent, SlotsFound, StaffReleased
from dialogs.session import Session
from dialogs.understanding.model import Act, Heard
from tests import builders
from tests.dialogs.talk import NOW, Talk, facts, moved_to, patient, slot, visit, window

NOBODY = facts(patients=(), visits=())


def reasons(talk: Talk) -> list[str]:
    return [effect.reason for effect in talk.did if isinstance(effect, OpenCase)]


def test_when_is_my_visit():
    talk = Talk().patient("when is my appointment?", Act.ASK_WHEN)

    assert talk.text == "Oak Hill Clinic: Your next visit: Tue, Mar 16, 9:00 AM, Dr. Lee."


def test_when_is_my_visit_after_it_was_moved_by_staff():
    talk = Talk(facts(visits=(moved_to(visit(), "fri 11:00"),))).patient("when is it", Act.ASK_WHEN)

    assert "Fri, Mar 19, 11:00 AM" in talk.text


def test_no_visit_is_said_with_a_way_out():
    assert Talk(facts(visits=())).patient("when is my visit", Act.ASK_WHEN).heard == ("no_visits",)


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("address", "120 Main St, Austin"),
        ("directions", "120 Main St, Austin"),
        ("hours", "Mon-Fri 8 AM-5 PM"),
        ("phone", "(512) 555-0100"),
        ("prep", "no special instructions"),
        ("parking", "behind the building"),
    ],
)
def test_what_the_clinic_file_tells_is_answered(topic, words):
    talk = Talk().patient("a question", Heard(Act.ASK_INFO, topic=topic))

    assert words in talk.text
    assert talk.did == ((NoteAnswer("parking"),) if topic == "parking" else ())


@pytest.mark.parametrize(
    "words", ["where do I park my car", "is there any parking nearby?", "parking?", "can i park at your place"]
)
def test_the_clinics_own_answers_are_found_in_other_words(words):
    assert Talk().patient(words, Act.ASK_INFO).text.endswith("Parking is free behind the building.")


@pytest.mark.parametrize("words", ["please call me", "can someone call me back?", "llámeme por favor"])
def test_who_asks_for_a_call_is_told_of_a_call(words):
    talk = Talk().hears(words)

    assert talk.heard == ("asked_for_person", "staff_calls_here")
    assert [effect.summary for effect in talk.did if isinstance(effect, OpenCase)] == ["Asks to be called."]


@pytest.mark.parametrize("words", ["do you validate tickets", "what does it cost", "is dr lee any good"])
def test_a_question_without_an_answer_goes_to_a_person_and_is_not_invented(words):
    talk = Talk().patient(words, Act.ASK_INFO)

    assert talk.heard == ("no_answer",)
    assert reasons(talk) == ["other"]


def test_a_person_is_there():
    talk = Talk().patient("can I talk to somebody", Act.HUMAN)

    assert talk.heard == ("asked_for_person", "staff_here")
    assert reasons(talk) == ["asked_for_person"]


def test_a_person_outside_staff_hours_is_named_with_their_time():
    talk = Talk(facts(staffed=False), now=datetime(2027, 3, 13, 15, 0, tzinfo=UTC)).patient("0")

    assert talk.heard == ("asked_for_person", "staff_next")
    assert "Mon, Mar 15 at 8:00 AM" in talk.text


def test_a_person_without_staff_hours_is_promised_no_time():
    clinic = builders.clinic()
    no_hours = clinic.model_copy(update={"staff_hours": type(clinic.staff_hours)()})

    assert Talk(facts(clinic=no_hours, staffed=False)).patient("0").heard == ("asked_for_person", "staff_later")


def test_zero_is_a_person_in_the_middle_of_anything():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu"))
    talk.clinic(SlotsFound((slot("thu 14:00"),))).patient("0")

    assert reasons(talk) == ["asked_for_person"]
    assert talk.session.frames == ()


@pytest.mark.parametrize(
    ("words", "reason", "prompt"),
    [
        ("I have a question about my bill", "billing", "needs_staff"),
        ("is the scan covered by my insurance", "insurance", "needs_staff"),
        ("I need a referral to a cardiologist", "referral", "needs_staff"),
        ("please send my medical records", "records", "needs_staff"),
        ("are my lab results back", "results", "needs_staff"),
        ("I need a refill", "medication", "needs_staff"),
        ("what are the side effects", "clinical_question", "needs_staff_clinical"),
        ("I've had a runny nose and been sneezing since monday", "clinical_question", "needs_staff_clinical"),
        ("my son has been throwing up", "clinical_question", "needs_staff_clinical"),
        ("tengo gripa y mocos", "clinical_question", "needs_staff_clinical"),
        ("I want to make a complaint", "complaint", "needs_staff_complaint"),
        ("I've been waiting for a call back for 3 days", "complaint", "needs_staff_complaint"),
        ("nadie me ha llamado", "complaint", "needs_staff_complaint"),
        ("necesito una receta", "medication", "needs_staff"),
        ("ya estan mis resultados", "results", "needs_staff"),
    ],
)
def test_what_only_staff_may_answer_is_passed_on(words, reason, prompt):
    talk = Talk().patient(words, Act.OTHER)

    assert talk.heard == (prompt,)
    assert reasons(talk) == [reason]


def test_who_is_ill_and_asks_for_today_gets_both():
    talk = Talk().hears("I have a fever, can I come today?")
    assert "needs_staff_clinical" in talk.heard
    assert reasons(talk) == ["clinical_question"]
    assert any(isinstance(effect, FindSlots) for effect in talk.did)


def test_a_matter_for_staff_in_the_middle_of_a_move_does_not_end_it():
    talk = Talk().patient("move it", Act.RESCHEDULE).patient("also i have a question about my bill", Act.OTHER)

    assert talk.heard == ("needs_staff", "when_suits_again")
    assert talk.open_flow == "reschedule"


def test_running_late_and_arrived_are_told_to_staff():
    assert reasons(Talk().patient("running 10 min late", Act.RUNNING_LATE)) == ["running_late"]
    assert Talk().patient("I'm here", Act.ARRIVED).heard == ("arrived",)


def test_greeting_shows_what_can_be_done_and_digits_do_it():
    assert Talk().patient("hi", Act.GREETING).heard == ("menu",)
    assert Talk().patient("hi", Act.GREETING).patient("1").heard == ("next_visit",)
    assert Talk().patient("hi", Act.GREETING).patient("2").heard == ("when_suits",)
    assert Talk().patient("hi", Act.GREETING).patient("3").heard == ("confirm_cancel",)


def test_thanks_and_goodbye_are_answered_and_change_nothing():
    assert Talk().patient("thank you!", Act.THANKS).heard == ("youre_welcome",)
    assert Talk().patient("bye", Act.GOODBYE).heard == ("goodbye",)


def test_the_first_text_of_a_talk_names_the_clinic_and_the_second_does_not():
    talk = Talk().patient("hi", Act.GREETING)
    assert talk.text.startswith("Oak Hill Clinic: How can I help?")

    assert not talk.patient("1").text.startswith("Oak Hill")
    assert talk.later(hours=13).patient("thanks", Act.THANKS).text == "Oak Hill Clinic: You're welcome!"


def test_three_misunderstandings_bring_a_person_by_two_different_questions():
    talk = Talk().patient("blub")
    first = talk.heard
    second = talk.patient("blub blub").heard
    assert first == ("repair_first", "menu")
    assert second == ("repair_second",)

    talk.patient("blub")
    assert talk.heard == ("not_understood", "staff_here")
    assert reasons(talk) == ["not_understood"]


def test_understanding_sets_the_count_back():
    talk = Talk().patient("blub").patient("blub").patient("hi", Act.GREETING).patient("blub")

    assert talk.heard == ("repair_first", "menu")


def test_an_open_question_is_repaired_without_a_list_where_it_has_none():
    talk = Talk().patient("move it", Act.RESCHEDULE).patient("blub").patient("blub")

    assert talk.heard == ("repair_open",)


def test_what_is_written_while_waiting_for_a_person_is_added_to_the_case():
    talk = Talk().patient("0").patient("it is about my knee")
    assert talk.heard == ("passed_on",)
    assert reasons(talk) == ["asked_for_person"]

    talk.event(StaffReleased())
    assert talk.patient("blub").heard == ("repair_first", "menu")


def test_a_picture_goes_to_staff():
    talk = Talk().patient("", media=1)

    assert talk.heard == ("media",)
    assert reasons(talk) == ["other"]


def test_say_it_again_repeats_the_question():
    talk = Talk().patient("move it", Act.RESCHEDULE).patient("what?", Act.REPEAT)

    assert talk.heard == ("when_suits",)


def test_espanol_changes_the_language_and_asks_on():
    talk = Talk().patient("move it", Act.RESCHEDULE).patient("español")

    assert talk.session.language == "es"
    assert talk.heard == ("language_changed", "when_suits_again")


def test_a_talk_in_spanish():
    known = facts(patients=(patient(language="es"),))
    talk = Talk(known, language="es").event(ReminderSent((visit(),), True))

    talk.patient("2")
    assert "¿Qué hago con su cita" in talk.text
    talk.patient("1").patient("el jueves", Act.GIVE_DATE, when=window("thu"))
    talk.clinic(SlotsFound((slot("thu 14:00"), slot("thu 15:00"))))
    assert "1 jue 18 de mar, 2:00 pm\n2 jue 18 de mar, 3:00 pm" in talk.text


def test_who_writes_in_spanish_is_answered_in_spanish():
    assert (
        Talk().patient("cuando es mi cita", Act.ASK_WHEN, lang="es").text.endswith("mar 16 de mar, 9:00 am, Dr. Lee.")
    )


@pytest.mark.parametrize(
    ("act", "asked"),
    [
        (Act.ASK_WHEN, "who_are_you"),
        (Act.RESCHEDULE, "who_are_you"),
        (Act.CANCEL, "who_are_you"),
        (Act.BOOK, "been_here"),
    ],
)
def test_a_number_not_on_file_is_told_nothing_personal(act, asked):
    talk = Talk(NOBODY).patient("about my visit", act)

    assert talk.heard == (asked,)
    assert talk.did == ()


def test_a_number_not_on_file_hears_general_things():
    assert "120 Main St" in Talk(NOBODY).patient("address?", Heard(Act.ASK_INFO, topic="address")).text
    assert Talk(NOBODY).patient("hi", Act.GREETING).heard == ("welcome_unknown",)
    assert reasons(Talk(NOBODY).patient("0")) == ["asked_for_person"]


def test_a_number_that_left_the_file_halfway_hears_nothing_of_the_visit():
    talk = Talk().event(ReminderSent((visit(),), True)).knowing(patients=(), visits=()).patient("1")

    assert talk.heard == ("visit_gone",)
    assert "Lee" not in talk.text


def test_a_place_in_a_flow_that_no_longer_exists_is_apologised_for():
    talk = Talk().patient("move it", Act.RESCHEDULE)
    text = talk.session.to_json().replace('"asking_when"', '"a_state_of_yesterday"')
    talk.session = Session.from_json(text)
    assert talk.session.lost

    talk.patient("blub")
    assert talk.heard == ("lost", "menu")
    assert not talk.session.lost


def test_a_memory_of_another_version_is_dropped_and_the_rest_kept():
    talk = Talk().event(ReminderSent((visit(),), True)).patient("hi there", Act.OTHER)
    broken = talk.session.to_json().replace('"visits"', '"letters"')
    session = Session.from_json(broken)

    assert session.lost
    assert session.frames == ()
    assert session.last_at == NOW
    assert session == replace(session, language="en")


def test_a_person_who_is_asked_for_about_a_bill_is_one_who_knows_about_bills():
    talk = Talk().patient("can I talk to someone about my bill", Act.HUMAN)

    assert reasons(talk) == ["billing"]
    assert "asked_for_person" in talk.heard


def test_a_bare_ok_from_a_number_not_on_file_asks_for_nobody():
    talk = Talk(NOBODY).patient("ok fine", Act.CONFIRM)

    assert talk.did == ()
    assert "nothing_open" in talk.heard
    assert talk.patient("I'll be there on Tuesday", Act.CONFIRM).heard == ("who_are_you",)


def test_a_request_for_spanish_is_granted():
    talk = Talk().hears("can you text me in spanish")

    assert talk.session.language == "es"
    assert talk.heard == ("language_changed",)
