"""Moving a visit: the old one stays until the new one is taken."""

from __future__ import annotations

import pytest

from dialogs.effects import FindSlots, HoldSlot, JoinWaitlist, MoveAppointment, OpenCase, ReleaseHold
from dialogs.events import (
    AppointmentMoved,
    HoldExpired,
    NotAllowed,
    NothingFree,
    SlotHeld,
    SlotsFound,
    SlotTaken,
    WaitlistJoined,
)
from dialogs.understanding.model import Act, Heard
from scheduler.wishes import Order, When
from tests.dialogs.talk import Talk, facts, hold, moved_to, slot, visit, window

THU_2, THU_3, FRI_9 = slot("thu 14:00"), slot("thu 15:00"), slot("fri 09:00")


def offered() -> Talk:
    """A talk in which two times on Thursday afternoon were offered."""
    talk = Talk().patient("can i move it to thursday afternoon", Act.RESCHEDULE, when=window("thu", "12:00", "17:00"))
    return talk.clinic(SlotsFound((THU_2, THU_3)))


def read_back() -> Talk:
    return offered().patient("2").clinic(SlotHeld(hold("thu 15:00")))


def test_a_wish_in_the_same_sentence_goes_straight_to_the_search():
    talk = Talk().patient("move it to thursday afternoon", Act.RESCHEDULE, when=window("thu", "12:00", "17:00"))

    assert talk.says[1:] == ()
    assert talk.did == (
        FindSlots("checkup", "lee", "main", window("thu", "12:00", "17:00"), limit=3, moving="visit-ana"),
    )


def test_the_whole_way_from_wish_to_moved():
    talk = offered()
    assert "1 Thu, Mar 18, 2:00 PM\n2 Thu, Mar 18, 3:00 PM" in talk.text

    talk.patient("2")
    assert talk.did == (HoldSlot(THU_3, "ana", moving="visit-ana"),)

    talk.clinic(SlotHeld(hold("thu 15:00")))
    assert talk.heard == ("confirm_move",)
    assert "to Thu, Mar 18 at 3:00 PM?" in talk.text
    assert talk.did == (), "nothing moves before the yes"

    talk.patient("1")
    assert talk.did == (MoveAppointment("visit-ana", to=hold("thu 15:00")),)

    talk.clinic(AppointmentMoved(moved_to(visit(), "thu 15:00")))
    assert talk.heard == ("moved",)
    assert "Thu, Mar 18 at 3:00 PM" in talk.text
    assert talk.session.frames == ()


def test_without_a_wish_the_day_is_asked_for():
    talk = Talk().patient("i need to reschedule", Act.RESCHEDULE)
    assert talk.heard == ("when_suits",)

    talk.patient("thursday", Act.GIVE_DATE, when=window("thu"))
    assert isinstance(talk.did[-1], FindSlots)


def test_as_soon_as_possible_is_a_wish():
    talk = Talk().patient("move it to the earliest you have", Act.RESCHEDULE, when=When(order=Order.EARLIEST))

    assert isinstance(talk.did[-1], FindSlots)


def test_a_time_that_fits_one_offer_picks_it():
    talk = offered().patient("3pm works", Act.GIVE_TIME, when=window("thu", "15:00", "15:01"))

    assert talk.did == (HoldSlot(THU_3, "ana", moving="visit-ana"),)


def test_a_yes_that_repeats_the_time_is_a_yes():
    talk = read_back().patient("yes thursday at 3", Act.CONFIRM, when=window("thu", "15:00", "15:01"))

    assert isinstance(talk.did[-1], MoveAppointment)


def test_a_yes_and_no_in_one_breath_moves_nothing():
    talk = read_back().patient("yes no", Act.CONFIRM, Act.DENY)

    assert talk.did == ()
    assert talk.heard == ("repair_first", "confirm_move")


def test_a_slot_lost_at_the_last_moment_leaves_the_old_visit_booked():
    talk = read_back().patient("yes", Act.CONFIRM).clinic(SlotTaken())

    assert talk.heard == ("just_taken",)
    assert [type(effect) for effect in talk.effects] == [FindSlots, HoldSlot, MoveAppointment, FindSlots]

    talk.clinic(SlotsFound((THU_2,)))
    assert talk.heard == ("offer_slots",)


def test_a_hold_that_ran_out_is_looked_for_again():
    talk = read_back().later(minutes=11).patient("1").clinic(HoldExpired())

    assert talk.heard == ("hold_expired",)
    assert isinstance(talk.did[-1], FindSlots)


def test_two_at_the_read_back_gives_the_time_back_and_asks_for_another():
    talk = read_back().patient("2")

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.heard == ("other_days",)


def test_another_day_at_the_read_back_searches_anew():
    talk = read_back().patient("friday instead", Act.GIVE_DATE, when=window("fri"))

    assert [type(effect) for effect in talk.did] == [ReleaseHold, FindSlots]
    assert talk.clinic(SlotsFound((FRI_9,))).heard == ("offer_slots",)


def test_something_later_starts_after_the_last_offer():
    talk = offered().patient("anything later?", Act.REQUEST_ALTERNATIVES)

    assert isinstance(talk.did[-1], FindSlots)
    assert talk.did[-1].when.windows[0].start > THU_3.starts_at


def test_none_of_these_asks_for_other_days():
    assert offered().patient("none of those work", Act.DENY).heard == ("other_days",)


def test_another_doctor_is_searched_for_and_a_refused_one_left_out():
    talk = offered().patient("with dr ortiz please", Act.OTHER)
    assert talk.did[-1].provider == "ortiz"

    talk = offered().patient("not with Dr. Lee", Act.OTHER)
    assert talk.did[-1].provider is None
    talk.clinic(SlotsFound((THU_2, slot("fri 09:00", "ortiz"))))
    assert talk.says[-1].options == (slot("fri 09:00", "ortiz"),)


def test_a_question_in_the_middle_is_answered_and_the_open_one_asked_again():
    talk = offered().patient("where are you", Heard(Act.ASK_INFO, topic="address"))
    assert talk.heard == ("address", "offer_slots_again")
    assert "120 Main St" in talk.text

    assert isinstance(talk.patient("1").did[-1], HoldSlot)


def test_a_question_together_with_the_answer_gets_both():
    talk = read_back().patient("yes. where can i park?", Act.CONFIRM, Heard(Act.ASK_INFO, topic="parking"))

    assert talk.heard == ("answer",)
    assert isinstance(talk.did[-1], MoveAppointment)


def test_nothing_free_offers_the_nearest():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu"))
    talk.clinic(NothingFree((FRI_9,)))
    assert talk.heard == ("offer_nearest",)

    assert isinstance(talk.patient("1").did[-1], HoldSlot)


def test_nothing_at_all_offers_the_waiting_list():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu")).clinic(NothingFree())
    assert talk.heard == ("offer_waitlist",)

    talk.patient("1")
    assert talk.did == (JoinWaitlist("ana", "checkup", "lee", "main", window("thu"), "visit-ana"),)
    assert talk.clinic(WaitlistJoined()).heard == ("waitlisted",)


def test_where_nothing_is_free_a_person_may_look_instead():
    talk = Talk().patient("move it to thursday", Act.RESCHEDULE, when=window("thu")).clinic(NothingFree())

    talk.patient("something else", Act.REQUEST_ALTERNATIVES)
    assert talk.heard == ("person_finds_time",)
    assert [(case.reason, case.patient_id) for case in talk.did] == [("cannot_book", "ana")]


def test_what_the_clinic_refuses_goes_to_a_person_and_stays_booked():
    talk = read_back().patient("1").clinic(NotAllowed("min_notice"))

    assert talk.heard == ("cannot_move",)
    assert [type(effect) for effect in talk.did] == [OpenCase]


def test_ten_means_ten_oclock_where_three_times_were_offered():
    talk = offered().patient("10", Act.GIVE_TIME, when=window("thu", "10:00", "10:01"))

    assert isinstance(talk.did[-1], FindSlots)


def test_a_number_beyond_the_list_is_not_guessed():
    talk = offered().patient("7")

    assert talk.did == ()
    assert talk.heard == ("repair_first", "offer_slots_again")


def test_changing_ones_mind_to_cancel_is_about_the_same_visit_and_gives_the_hold_back():
    talk = read_back().patient("actually just cancel my appointment", Act.CANCEL)

    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.heard == ("confirm_cancel",)


def test_a_visit_that_staff_moved_meanwhile_ends_the_talk_about_it():
    talk = read_back().knowing(visits=(moved_to(visit(), "wed 10:00"),)).patient("1")

    assert talk.heard == ("visit_gone",)
    assert talk.did == (ReleaseHold("hold-1"),)
    assert talk.session.frames == ()


def test_a_time_is_picked_a_day_later_too_but_not_after_three():
    assert offered().later(hours=24).patient("2", Heard(Act.SELECT_OPTION, option=2)).did != ()
    talk = offered().later(hours=72).patient("2")

    assert talk.did == ()
    assert talk.heard == ("repair_first", "menu")


def test_nothing_booked_is_said():
    assert Talk(facts(visits=())).patient("move my visit", Act.RESCHEDULE).heard == ("no_visits",)


@pytest.mark.parametrize("words", ["move my appointment to february 31", "cambiar mi cita al 31 de febrero"])
def test_a_day_that_is_in_no_calendar_is_named_as_such(words):
    assert Talk().hears(words).heard == ("no_such_day", "when_suits")
