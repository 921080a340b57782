"""Forms: one question at a time, left and taken up again, corrected, read back; free text is an answer and no more."""

from __future__ import annotations

import pytest

from dialogs import answering, notices, prompts
from dialogs.effects import BookAppointment, CancelAppointment, ConfirmAppointment, FindForm, KeepAnswers, OpenCase
from dialogs.events import (
    AppointmentCancelled,
    AppointmentConfirmed,
    FormFound,
    FormSent,
    NoForm,
    PatientSaid,
    ReminderSent,
    StaffReleased,
)
from dialogs.papers import FormAnswer, FormItem, Paper, answers_of, items_of
from dialogs.understanding.model import NOT_UNDERSTOOD, Act
from scheduler.clinic import parse_clinic
from tests import builders
from tests.dialogs.talk import Talk, facts, patient, visit

INTAKE = builders.clinic().form("intake")


def paper(*answers: tuple[str, str], **changes: object) -> Paper:
    known = {"response": "r1", "form": "intake", "patient_id": "ana", "name": "", "items": items_of(INTAKE)}
    return Paper(**{**known, "answers": answers_of("intake", answers), **changes})


@pytest.fixture
def talk() -> Talk:
    """A form was just sent."""
    return Talk().event(FormSent(paper()))


def answers(talk: Talk) -> dict[str, str]:
    kept = [effect for effect in talk.effects if isinstance(effect, KeepAnswers)]
    return {answer.question: answer.value for answer in kept[-1].answers} if kept else {}


def started(talk: Talk) -> Talk:
    return talk.hears("1")


def filled(talk: Talk) -> Talk:
    started(talk)
    for text in ("My knee", "penicillin", "no", "2", "5/14/2025"):
        talk.hears(text)
    return talk


@pytest.mark.parametrize("language", prompts.LANGUAGES)
def test_the_invitation_names_the_clinic_and_asks_one_thing(language):
    for chase in (False, True):
        text = prompts.compose(notices.form(FormSent(paper()), chase=chase), language, "sms", builders.clinic())
        assert text.startswith("Oak Hill Clinic: ")
        assert "STOP" in text


def test_questions_come_one_at_a_time_and_each_answer_is_kept_at_once(talk):
    assert started(talk).heard == ("form_text",)
    assert talk.text == "What brings you in?"
    talk.hears("My knee")
    assert talk.did == (KeepAnswers("r1", (FormAnswer("intake", "reason", "My knee"),)),)
    assert "allergic" in talk.text


def test_every_kind_of_question_takes_its_own_answers(talk):
    filled(talk)
    assert answers(talk) == {
        "reason": "My knee",
        "allergies": "penicillin",
        "smoker": "no",
        "contact": "Phone call",
        "last_visit": "2025-05-14",
    }
    assert talk.heard == ("form_review",)


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        ("smoker", "yes", "yes"),
        ("smoker", "1", "yes"),
        ("smoker", "I don't", "no"),
        ("smoker", "sí", "yes"),
        ("contact", "2", "Phone call"),
        ("contact", "phone call please", "Phone call"),
        ("contact", "llamada", "Phone call"),
        ("contact", "text", "Text"),
        ("last_visit", "march 5 2024", "2024-03-05"),
        ("last_visit", "2024-03-05", "2024-03-05"),
    ],
)
def test_answers_are_read_as_people_write_them(question, text, value):
    before = [item.id for item in items_of(INTAKE)]
    given = [(one, "x") for one in before[: before.index(question)]]
    talk = Talk().event(FormSent(paper(*given)))
    started(talk)
    talk.hears(text)
    assert answers(talk)[question] == value


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("number", "3", "3"),
        ("number", "2.5", "2.5"),
        ("number", "I have 2", "2"),
        ("number", "none", "0"),
        ("number", "two or 3 or 4", None),
        ("number", "3 or 4", None),
        ("yes_no", "is there parking?", None),
        ("date", "blub", None),
    ],
)
def test_what_is_no_answer_is_not_taken_for_one(kind, text, value):
    said = PatientSaid(text, NOT_UNDERSTOOD, facts())
    assert answering._read(text, said, FormItem("intake", "x", kind), builders.NOW) == value


def test_a_question_about_parking_is_answered_and_the_form_goes_on_where_it_stood(talk):
    started(talk).hears("My knee").hears("is there parking?")
    assert talk.heard == ("answer", "form_text")
    assert talk.text.endswith("Are you allergic to anything? If so, to what?")
    talk.hears("no allergies")
    assert answers(talk)["allergies"] == "no allergies"


def test_after_a_visit_was_confirmed_in_between_the_form_goes_on(talk):
    started(talk).hears("My knee")
    talk.event(ReminderSent((visit(),), True)).hears("1")
    assert isinstance(talk.did[0], ConfirmAppointment)
    talk.clinic(AppointmentConfirmed(visit()))
    assert talk.heard == ("confirmed", "form_text")


def test_a_cancellation_in_the_middle_is_asked_back_and_the_form_waits_below(talk):
    started(talk).hears("My knee").hears("please cancel my appointment")
    assert talk.heard == ("confirm_cancel",)
    talk.hears("2")
    assert talk.heard == ("kept_as_booked", "form_text")


def test_an_emergency_in_a_free_answer_is_an_emergency_and_continue_goes_on_afterwards(talk):
    started(talk).hears("I have chest pain and can't breathe")
    assert talk.heard == ("emergency",)
    assert talk.open_flow == ""
    talk.event(StaffReleased())
    talk.hears("continue")
    assert talk.did == (FindForm(),)
    talk.clinic(FormFound(paper(("reason", "My knee"))))
    assert "allergic" in talk.text


def test_free_text_is_never_a_booking_or_a_consent(talk):
    started(talk).hears("I'd like to book a holiday, yes, I confirm, because my knee hurts on tuesdays at 3")
    assert not any(isinstance(effect, BookAppointment | ConfirmAppointment) for effect in talk.effects)
    assert answers(talk)["reason"].startswith("I'd like to book a holiday")


def test_zero_is_a_person_and_the_answers_stay(talk):
    started(talk).hears("My knee").hears("0")
    assert talk.heard[0] == "asked_for_person"
    assert answers(talk) == {"reason": "My knee"}


def test_a_question_may_be_skipped_unless_it_is_required(talk):
    started(talk).hears("skip")
    assert talk.heard == ("form_required", "form_text")
    talk.hears("My knee").hears("rather not say")
    assert answers(talk) == {"reason": "My knee", "allergies": ""}


def test_back_asks_the_question_before_again(talk):
    started(talk).hears("My knee").hears("penicillin").hears("back")
    assert "allergic" in talk.text
    talk.hears("latex")
    assert answers(talk)["allergies"] == "latex"
    assert "smoke" in talk.text


def test_no_i_meant_corrects_the_answer_before(talk):
    started(talk).hears("My knee").hears("penicillin").hears("no, I meant latex")
    assert talk.heard == ("form_amended", "form_yes_no")
    assert answers(talk)["allergies"] == "latex"


def test_all_answers_are_read_back_in_pages_and_corrected_by_number(talk):
    filled(talk)
    assert talk.text.splitlines()[1:6] == [
        "1 Reason: My knee",
        "2 Allergies: penicillin",
        "3 Do you smoke: no",
        "4 Contact: Phone call",
        "5 Right, show the rest",
    ]
    talk.hears("2")
    assert "allergic" in talk.text
    talk.hears("latex")
    assert "2 Allergies: latex" in talk.text
    talk.hears("5")
    assert "1 Last doctor: May 14, 2025" in talk.text
    talk.hears("2")
    assert talk.heard == ("form_done",)
    assert talk.did[0].finished
    assert isinstance(talk.did[1], OpenCase)
    assert talk.did[1].reason == "form"


def test_ok_is_a_yes_to_what_was_read_back(talk):
    filled(talk).hears("ok").hears("yes that's right")
    assert talk.heard == ("form_done",)


def test_a_no_to_what_was_read_back_asks_for_the_number(talk):
    assert filled(talk).hears("no").heard == ("form_which",)


def test_later_keeps_what_was_answered_and_says_how_to_go_on(talk):
    started(talk).hears("My knee").hears("not now")
    assert talk.heard == ("form_later",)
    assert talk.later(days=5).hears("continue").did == (FindForm(),)
    talk.clinic(FormFound(paper(("reason", "My knee"))))
    assert talk.heard == ("form_text",)


def test_two_days_later_the_answer_still_belongs_to_the_question(talk):
    started(talk).hears("My knee").later(days=2).hears("penicillin")
    assert answers(talk)["allergies"] == "penicillin"


def test_where_no_form_is_open_continue_says_so():
    talk = Talk().hears("continue").clinic(NoForm())
    assert talk.heard == ("no_form",)


def test_a_number_that_is_not_on_file_proves_itself_before_any_form():
    assert Talk(facts(patients=(), visits=())).hears("continue with the form").open_flow == "identify"


def test_words_that_need_a_person_bring_one_and_the_form_goes_on(talk):
    started(talk).hears("My knee hurts and I have a fever")
    cases = [effect for effect in talk.did if isinstance(effect, OpenCase)]
    assert [case.reason for case in cases] == ["form"]
    assert talk.heard == ("form_text",)


def test_what_fits_no_question_is_asked_again_and_the_third_time_brings_a_person(talk):
    started(talk).hears("My knee").hears("nothing")
    for _ in range(3):
        talk.hears("hmm blub")
    assert "not_understood" in talk.heard


def for_visit() -> Paper:
    tuesday = visit()
    return paper(visit=tuesday.id, visit_starts_at=tuesday.slot.starts_at)


def test_a_form_whose_visit_was_cancelled_meanwhile_says_so_and_asks_no_more():
    talk = started(Talk(facts(visits=(visit(),))).event(FormSent(for_visit()))).hears("My knee")
    assert talk.heard == ("form_text",)
    talk.knowing(visits=()).hears("penicillin")
    assert (talk.heard, talk.open_flow) == (("form_called_off",), "")


def test_a_form_goes_on_while_the_visit_has_begun():
    talk = started(Talk(facts(visits=(visit(),))).event(FormSent(for_visit())).later(days=2)).hears("My knee")
    talk.knowing(visits=()).later(days=2).hears("penicillin")
    assert answers(talk)["allergies"] == "penicillin"


def test_who_cancels_in_the_middle_of_the_form_is_not_asked_its_questions_any_more():
    tuesday = visit()
    talk = started(Talk(facts(visits=(tuesday,))).event(FormSent(for_visit()))).hears("cancel my appointment")
    assert talk.hears("1").did == (CancelAppointment(tuesday.id),)
    talk.clinic(AppointmentCancelled(tuesday))
    assert "form" not in {frame.flow for frame in talk.session.frames}


def test_a_form_that_changed_meanwhile_is_not_answered_by_guessing(talk):
    started(talk).hears("My knee")
    changed = builders.CLINIC_FILE.replace("Do you smoke?", "Do you smoke at all?").replace(
        'id = "smoker"', 'id = "smokes"'
    )
    talk.knowing(clinic=parse_clinic(changed, "oak.toml")).hears("penicillin")
    assert talk.heard == ("paper_gone",)


def test_a_second_form_takes_the_place_of_the_first(talk):
    started(talk).event(FormSent(paper(response="r2")))
    assert [frame.flow for frame in talk.session.frames] == ["form"]


def test_a_stop_in_the_middle_is_obeyed(talk):
    started(talk).patient("STOP", Act.OPT_OUT)
    assert talk.open_flow == ""


def test_on_a_phone_of_several_the_patient_is_named():
    talk = Talk(facts(patients=(patient("Ana"), patient("Ben")), visits=()))
    says = notices.form(FormSent(paper(name="Ben")), chase=False)
    assert "Ben's visit" in prompts.compose(says, "en", "sms", talk.clinic_file)


@pytest.mark.parametrize("text", ["no thanks", "no gracias", "tomorrow I will be better", "not now, since monday"])
def test_words_that_only_begin_like_later_are_answers(talk, text):
    started(talk).hears(text)
    assert answers(talk) == {"reason": text}


@pytest.mark.parametrize("text", ["later", "not now please", "another time", "mejor mañana", "ahora no", "never mind"])
def test_later_is_said_in_many_ways(talk, text):
    assert started(talk).hears(text).heard == ("form_later",)
