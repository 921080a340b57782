"""Danger, opt-outs, help and wrong numbers come before everything, in every state."""

from __future__ import annotations

import pytest

from dialogs.effects import MarkWrongNumber, OpenCase, RecordOptIn, RecordOptOut, ReleaseHold
from dialogs.events import ReminderSent, SlotHeld, SlotsFound, StaffReleased
from dialogs.flows import FLOWS
from dialogs.understanding.model import Act
from tests import builders
from tests.dialogs.places import MEMORIES, PLACES, stand
from tests.dialogs.talk import Talk, facts, hold, slot, visit, window


def test_every_flow_is_tried_for_emergencies():
    assert MEMORIES.keys() == FLOWS.keys()


@pytest.mark.parametrize(("flow", "state"), PLACES)
@pytest.mark.parametrize(
    ("act", "reason", "number"), [(Act.EMERGENCY, "emergency", "911"), (Act.CRISIS, "crisis", "988")]
)
@pytest.mark.parametrize("suppressed", [False, True])
def test_danger_is_answered_at_once_in_every_state(flow, state, act, reason, number, suppressed):
    talk = stand(Talk(facts(suppressed=suppressed)), flow, state)

    talk.patient("crushing pain in my chest", act)

    assert talk.heard == (reason,)
    assert number in talk.text
    assert [(case.reason, case.priority) for case in talk.did if isinstance(case, OpenCase)] == [(reason, "emergency")]
    assert talk.session.frames == ()


def test_spanish_words_of_danger_are_answered_in_spanish():
    talk = Talk().patient("me duele mucho el pecho", Act.EMERGENCY, lang="es")

    assert "llame ahora al 911" in talk.text


def test_after_an_emergency_chatter_is_not_taken_for_an_answer_until_staff_release():
    talk = Talk().event(ReminderSent((visit(),), True))
    talk.patient("chest pain", Act.EMERGENCY)

    talk.patient("1")
    assert talk.heard == ("alarm_waiting",)
    assert talk.did == ()

    talk.event(StaffReleased())
    assert talk.session.alarm == ""
    talk.patient("hello", Act.GREETING)
    assert talk.heard == ("menu",)


@pytest.mark.parametrize(
    "text", ["When is my appointment?", "move it to friday", "cancel my visit", "book a check-up", "1", "ok", "asdf"]
)
def test_after_an_emergency_no_flow_acts_until_staff_release(text):
    talk = Talk().patient("chest pain", Act.EMERGENCY)
    talk.hears(text)
    assert (talk.heard, talk.did, talk.open_flow) == (("alarm_waiting",), (), "")


def test_after_an_emergency_who_asks_for_a_person_gets_one():
    talk = Talk().patient("chest pain", Act.EMERGENCY).hears("can I talk to somebody")
    assert talk.heard[0] == "alarm_waiting"
    assert [case.reason for case in talk.did if isinstance(case, OpenCase)] == ["asked_for_person"]


def test_an_emergency_in_the_middle_of_moving_gives_the_held_time_back():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu"))
    talk.clinic(SlotsFound((slot("thu 14:00"),))).patient("1").clinic(SlotHeld(hold("thu 14:00")))

    talk.patient("chest pain", Act.EMERGENCY)

    assert ReleaseHold("hold-1") in talk.did


@pytest.mark.parametrize("word", ["STOP", "stop.", "Unsubscribe", "END", "quit", "STOPALL", "revoke", "optout"])
def test_a_bare_stop_word_is_recorded_in_silence_and_the_visit_stays(word):
    talk = Talk().patient(word, Act.OPT_OUT)

    assert talk.heard == ()
    assert talk.did == (RecordOptOut(),)


def test_stop_is_obeyed_halfway_through_a_move():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu"))
    talk.clinic(SlotsFound((slot("thu 14:00"),))).patient("1").clinic(SlotHeld(hold("thu 14:00")))

    talk.patient("STOP")

    assert talk.says == ()
    assert talk.did == (ReleaseHold("hold-1"), RecordOptOut())
    assert talk.session.frames == ()


def test_a_verdict_of_the_telephone_company_is_trusted_and_never_answered():
    assert Talk().patient("please no more", opt_out_type="STOP").did == (RecordOptOut(),)
    assert Talk().patient("begin", opt_out_type="START").did == (RecordOptIn(),)
    assert Talk().patient("help me", opt_out_type="HELP").says == ()


def test_a_bare_cancel_opts_out_and_asks_staff_about_the_visit():
    talk = Talk().patient("Cancel", Act.CANCEL)

    assert talk.says == ()
    assert talk.did[0] == RecordOptOut()
    assert (talk.did[1].reason, talk.did[1].priority) == ("other", "urgent")
    assert "may want to cancel the visit" in talk.did[1].summary


def not_stop():
    return facts(clinic=builders.clinic().model_copy(update={"cancel_is_stop": False}))


def test_a_bare_cancel_is_asked_back_where_it_is_no_opt_out_word():
    talk = Talk(not_stop()).patient("CANCEL", Act.CANCEL)

    assert talk.heard == ("visit_or_texts",)
    assert talk.did == ()
    assert Talk.patient(talk, "1").heard == ("confirm_cancel",)


def test_asked_back_no_more_texts_is_the_second_choice():
    talk = Talk(not_stop()).patient("CANCEL", Act.CANCEL).patient("2")

    assert talk.heard == ("opted_out",)
    assert talk.did == (RecordOptOut(),)


def test_cancel_answers_a_question_about_cancelling_where_it_is_no_opt_out_word():
    talk = Talk(not_stop()).patient("please cancel my visit", Act.CANCEL).patient("cancel", Act.CANCEL)

    assert [type(effect).__name__ for effect in talk.did] == ["CancelAppointment"]


def test_an_opt_out_in_own_words_is_confirmed_once():
    talk = Talk().patient("stop texting me", Act.OPT_OUT)
    assert talk.heard == ("opted_out",)
    assert talk.did == (RecordOptOut(),)
    assert talk.text.startswith("Oak Hill Clinic:")

    talk.knowing(suppressed=True).patient("i said stop texting me", Act.OPT_OUT)
    assert talk.says == ()


def test_wrong_person_stop_is_both():
    talk = Talk().patient("wrong person, stop", Act.WRONG_NUMBER, Act.OPT_OUT)

    assert talk.heard == ("wrong_number",)
    assert [type(effect) for effect in talk.did] == [RecordOptOut, MarkWrongNumber, OpenCase]


def test_yes_from_a_number_that_opted_out_confirms_nothing_and_reaches_staff():
    talk = Talk().event(ReminderSent((visit(),), True)).knowing(suppressed=True)

    talk.patient("yes", Act.CONFIRM)

    assert talk.says == ()
    assert [type(effect) for effect in talk.did] == [OpenCase]


@pytest.mark.parametrize("word", ["START", "unstop"])
def test_start_lets_texts_begin_again(word):
    talk = Talk(facts(suppressed=True)).patient(word, Act.OPT_IN)

    assert talk.says == ()
    assert talk.did == (RecordOptIn(),)


def test_a_wish_to_be_texted_again_in_own_words_is_for_staff_while_opted_out():
    talk = Talk(facts(suppressed=True)).patient("please text me again", Act.OPT_IN)

    assert [type(effect) for effect in talk.did] == [OpenCase]


def test_help_is_silent_and_flags_an_open_conversation_only():
    assert Talk().patient("HELP", Act.HELP).did == ()

    talk = Talk().event(ReminderSent((visit(),), True)).patient("info")
    assert talk.says == ()
    assert [type(effect) for effect in talk.did] == [OpenCase]


def test_a_wrong_number_is_marked_and_told_to_staff():
    talk = Talk().patient("you have the wrong number", Act.WRONG_NUMBER)

    assert talk.heard == ("wrong_number",)
    assert [type(effect) for effect in talk.did] == [MarkWrongNumber, OpenCase]


def test_a_clinic_outside_the_numbering_plan_gives_its_own_emergency_words():
    note = {"en": "In Spain call 112.", "es": "Llame al 112."}
    abroad = builders.clinic().model_copy(update={"phone": "+34915550100", "emergency_note": note})

    talk = Talk(facts(clinic=abroad)).patient("chest pain", Act.EMERGENCY)

    assert talk.text.endswith("In Spain call 112.")
    assert "911" not in talk.text


@pytest.mark.parametrize(
    "words",
    [
        "wrong number",
        "you have the wrong person",
        "Ana doesn't live here",
        "no one here by that name",
        "I don't know who this is",
    ],
)
def test_who_is_surely_somebody_else_gets_no_more_texts(words):
    assert any(isinstance(done, MarkWrongNumber) for done in Talk().hears(words).did)


@pytest.mark.parametrize(
    "words", ["número equivocado", "se equivocó de número", "aquí no vive", "no soy Ana", "no conozco a esa señora"]
)
def test_who_is_surely_somebody_else_in_spanish_gets_no_more_texts(words):
    assert any(isinstance(done, MarkWrongNumber) for done in Talk(language="es").hears(words).did)


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("that's not my appointment", "en"),
        ("this is not my doctor", "en"),
        ("who is this", "en"),
        ("my number changed to 512 555 0161", "en"),
        ("¿quién es usted?", "es"),
        ("¿quién habla?", "es"),
        ("nunca he ido ahí, ¿cómo llego?", "es"),
        ("cambié de número", "es"),
        ("la hora está equivocada", "es"),
        ("se equivocaron de fecha", "es"),
        ("no es mi cita", "es"),
        ("no soy Ana, soy su mamá", "es"),
    ],
)
def test_what_only_sounds_like_a_wrong_number_ends_nothing_and_is_answered(words, language):
    talk = Talk(language=language).hears(words)

    assert not any(isinstance(done, MarkWrongNumber) for done in talk.did)
    assert talk.heard != ()


def test_who_does_not_want_to_bother_does_not_opt_out():
    talk = Talk(language="es").hears("no quiero molestar pero ¿cuándo es mi cita?")

    assert talk.did == ()
    assert talk.heard == ("next_visit",)


@pytest.mark.parametrize(
    "words", ["this is her husband, she passed away", "my mother died last week", "mi mamá falleció"]
)
def test_a_death_in_the_family_is_for_a_person_and_no_menu(words):
    talk = Talk().hears(words)

    assert talk.heard == ("needs_staff_complaint",)
    assert [(case.reason, case.priority) for case in talk.did] == [("other", "urgent")]


def test_a_stop_beside_words_that_only_sound_like_a_wrong_number_ends_texts_and_marks_nobody():
    talk = Talk().patient("stop texting me, that's not my appointment", Act.OPT_OUT, Act.WRONG_NUMBER)

    assert talk.heard == ("opted_out",)
    assert {type(effect) for effect in talk.did} == {RecordOptOut}
