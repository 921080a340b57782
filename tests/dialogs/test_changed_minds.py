"""A yes with a condition is none, and who wants to keep the visit keeps it, whatever else the words look like."""

from __future__ import annotations

import pytest

from dialogs.effects import CancelAppointment, ConfirmAppointment, FindSlots, MoveAppointment, ReleaseHold
from dialogs.events import ReminderSent, SlotHeld, SlotsFound
from tests.dialogs.talk import Talk, facts, hold, patient, slot, visit

ANA = patient("Ana")
BEN = patient("Ben", id="ben")
FAMILY = facts(patients=(ANA, BEN), visits=(visit("Ana", "tue 09:00"), visit("Ben", "wed 10:00")))
TWO_VISITS = facts(
    patients=(ANA,), visits=(visit("Ana", "tue 09:00"), visit("Ana", "fri 11:00", "ortiz", id="visit-later"))
)


def asked_to_cancel(language: str = "en") -> Talk:
    talk = Talk(language=language)
    talk.hears({"en": "cancel my appointment", "es": "quiero cancelar mi cita"}[language])
    assert talk.heard[-1] == "confirm_cancel"
    return talk


def asked_to_move(language: str = "en") -> Talk:
    talk = Talk(language=language)
    talk.hears({"en": "move my appointment to thursday", "es": "quiero cambiar mi cita al jueves"}[language])
    talk.clinic(SlotsFound((slot("thu 09:00"), slot("thu 10:00")))).hears("1").clinic(SlotHeld(hold("thu 09:00")))
    assert talk.heard[-1] == "confirm_move"
    return talk


@pytest.mark.parametrize(
    "words",
    [
        "keep it", "keep my appointment", "actually keep it", "yes keep it", "leave it", "I'll be there",
        "yes I'll be there", "I will come after all", "confirm my appointment", "please don't", "never mind",
    ],
)  # fmt: skip
def test_who_keeps_the_visit_when_asked_whether_to_cancel_it_keeps_it(words):
    talk = asked_to_cancel().hears(words)

    assert talk.did == ()
    assert talk.heard == ("kept_as_booked",)
    assert talk.session.frames == ()


@pytest.mark.parametrize(
    "words",
    ["déjela", "sí, déjala", "ahí estaré", "sí voy", "claro que no", "confirmo mi cita", "quiero mantener mi cita"],
)
def test_who_keeps_the_visit_in_spanish_keeps_it(words):
    talk = asked_to_cancel("es").hears(words)

    assert talk.did == ()
    assert talk.heard == ("kept_as_booked",)


@pytest.mark.parametrize("words", ["yes", "confirm", "sure go ahead", "cancel it please", "yes, I can't make it", "1"])
def test_a_plain_yes_still_cancels(words):
    assert asked_to_cancel().hears(words).did == (CancelAppointment("visit-ana"),)


@pytest.mark.parametrize("words", ["sí", "cancélela", "sí, pero gracias", "dale"])
def test_a_plain_yes_in_spanish_still_cancels(words):
    assert asked_to_cancel("es").hears(words).did == (CancelAppointment("visit-ana"),)


@pytest.mark.parametrize(
    "words", ["yes if there is no fee", "yes but not monday", "is there a fee to cancel?", "yes unless she is there"]
)
def test_a_yes_under_a_condition_is_asked_again(words):
    talk = asked_to_cancel().hears(words)

    assert not any(isinstance(done, CancelAppointment) for done in talk.did)
    assert talk.heard[-1] == "confirm_cancel"


@pytest.mark.parametrize("words", ["never mind", "keep my old time", "leave it as it is", "forget it", "don't move it"])
def test_who_forgets_about_moving_is_not_asked_for_other_days(words):
    talk = asked_to_move().hears(words)

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.heard == ("kept_as_booked",)


def test_that_one_is_no_good_for_me_is_no_yes_in_spanish():
    talk = asked_to_move("es").hears("no me sirve")

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.heard == ("other_days",)


@pytest.mark.parametrize("words", ["yes but later", "that's too early"])
def test_a_later_time_is_looked_for_instead_of_taking_the_one_read_back(words):
    released, search = asked_to_move().hears(words).did

    assert released == ReleaseHold("hold-1")
    assert isinstance(search, FindSlots)


@pytest.mark.parametrize("words", ["yes if lee is there", "ok but can it be 10"])
def test_a_move_under_a_condition_is_asked_again(words):
    talk = asked_to_move().hears(words)

    assert talk.did == ()
    assert talk.heard[-1] == "confirm_move"


@pytest.mark.parametrize("words", ["yes", "move it", "sounds good", "see you thursday"])
def test_a_plain_yes_still_moves(words):
    assert any(isinstance(done, MoveAppointment) for done in asked_to_move().hears(words).did)


@pytest.mark.parametrize("words", ["move the other one to thursday at 10", "move the other to thursday at 10"])
def test_the_other_one_is_not_the_visit_that_is_talked_about(words):
    talk = Talk(TWO_VISITS).hears("cancel my appointment").hears("1")
    assert talk.heard == ("confirm_cancel",)

    [search] = talk.hears(words).did

    assert isinstance(search, FindSlots)
    assert search.moving == "visit-later"


def test_cancelling_the_other_one_does_not_cancel_the_one_read_back():
    talk = Talk(TWO_VISITS).hears("cancel my appointment").hears("1").hears("no wait, cancel the other one")

    assert talk.did == ()
    assert "Fri, Mar 19 at 11:00 AM" in talk.text


@pytest.mark.parametrize("words", ["wait, Ben", "yes cancel Ben's", "no, Ben's", "I meant Ben"])
def test_another_name_than_was_read_back_is_read_back_in_its_turn(words):
    talk = Talk(FAMILY).hears("cancel Ana's appointment")
    assert "Ana's visit" in talk.text

    talk.hears(words)

    assert talk.did == ()
    assert talk.heard == ("confirm_cancel",)
    assert "Ben's visit" in talk.text


def test_the_name_that_was_read_back_belongs_to_the_yes():
    talk = Talk(FAMILY).hears("cancel Ana's appointment").hears("yes, Ana's")

    assert talk.did == (CancelAppointment("visit-ana"),)


def test_another_name_moves_nobody():
    talk = Talk(FAMILY).hears("move Ana's appointment to thursday")
    talk.clinic(SlotsFound((slot("thu 09:00"), slot("thu 10:00")))).hears("1").clinic(SlotHeld(hold("thu 09:00")))

    talk.hears("yes for Ben")

    assert not any(isinstance(done, MoveAppointment) for done in talk.did)


@pytest.mark.parametrize("words", ["see you tuesday!", "thanks, see you next tuesday at 9"])
def test_see_you_then_confirms_what_a_reminder_named(words):
    talk = Talk().event(ReminderSent((visit(),), True)).hears(words)

    assert talk.did == (ConfirmAppointment("visit-ana"),)


def test_see_you_tomorrow_after_all_is_said_is_a_goodbye():
    assert Talk().hears("thank you see you tomorrow").heard == ("youre_welcome",)
