"""Whole talks in patients' own words, read by the real understanding."""

from __future__ import annotations

import pytest

from dialogs.effects import CancelAppointment, ConfirmAppointment, FindSlots, HoldSlot, MoveAppointment, RecordOptOut
from dialogs.events import (
    AppointmentCancelled,
    AppointmentConfirmed,
    AppointmentMoved,
    PatientSaid,
    ReminderSent,
    SlotHeld,
    SlotsFound,
)
from dialogs.understanding import Act, Understanding
from dialogs.understanding import Heard as Understood
from tests.dialogs.talk import Talk, facts, hold, moved_to, patient, slot, visit, window

OFFER = SlotsFound((slot("thu 14:00"), slot("thu 15:00")))
FAMILY = facts(patients=(patient("Ana"), patient("Ben")), visits=(visit("Ana", "tue 09:00"), visit("Ben", "wed 10:00")))


def test_asking_moving_and_confirming_by_text():
    talk = Talk().hears("when is my appointment?")
    assert talk.heard == ("next_visit",)

    talk.hears("can you move it to thursday afternoon")
    (search,) = talk.did
    assert isinstance(search, FindSlots)
    assert search.when.windows[0].start == window("thu", "12:00").windows[0].start

    talk.clinic(OFFER).hears("do you have parking?")
    assert talk.heard == ("answer", "offer_slots_again")

    talk.hears("2")
    assert isinstance(talk.did[-1], HoldSlot)
    talk.clinic(SlotHeld(hold("thu 15:00"))).hears("yes please")
    assert isinstance(talk.did[-1], MoveAppointment)
    talk.clinic(AppointmentMoved(moved_to(visit(), "thu 15:00")))
    assert talk.heard == ("moved",)


@pytest.mark.parametrize("words", ["1", "yes", "Y", "ok", "Yes I'll be there", "confirm", "see you then", "1 please",
    "yes, let me know if anything changes", "sí, es correcto"])  # fmt: skip
def test_words_that_confirm_a_reminder(words):
    talk = Talk().event(ReminderSent((visit(),), True)).hears(words)

    assert talk.did == (ConfirmAppointment("visit-ana"),)


@pytest.mark.parametrize("words", ["yes no", "no yes", "maybe", "what?", "who is this?", "when is it again?", "C",
    "yes if it's with Dr Lee", "I'll be there if I can get a ride", "yes unless it snows",
    "sí, si es con la doctora Ortiz", "solo si no llueve", "I guess I might", "probably",
    "can my wife come instead of me"])  # fmt: skip
def test_words_that_do_not_confirm_a_reminder(words):
    talk = Talk().event(ReminderSent((visit(),), True)).hears(words)

    assert not any(isinstance(effect, ConfirmAppointment) for effect in talk.did)
    assert talk.open_flow == "confirm"


@pytest.mark.parametrize("sure", [0.4, 0.99])
def test_a_guess_confirms_no_reminder_and_takes_nothing_that_was_read_back(sure):
    guess = Understanding((Understood(Act.CONFIRM, guessed=True),), confidence=sure)

    reminded = Talk().event(ReminderSent((visit(),), True)).event(PatientSaid("righty ho", guess, facts()))
    cancelling = Talk().hears("cancel my appointment").event(PatientSaid("righty ho", guess, facts()))

    assert reminded.did == ()
    assert cancelling.did == ()
    assert cancelling.heard[-1] == "confirm_cancel"


@pytest.mark.parametrize(("sure", "flow"), [(0.4, "welcome"), (0.6, "cancel")])
def test_a_guess_begins_a_flow_only_where_it_is_likely(sure, flow):
    guess = Understanding((Understood(Act.CANCEL, guessed=True),), confidence=sure)

    talk = Talk().hears("hello").event(PatientSaid("annul it", guess, facts()))

    assert talk.open_flow == flow
    assert talk.did == ()


def test_cancelling_for_one_child_of_a_family():
    talk = Talk(FAMILY).hears("I have to cancel the appointment")
    assert talk.heard == ("which_to_cancel",)

    talk.hears("ben's")
    assert "Ben's visit" in talk.text
    talk.hears("yes")
    assert talk.did == (CancelAppointment("visit-ben"),)
    talk.clinic(AppointmentCancelled(FAMILY.visits[1]))

    assert talk.hears("no thanks").heard == ("all_set",)


def test_cancelling_both_at_once_is_read_back():
    assert Talk(FAMILY).hears("cancel both appointments").heard == ("confirm_cancel_all",)


def test_an_opt_out_halfway_ends_everything():
    talk = Talk().hears("i need to reschedule").hears("stop texting me")

    assert talk.did == (RecordOptOut(),)
    assert talk.session.frames == ()


def test_a_spanish_talk_in_own_words():
    talk = Talk(language="es").hears("quiero cambiar mi cita al jueves por la tarde")
    talk.clinic(OFFER).hears("la segunda").clinic(SlotHeld(hold("thu 15:00")))
    assert talk.text == "¿Cambio su cita al jue 18 de mar a las 3:00 pm? 1 cambiarla, 2 otra hora."

    talk.hears("sí")
    assert isinstance(talk.did[-1], MoveAppointment)


def test_changing_the_pick_at_the_read_back_is_read_back_again():
    talk = Talk().hears("move it to thursday afternoon").clinic(OFFER).hears("1").clinic(SlotHeld(hold("thu 14:00")))
    talk.hears("actually the second one")

    assert [type(effect).__name__ for effect in talk.did] == ["ReleaseHold", "HoldSlot"]
    assert talk.clinic(SlotHeld(hold("thu 15:00"))).heard == ("confirm_move",)


def test_a_reminded_family_confirms_both():
    talk = Talk(FAMILY).event(ReminderSent(FAMILY.visits, True)).hears("both")
    talk.clinic(AppointmentConfirmed(FAMILY.visits[0])).clinic(AppointmentConfirmed(FAMILY.visits[1]))

    assert talk.heard == ("confirmed",)


@pytest.mark.parametrize(
    "words",
    [
        "\x00\x01",
        "{{7*7}} {visit}",
        "<script>alert(1)</script>",
        "' OR 1=1 --",
        "מה שלומך",
        "🙂🙃",
        "x" * 1600,
        "",
        "%s %n",
    ],
)
def test_any_text_is_answered(words):
    talk = Talk().hears(words)

    assert talk.says
    assert words == "" or words not in talk.text
