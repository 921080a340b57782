"""A number that is not on file proves whom it speaks for; the words never tell whether such a patient exists."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.effects import CancelAppointment, CheckIdentity, FindSlots, OpenCase
from dialogs.events import IdentityLocked, IdentityUnmatched, PatientIdentified, StaffReleased
from tests import builders
from tests.dialogs.talk import Talk, facts

NOBODY = facts(patients=(), visits=())
ANA = facts()
BORN = date(1980, 5, 14)
KNOWN = PatientIdentified("ana", ANA)


def reasons(talk: Talk) -> list[str]:
    return [effect.reason for effect in talk.did if isinstance(effect, OpenCase)]


def asked() -> Talk:
    return Talk(NOBODY).hears("when is my appointment?")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ana Stone 5/14/1980", "en"),
        ("ana stone, 05-14-80", "en"),
        ("my name is Ana Stone and my date of birth is May 14, 1980", "en"),
        ("Stone, Ana born 1980-05-14", "en"),
        ("Ana Stone 14 May 1980", "en"),
        ("Ana Stone 05141980", "en"),
        ("Me llamo Ana Stone, nací el 14 de mayo de 1980", "es"),
        ("Ana Stone 14/5/1980", "es"),
    ],
)
def test_name_and_date_of_birth_are_read_however_they_are_written(words, language):
    talk = Talk(NOBODY, language=language).hears("cuando es mi cita" if language == "es" else "when is my visit?")
    assert talk.heard == ("who_are_you",)

    (check,) = talk.hears(words).did
    assert check.born == BORN
    assert [word.lower() for word in check.name] == ["ana", "stone"]


def test_name_and_date_of_birth_may_come_one_after_the_other():
    assert asked().hears("Ana Stone").heard == ("ask_birth",)
    assert asked().hears("Ana Stone").hears("5/14/1980").did == (CheckIdentity(("Ana", "Stone"), BORN),)
    assert asked().hears("5/14/1980").heard == ("ask_name",)
    assert asked().hears("5/14/1980").hears("Ana Stone").did == (CheckIdentity(("Ana", "Stone"), BORN),)


def test_what_was_asked_before_is_answered_afterwards():
    talk = asked().hears("Ana Stone 5/14/1980").clinic(KNOWN)

    assert talk.heard == ("identified", "next_visit")
    assert talk.session.verified == ("ana",)


def test_a_cancellation_goes_on_where_it_was_wanted():
    talk = Talk(NOBODY).hears("I need to cancel my appointment").hears("Ana Stone 5/14/1980").clinic(KNOWN)
    assert talk.heard == ("identified", "confirm_cancel")

    assert talk.knowing(patients=ANA.patients, visits=ANA.visits).hears("1").did == (CancelAppointment("visit-ana"),)


def test_a_wish_for_a_day_outlives_the_questions():
    talk = Talk(NOBODY).hears("move my appointment to thursday").hears("Ana Stone 5/14/1980").clinic(KNOWN)

    assert isinstance(talk.did[-1], FindSlots)
    assert talk.did[-1].when.windows


def test_the_number_proves_itself_anew_after_a_pause():
    talk = asked().hears("Ana Stone 5/14/1980").clinic(KNOWN)
    assert talk.session.speaks_for(talk.now) == ("ana",)

    assert talk.session.speaks_for(talk.later(hours=13).now) == ()
    assert talk.hears("when is my appointment?").session.verified == ()


def test_two_wrong_tries_change_the_question_and_the_third_brings_a_person():
    talk, questions = asked(), []
    for _ in range(4):
        talk.hears("Ana Stone 1/1/1990").clinic(IdentityUnmatched())
        questions.append((talk.heard, reasons(talk)))

    assert questions == [
        (("identity_again",), []),
        (("identity_other_way",), []),
        (("identity_person",), ["identity"]),
        (("identity_person",), ["identity"]),
    ]


def test_a_locked_number_goes_to_a_person_and_is_not_asked_again():
    talk = asked().hears("Ana Stone 1/1/1990").clinic(IdentityLocked())
    assert talk.heard == ("needs_staff_identity",)
    assert reasons(talk) == ["identity"]

    assert talk.hears("when is my appointment").heard == ("needs_staff_identity",)
    assert talk.event(StaffReleased()).hears("when is my appointment").heard == ("who_are_you",)


def test_asking_again_instead_of_answering_brings_a_person_in_the_end():
    talk = asked()
    heard = [talk.hears("when is my appointment?").heard for _ in range(3)]

    assert heard[0] == ("repair_first", "who_are_you")
    assert heard[1] == ("repair_open",)
    assert heard[2][0] == "not_understood"


def test_words_about_something_else_are_no_name():
    for words in ("cancel appointment", "what for", "where are you"):
        assert not any(isinstance(effect, CheckIdentity) for effect in asked().hears(words).did)
        assert "ask_birth" not in asked().hears(words).heard


def test_general_questions_are_answered_beside():
    assert asked().hears("where can I park?").heard == ("answer", "who_are_you")


def test_no_is_taken_for_an_answer():
    assert asked().hears("never mind").session.frames == ()


@pytest.mark.parametrize(("words", "new"), [("2", True), ("no, I'm new", True), ("1", False), ("yes", False)])
def test_who_books_says_whether_they_were_here_before(words, new):
    talk = Talk(NOBODY).hears("I'd like to book a checkup")
    assert talk.heard == ("been_here",)

    talk.hears(words).hears("Ana Stone 5/14/1980")
    assert talk.did == (CheckIdentity(("Ana", "Stone"), BORN, new),)


def test_somebody_new_books_what_new_patients_may():
    clinic = builders.clinic()
    kinds = tuple(kind.model_copy(update={"new_patients": kind.id == "checkup"}) for kind in clinic.visit_types)
    newcomer = replace(ANA, clinic=clinic.model_copy(update={"visit_types": kinds}), visits=(), newcomer=True)
    talk = Talk(NOBODY).hears("I'd like to book an appointment").hears("2").hears("Ana Stone 5/14/1980")

    talk.clinic(PatientIdentified("ana", newcomer, newcomer=True))
    assert talk.heard == ("identified", "book_when")
    assert talk.session.verified == (), "the number is on file from now on"


def test_nothing_personal_is_asked_or_told_where_others_read_along():
    talk = Talk(replace(NOBODY, public=True)).hears("when is my appointment?")

    assert talk.heard == ("other_channel",)
    assert talk.did == ()
    assert talk.session.frames == ()


@pytest.mark.parametrize(
    ("words", "new"), [("yes, new patient", True), ("2", True), ("yes", False), ("I've been seen", False)]
)
def test_who_tells_their_name_before_it_was_asked_is_not_asked_again(words, new):
    talk = Talk(NOBODY).hears("I need to book a checkup").hears("Ana Stone 5/14/1980")
    assert talk.heard == ("been_here",)

    assert talk.hears(words).did == (CheckIdentity(("Ana", "Stone"), BORN, new),)


def test_who_says_that_they_are_new_is_not_asked_whether_they_are():
    talk = Talk(facts(patients=(), visits=())).hears("Hi, I'm a new patient and need a checkup")
    assert talk.heard[-1] == "who_are_you"
    assert talk.hears("Laura Gomez 3/4/1990").did == (CheckIdentity(("Laura", "Gomez"), date(1990, 3, 4), new=True),)
