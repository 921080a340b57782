"""Answers to reminders, and cancelling: nothing is cancelled without a read-back and a yes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogs.effects import CancelAppointment, ConfirmAppointment, NoteReason
from dialogs.events import AppointmentCancelled, AppointmentConfirmed, NotAllowed, ReminderSent
from dialogs.understanding.model import Act
from tests.dialogs.talk import Talk, facts, moved_to, patient, visit, window

ANA, BEN = patient("Ana"), patient("Ben", id="ben")
FAMILY = facts(patients=(ANA, BEN), visits=(visit("Ana", "tue 09:00"), visit("Ben", "wed 10:00")))


def reminded(*visits, known=None) -> Talk:
    return Talk(known).event(ReminderSent(visits or (visit(),), True))


def test_a_reminder_itself_says_nothing_here():
    assert reminded().says == ()


def test_one_confirms():
    talk = reminded().patient("1")
    assert talk.did == (ConfirmAppointment("visit-ana"),)

    talk.clinic(AppointmentConfirmed(visit()))
    assert talk.heard == ("confirmed",)
    assert talk.session.frames == ()


def test_a_yes_that_names_the_day_confirms():
    talk = reminded().patient("yes see you tuesday", Act.CONFIRM, when=window("tue"))

    assert talk.did == (ConfirmAppointment("visit-ana"),)


def test_two_asks_what_to_do_and_one_then_moves():
    talk = reminded().patient("2")
    assert talk.heard == ("move_or_cancel",)

    assert talk.patient("1").heard == ("when_suits",)


def test_i_cannot_make_it_asks_what_to_do():
    assert reminded().patient("I can't make it", Act.CANCEL).heard == ("move_or_cancel",)


def test_yes_and_no_in_one_breath_is_asked_again():
    talk = reminded().patient("yes no", Act.CONFIRM, Act.DENY)

    assert talk.did == ()
    assert talk.heard == ("repair_first", "confirm_again")


def test_an_answer_days_later_still_counts():
    assert reminded().later(days=2).patient("1").did == (ConfirmAppointment("visit-ana"),)


def test_a_late_answer_to_a_reminder_of_a_moved_visit_confirms_nothing():
    talk = reminded().later(hours=5).knowing(visits=(moved_to(visit(), "fri 11:00"),)).patient("1")

    assert talk.did == ()
    assert talk.heard == ("moved_meanwhile", "confirm_again")
    assert "Fri, Mar 19 at 11:00 AM" in talk.text

    assert talk.patient("1").did == (ConfirmAppointment("visit-ana"),)


def test_a_late_answer_to_a_reminder_of_a_cancelled_visit_says_so():
    talk = reminded().knowing(visits=()).patient("1")

    assert talk.did == ()
    assert talk.heard == ("visit_gone",)


def test_a_refused_confirmation_is_told():
    assert reminded().patient("1").clinic(NotAllowed("gone")).heard == ("visit_gone",)


def test_a_reminder_that_only_informs_asks_nothing():
    talk = Talk().event(ReminderSent((visit(),), False)).patient("1")

    assert talk.did == ()


def test_i_confirm_without_a_reminder_confirms_the_only_visit():
    assert Talk().patient("I confirm my appointment", Act.CONFIRM).did == (ConfirmAppointment("visit-ana"),)


def test_a_bare_yes_without_a_question_confirms_nothing():
    talk = Talk().patient("yes", Act.CONFIRM)

    assert talk.did == ()
    assert talk.heard == ("nothing_open", "menu")


def test_one_confirms_all_visits_of_the_reminder():
    talk = reminded(*FAMILY.visits, known=FAMILY).patient("1")
    assert talk.did == (ConfirmAppointment("visit-ana"),)

    talk.clinic(AppointmentConfirmed(FAMILY.visits[0]))
    assert talk.did == (ConfirmAppointment("visit-ben"),)

    talk.clinic(AppointmentConfirmed(FAMILY.visits[1]))
    assert "Ana: Tue, Mar 16" in talk.text
    assert "Ben: Wed, Mar 17" in talk.text


def test_a_yes_for_one_child_leaves_the_other_open():
    talk = reminded(*FAMILY.visits, known=FAMILY).patient("yes for Ben", Act.CONFIRM)
    assert talk.did == (ConfirmAppointment("visit-ben"),)

    talk.clinic(AppointmentConfirmed(FAMILY.visits[1]))
    assert talk.heard == ("confirmed", "confirm_again")
    assert "Ana's visit" in talk.text


def test_cancelling_is_read_back_and_waits_for_the_yes():
    talk = Talk().patient("cancel my appointment", Act.CANCEL)
    assert talk.did == ()
    assert talk.heard == ("confirm_cancel",)
    assert "Tue, Mar 16 at 9:00 AM" in talk.text

    talk.patient("1")
    assert talk.did == (CancelAppointment("visit-ana"),)

    talk.clinic(AppointmentCancelled(visit()))
    assert talk.heard == ("cancelled", "offer_new_time")

    assert talk.patient("no thanks", Act.DENY, Act.THANKS).heard == ("all_set",)


def test_a_no_keeps_the_visit():
    talk = Talk().patient("cancel my appointment", Act.CANCEL).patient("2")

    assert talk.effects == []
    assert talk.heard == ("kept_as_booked",)


def test_care_that_is_still_needed_is_booked_anew():
    talk = Talk().patient("cancel my appointment", Act.CANCEL).patient("1").clinic(AppointmentCancelled(visit()))
    assert talk.heard == ("cancelled", "offer_new_time")
    talk.patient("yes please", Act.CONFIRM, Act.THANKS)

    assert talk.heard == ("book_when",)
    assert talk.patient("thursday", Act.GIVE_DATE, when=window("thu")).did[-1].visit_type == "checkup"


def test_care_that_is_not_needed_any_more_is_noted():
    talk = Talk().patient("cancel my appointment", Act.CANCEL).patient("1").clinic(AppointmentCancelled(visit()))
    talk.patient("2")

    assert talk.heard == ("all_set",)
    assert talk.did == (NoteReason("visit-ana", "not_needed"),)


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("I need to cancel my appointment, I have to work", "work"),
        ("cancel my appointment, I feel much better", "better"),
        ("please cancel my appointment because I found another doctor", "elsewhere"),
        ("cancele mi cita, estoy enferma", "sick"),
    ],
)
def test_the_reason_that_was_said_is_kept(words, reason):
    talk = Talk(language="es" if words.startswith("cancele") else "en").hears(words).hears("1")

    assert talk.clinic(AppointmentCancelled(visit())).did == (NoteReason("visit-ana", reason),)


def test_another_time_instead_is_offered_before_anything_is_cancelled():
    talk = Talk().patient("cancel my appointment", Act.CANCEL)
    assert talk.text.endswith("Reply 1 to cancel it, 2 to keep it, 3 for another time.")

    assert talk.patient("3").heard == ("when_suits",)


def test_a_bare_cancel_the_appointment_is_asked_back_on_a_family_phone():
    talk = Talk(FAMILY).patient("cancel the appointment", Act.CANCEL)
    assert talk.heard == ("which_to_cancel",)
    assert "1 Ana: Tue, Mar 16, 9:00 AM, Dr. Lee\n2 Ben: Wed, Mar 17, 10:00 AM, Dr. Lee" in talk.text

    talk.patient("2")
    assert talk.heard == ("confirm_cancel",)
    assert "Ben's visit" in talk.text


def test_a_name_tells_the_visits_of_a_family_apart():
    assert "Ben's visit" in Talk(FAMILY).patient("cancel Ben's appointment", Act.CANCEL).text
    assert "Ana's visit" in Talk(FAMILY).patient("cancel it", Act.CANCEL).patient("for ana").text


def test_a_day_tells_visits_apart():
    talk = Talk(FAMILY).patient("cancel the one on wednesday", Act.CANCEL, when=window("wed"))

    assert "Ben's visit" in talk.text


def test_both_are_read_back_together():
    talk = Talk(FAMILY).patient("cancel the appointment", Act.CANCEL).patient("both")
    assert talk.heard == ("confirm_cancel_all",)

    talk.patient("1").clinic(AppointmentCancelled(FAMILY.visits[0])).clinic(AppointmentCancelled(FAMILY.visits[1]))
    assert talk.heard == ("cancelled_all", "offer_new_time")


def test_a_number_means_the_visit_that_was_shown_under_it():
    talk = Talk(FAMILY).patient("cancel the appointment", Act.CANCEL)

    talk.knowing(visits=(FAMILY.visits[1],)).patient("2")
    assert talk.heard == ("confirm_cancel",)
    assert "Ben's visit" in talk.text


def test_a_number_of_a_visit_that_is_gone_takes_no_other():
    talk = Talk(FAMILY).patient("cancel the appointment", Act.CANCEL)

    talk.knowing(visits=(FAMILY.visits[1],)).patient("1")
    assert talk.heard[0] == "visit_gone"
    assert talk.did == ()


def test_move_or_cancel_in_one_breath_is_asked_back():
    assert Talk().patient("move or cancel my visit", Act.RESCHEDULE, Act.CANCEL).heard == ("move_or_cancel",)


def test_a_patient_marked_as_wrong_number_is_not_spoken_of():
    known = facts(patients=(replace(ANA, wrong_number=True),))
    talk = Talk(known).patient("when is my visit", Act.ASK_WHEN)

    assert talk.heard == ("who_are_you",)
    assert talk.did == ()
