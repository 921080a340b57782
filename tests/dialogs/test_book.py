"""Booking a new visit: which type, for whom, when; then read back, and booked only by the committed row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import BookAppointment, FindSlots, HoldSlot, OpenCase, ReleaseHold
from dialogs.events import (
    AppointmentBooked,
    HoldExpired,
    NothingFree,
    SlotHeld,
    SlotsFound,
    SlotTaken,
    WaitlistJoined,
)
from tests import builders
from tests.dialogs.talk import Talk, facts, hold, patient, slot, visit, window
from tests.dialogs.test_checks import demo

THU_2, THU_3 = slot("thu 14:00"), slot("thu 15:00")
OFFER = SlotsFound((THU_2, THU_3))
NEW = facts(visits=())
FAMILY = facts(patients=(patient("Ana"), patient("Ben")), visits=())


def read_back() -> Talk:
    talk = Talk(NEW).hears("I'd like to book a checkup thursday afternoon").clinic(OFFER)
    return talk.hears("2").clinic(SlotHeld(hold("thu 15:00")))


def reasons(talk: Talk) -> list[str]:
    return [effect.reason for effect in talk.did if isinstance(effect, OpenCase)]


def test_the_whole_way_from_wish_to_booked():
    talk = Talk(NEW).hears("I need to make an appointment")
    assert talk.text.endswith("What kind of visit would you like?\n1 Check-up\n2 Ultrasound\n0 A person")

    talk.hears("1")
    assert talk.heard == ("book_when",)
    talk.hears("thursday afternoon")
    assert isinstance(talk.did[-1], FindSlots)
    assert (talk.did[-1].visit_type, talk.did[-1].when.windows[0].start) == (
        "checkup",
        window("thu", "12:00").windows[0].start,
    )
    talk.clinic(OFFER)
    assert "1 Thu, Mar 18, 2:00 PM, Dr. Lee\n2 Thu, Mar 18, 3:00 PM, Dr. Lee" in talk.text

    talk.hears("2")
    assert talk.did == (HoldSlot(THU_3, "ana"),)
    talk.clinic(SlotHeld(hold("thu 15:00")))
    assert talk.text == (
        "Shall I book it? Check-up, Thu, Mar 18 at 3:00 PM with Dr. Lee. Reply 1 to book it, 2 for another time."
    )
    assert talk.did == (), "nothing is booked before the yes"

    talk.hears("yes please")
    assert talk.did == (BookAppointment(hold("thu 15:00")),)
    assert talk.heard == (), "nothing is promised before the row is committed"
    talk.clinic(AppointmentBooked(visit("Ana", "thu 15:00")))
    assert talk.text == "Done. I booked your visit with Dr. Lee on Thu, Mar 18 at 3:00 PM. See you then!"
    assert talk.session.frames == ()


def test_all_that_the_first_sentence_tells_is_taken():
    talk = Talk(FAMILY).hears("can I book an ultrasound for ben with dr ortiz next wednesday")

    (search,) = talk.did
    assert (search.visit_type, search.provider) == ("ultrasound", "ortiz")
    assert search.when.windows
    talk.clinic(OFFER).hears("1")
    assert talk.did == (HoldSlot(THU_2, "ben"),)


@pytest.mark.parametrize("words", ["check-up", "a check up please", "checkup", "the physical", "a physical please"])
def test_a_visit_type_is_known_by_all_its_names(words):
    assert Talk(NEW).hears("I need to make an appointment").hears(words).heard == ("book_when",)


def test_a_type_with_a_time_and_a_provider_needs_no_more_questions():
    talk = Talk(NEW).hears("I need to make an appointment").hears("a checkup with dr ortiz on thursday")

    (search,) = talk.did
    assert (search.visit_type, search.provider) == ("checkup", "ortiz")
    assert search.when.windows[0].start == window("thu").windows[0].start


def test_a_family_is_asked_for_whom_by_first_names():
    talk = Talk(FAMILY).hears("I'd like to book a checkup")
    assert talk.text.endswith("Who is the visit for?\n1 Ana\n2 Ben\n0 A person")

    talk.hears("ben").hears("thursday").clinic(OFFER).hears("the first one").clinic(SlotHeld(hold("thu 14:00", "Ben")))
    assert "Check-up for Ben, Thu, Mar 18 at 2:00 PM" in talk.text


def test_a_provider_may_be_refused():
    talk = Talk(NEW).hears("I'd like to book a checkup").hears("thursday but not with dr lee")

    talk.clinic(SlotsFound((THU_2, slot("thu 15:00", "ortiz"))))
    assert "2:00 PM" not in talk.text
    assert "3:00 PM, Dr. Ortiz" in talk.text


def test_another_type_at_the_read_back_is_searched_anew():
    talk = read_back().hears("actually make it an ultrasound")

    assert [type(effect) for effect in talk.did] == [ReleaseHold, FindSlots]
    assert talk.did[1].visit_type == "ultrasound"


def test_a_visit_type_that_patients_may_not_book_goes_to_a_person():
    clinic = builders.clinic()
    kinds = tuple(kind.model_copy(update={"bookable": kind.id == "checkup"}) for kind in clinic.visit_types)
    talk = Talk(replace(NEW, clinic=clinic.model_copy(update={"visit_types": kinds})))

    talk.hears("I'd like to book an ultrasound")

    assert talk.heard == ("cannot_book",)
    assert reasons(talk) == ["cannot_book"]
    assert talk.hears("then book a checkup please").heard == ("book_when",)


def test_where_nothing_is_free_the_nearest_are_offered():
    talk = Talk(NEW).hears("book a checkup on saturday").clinic(NothingFree((THU_2,)))

    assert talk.heard == ("offer_nearest",)
    assert talk.hears("1").did == (HoldSlot(THU_2, "ana"),)


def test_where_nothing_is_free_at_all_there_is_the_waiting_list():
    talk = Talk(NEW).hears("book a checkup on saturday").clinic(NothingFree())
    assert talk.heard == ("book_offer_waitlist",)

    [joins] = talk.hears("1").did
    assert (joins.patient_id, joins.visit_type, joins.moving) == ("ana", "checkup", None)
    assert talk.clinic(WaitlistJoined()).heard == ("waitlisted",)


def test_where_nothing_is_free_at_all_a_person_looks_if_wanted():
    talk = Talk(NEW).hears("book a checkup on saturday").clinic(NothingFree()).hears("0")

    assert reasons(talk) == ["asked_for_person"]


def test_a_time_taken_meanwhile_is_said_and_others_are_offered():
    talk = Talk(NEW).hears("book a checkup thursday").clinic(OFFER).hears("1").clinic(SlotTaken())

    assert talk.heard == ("just_taken",)
    assert talk.clinic(SlotsFound((THU_3,))).heard == ("offer_slots",)


def test_a_hold_that_ran_out_books_nothing():
    talk = read_back().hears("1").clinic(HoldExpired())

    assert talk.heard == ("hold_expired",)
    assert isinstance(talk.did[-1], FindSlots)


@pytest.mark.parametrize("words", ["I need a physical", "I'd like a check-up please", "quisiera un chequeo"])
def test_the_wish_for_a_visit_type_is_a_wish_for_a_visit(words):
    assert Talk(NEW, language="es" if "un " in words else "en").hears(words).heard == ("book_when",)


@pytest.mark.parametrize("words", ["never mind", "forget it", "cancel that", "please cancel it"])
def test_a_changed_mind_gives_the_time_back_and_books_nothing(words):
    talk = read_back().hears(words)

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.heard == ("nothing_booked",)
    assert talk.session.frames == ()


def test_no_at_the_read_back_asks_for_another_day():
    talk = read_back().hears("no")

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.heard == ("book_other_days",)


def test_a_yes_with_a_condition_is_asked_again():
    talk = read_back().hears("yes but only if it is free")

    assert not any(isinstance(effect, BookAppointment) for effect in talk.did)


def test_a_question_in_the_middle_is_answered_and_the_booking_goes_on():
    talk = Talk(NEW).hears("book a checkup thursday").clinic(OFFER).hears("where can I park?")

    assert talk.heard == ("answer", "book_offer_again")
    assert talk.hears("2").did == (HoldSlot(THU_3, "ana"),)


def test_a_spanish_booking():
    talk = Talk(NEW, language="es").hears("quiero hacer una cita")
    assert talk.heard == ("which_kind",)
    talk.hears("un chequeo el jueves por la tarde").clinic(OFFER).hears("la segunda").clinic(
        SlotHeld(hold("thu 15:00"))
    )
    assert talk.text == "¿La reservo? Chequeo, jue 18 de mar a las 3:00 pm con Dr. Lee. 1 reservarla, 2 otra hora."
    talk.hears("sí").clinic(AppointmentBooked(visit("Ana", "thu 15:00")))
    assert talk.heard == ("booked",)


def test_the_menu_leads_to_booking():
    assert Talk(NEW).hears("hi").hears("4").heard == ("which_kind",)


def test_a_type_that_leaves_the_clinic_file_meanwhile_is_not_booked():
    clinic = builders.clinic()
    kinds = tuple(kind for kind in clinic.visit_types if kind.id != "checkup")
    talk = read_back().knowing(clinic=clinic.model_copy(update={"visit_types": kinds})).hears("1")

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.session.frames == ()


def test_a_patient_who_leaves_this_phone_meanwhile_is_not_booked_for():
    talk = read_back().knowing(patients=(patient("Ben"),)).hears("1")

    assert talk.did == (ReleaseHold("hold-1"),)


@pytest.mark.parametrize("words", ["lab visit", "labs", "the blood test please"])
def test_a_type_that_sounds_like_a_question_for_staff_is_picked_where_types_were_asked(words):
    talk = Talk(replace(NEW, clinic=demo())).hears("I need to make an appointment").hears(words)

    assert talk.heard == ("book_when",)
    assert talk.did == ()
