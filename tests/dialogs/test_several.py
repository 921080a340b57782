"""Several wishes in one text, each read back in its turn; and none where there is only one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dialogs.effects import CancelAppointment, ConfirmAppointment, FindSlots, OpenCase
from dialogs.events import AppointmentCancelled, AppointmentConfirmed, ReminderSent, SlotHeld, SlotsFound
from tests.dialogs.talk import Talk, facts, hold, patient, slot, visit

CHILD = {"date_of_birth": date(2018, 5, 1), "guardian_id": "ana"}
FAMILY = facts(
    patients=(patient("Ana"), patient("Maria", **CHILD), patient("Leo", **CHILD)),
    visits=(visit("Ana", "tue 09:00"), visit("Maria", "wed 10:00"), visit("Leo", "thu 11:00")),
)
TWO = facts(visits=(visit("Ana", "tue 09:00"), replace(visit("Ana", "thu 10:00"), id="later")))


def test_three_wishes_of_a_family_come_one_after_the_other() -> None:
    talk = Talk(FAMILY).event(ReminderSent(FAMILY.visits, True))
    talk.hears("yes for Maria, move Leo to Friday, cancel mine")
    assert talk.did == (ConfirmAppointment("visit-maria"),)

    talk.clinic(AppointmentConfirmed(FAMILY.visits[1]))
    (search,) = talk.did
    assert isinstance(search, FindSlots)
    assert search.moving == "visit-leo"

    talk.clinic(SlotsFound((slot("fri 09:00"),))).hears("no, leave it as it is")
    assert talk.heard == ("kept_as_booked", "confirm_cancel")
    assert "Ana's visit" in talk.text
    assert talk.hears("yes").did == (CancelAppointment("visit-ana"),)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "yes for Maria and cancel Leo's"),
        ("es", "sí para María y cancele la de Leo"),
    ],
)
def test_a_reminder_still_asks_for_the_visit_that_nobody_spoke_of(language: str, words: str) -> None:
    talk = Talk(FAMILY, language).event(ReminderSent(FAMILY.visits, True)).hears(words)
    talk.clinic(AppointmentConfirmed(FAMILY.visits[1]))

    assert talk.session.top is not None
    assert [visit.id for visit in talk.session.top.memory.visits] == ["visit-ana"]
    assert [frame.flow for frame in talk.session.frames] == ["cancel", "confirm"]


def test_mine_is_the_guardians() -> None:
    assert "Ana's visit" in Talk(FAMILY).hears("cancel mine and move Leo to friday").text


@pytest.mark.parametrize(
    "words",
    ["cancel Tuesday and book a checkup next month", "cancele la del martes y agende un chequeo el próximo mes"],
)
def test_after_a_cancellation_the_next_wish_comes_without_a_question_between(words: str) -> None:
    talk = Talk(TWO, "es" if "martes" in words else "en").hears(words)
    assert talk.heard == ("confirm_cancel",)

    assert talk.hears("1").did == (CancelAppointment("visit-ana"),)
    talk.clinic(AppointmentCancelled(TWO.visits[0]))
    assert talk.heard == ("cancelled",)
    assert isinstance(talk.did[-1], FindSlots)


def test_a_new_wish_in_between_loses_none_that_waits() -> None:
    talk = Talk(FAMILY).hears("cancel Maria and move Leo to friday").hears("I want to cancel mine")

    assert "Ana's visit" in talk.text
    talk.hears("no")
    assert isinstance(talk.did[-1], FindSlots)
    assert talk.did[-1].moving == "visit-leo"


def test_mine_is_no_yes_to_the_visit_of_another() -> None:
    known = facts(
        patients=(patient("Ana"), patient("Ben")), visits=(visit("Ana", "tue 09:00"), visit("Ben", "wed 10:00"))
    )
    talk = Talk(known).hears("cancel Ben's visit").hears("I want to cancel mine")

    assert talk.did == ()
    assert "Ana's visit" in talk.text


def test_a_visit_that_is_gone_meanwhile_is_not_asked_about() -> None:
    talk = Talk(FAMILY).hears("cancel Maria and cancel Leo").knowing(visits=FAMILY.visits[:2]).hears("yes")
    talk.clinic(AppointmentCancelled(FAMILY.visits[1]))

    assert talk.heard == ("cancelled",)
    assert talk.session.frames == ()


@pytest.mark.parametrize(
    "words",
    ["cancel and move it to friday", "move my visit to friday and confirm it", "I can't come, cancel it, I am sick"],
)
def test_two_wishes_about_one_visit_are_never_done_one_after_the_other(words: str) -> None:
    talk = Talk().hears(words)

    assert len(talk.session.frames) <= 1


@pytest.mark.parametrize("words", ["yes, book it", "yes please, make it", "ok and book that"])
def test_a_yes_in_several_words_is_one_yes(words: str) -> None:
    talk = Talk(facts(visits=())).hears("book a checkup with Dr. Lee on thursday at 2 pm")
    talk.clinic(SlotsFound((slot("thu 14:00"),))).clinic(SlotHeld(hold("thu 14:00"))).hears(words)

    assert [type(effect).__name__ for effect in talk.did] == ["BookAppointment"]
    assert len(talk.session.frames) == 1


@pytest.mark.parametrize("words", ["also book an appointment for my son", "I need another checkup too"])
def test_one_more_visit_is_no_yes_to_the_one_that_is_read_back(words: str) -> None:
    talk = Talk(facts(visits=())).hears("book a checkup with Dr. Lee on thursday at 2 pm")
    talk.clinic(SlotsFound((slot("thu 14:00"),))).clinic(SlotHeld(hold("thu 14:00"))).hears(words)

    assert not any(type(effect).__name__ == "BookAppointment" for effect in talk.did)
    assert talk.heard[-1] == "confirm_book"


@pytest.mark.parametrize(("language", "words"), [("en", "a visit for my son please"), ("es", "una cita para mi hijo")])
def test_a_child_who_is_not_on_file_is_not_booked_as_the_parent(language: str, words: str) -> None:
    talk = Talk(facts(visits=()), language).hears(f"{'book' if language == 'en' else 'agendar'} {words}")

    assert talk.heard == ("not_on_file",)
    assert isinstance(talk.did[-1], OpenCase)


def test_the_parent_of_the_only_patient_books_for_that_child() -> None:
    child = facts(patients=(patient("Leo", date_of_birth=date(2018, 5, 1)),), visits=())

    assert Talk(child).hears("book a checkup for my son").open_flow == "book"


def test_a_question_beside_a_yes_is_answered_with_it() -> None:
    talk = Talk().event(ReminderSent((visit(),), True)).hears("yes, and where do I park?")

    assert talk.heard == ("answer",)
    assert talk.did[-1] == ConfirmAppointment("visit-ana")
