"""Second thoughts, late and stale answers, and machines at the other end."""

from __future__ import annotations

import pytest

from dialogs.effects import ConfirmAppointment, FindSlots, HoldSlot, MoveAppointment, OpenCase
from dialogs.events import AppointmentConfirmed, ReminderSent, SlotHeld, SlotsFound, StaffReleased
from tests.dialogs.talk import Talk, at, facts, hold, patient, slot, visit

OFFER = (slot("thu 14:00"), slot("thu 15:00"), slot("fri 09:00"))
FAMILY = facts(patients=(patient("Ana"), patient("Ben")), visits=(visit("Ana", "tue 09:00"), visit("Ben", "wed 10:00")))


def offered() -> Talk:
    return Talk().hears("move it to thursday afternoon").clinic(SlotsFound(OFFER))


def read_back() -> Talk:
    return offered().hears("2").clinic(SlotHeld(hold("thu 15:00")))


@pytest.mark.parametrize("begin", [offered, read_back])
@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("actually 3", 3),
        ("no, 3", 3),
        ("3 instead", 3),
        ("I meant 1", 1),
        ("sorry, the first one", 1),
        ("actually the second one", 2),
        ("mejor la 3", 3),
        ("the friday one", 3),
        ("either", 1),
    ],
)
def test_another_pick_is_held_and_never_taken_for_a_yes(begin, words, number):
    talk = begin().hears(words)

    assert talk.did[-1] == HoldSlot(OFFER[number - 1], "ana", moving="visit-ana")


@pytest.mark.parametrize("begin", [offered, read_back])
@pytest.mark.parametrize("words", ["neither", "none of these", "ninguna"])
def test_none_of_them_asks_for_another_day(begin, words):
    assert begin().hears(words).heard == ("other_days",)


@pytest.mark.parametrize("begin", [offered, read_back])
@pytest.mark.parametrize("words", ["something later", "later please", "mas tarde"])
def test_something_later_is_looked_for_after_all_that_was_offered(begin, words):
    (window,) = begin().hears(words).did[-1].when.windows

    assert window.start > OFFER[-1].starts_at


@pytest.mark.parametrize("begin", [offered, read_back])
@pytest.mark.parametrize("words", ["not with him", "not with her", "someone else please", "con él no"])
def test_somebody_else_is_looked_for(begin, words):
    search = begin().hears(words).did[-1]

    assert isinstance(search, FindSlots)
    assert (search.provider, search.refused) == (None, "lee")


def test_a_day_meant_instead_is_looked_for():
    assert read_back().hears("no, I meant Wednesday").did[-1].when.windows[0].start == at("wed 00:00")


def test_a_provider_and_a_day_in_one_sentence_both_count():
    search = offered().hears("wednesday with dr ortiz instead").did[-1]

    assert (search.provider, search.when.windows[0].start) == ("ortiz", at("wed 00:00"))


@pytest.mark.parametrize(
    ("begin", "words", "day"),
    [
        (read_back, "same time next week", (25, 15)),
        (read_back, "la misma hora la próxima semana", (25, 15)),
        (lambda: Talk().hears("I need to move my appointment"), "same time the week after", (23, 9)),
        (lambda: Talk().hears("I need to move my appointment"), "same time on wednesday", (17, 9)),
    ],
)
def test_the_same_time_leans_on_the_time_on_the_table(begin, words, day):
    (window,) = begin().hears(words).did[-1].when.windows

    assert (window.start.day, window.start.hour) == day


@pytest.mark.parametrize("words", ["thanks", "thank you so much", "🙏"])
def test_thanks_at_a_read_back_moves_nothing(words):
    assert not any(isinstance(effect, MoveAppointment) for effect in read_back().hears(words).did)


@pytest.mark.parametrize("words", ["thanks", "ok", "👍", "great, thank you", "1", "2"])
def test_courtesies_after_everything_is_done_change_nothing(words):
    talk = Talk().event(ReminderSent((visit(),), True)).hears("1").clinic(AppointmentConfirmed(visit()))

    assert talk.hears(words).did == ()


def test_an_answer_to_a_reminder_of_a_visit_that_has_passed_confirms_nothing():
    talk = Talk().event(ReminderSent((visit(),), True)).knowing(visits=()).later(days=5).hears("1")

    assert talk.heard == ("visit_gone",)
    assert talk.did == ()


def test_of_two_open_reminders_the_last_is_answered_and_the_first_asked_again():
    talk = Talk(FAMILY).event(ReminderSent(FAMILY.visits[:1], True)).event(ReminderSent(FAMILY.visits[1:], True))

    assert talk.hears("1").did == (ConfirmAppointment("visit-ben"),)
    talk.clinic(AppointmentConfirmed(FAMILY.visits[1]))
    assert talk.heard == ("confirmed", "confirm_again")
    assert "Ana's visit" in talk.text
    assert talk.hears("1").did == (ConfirmAppointment("visit-ana"),)


@pytest.mark.parametrize("asks", [True, False], ids=["asks", "informs"])
def test_a_reminder_days_later_revives_no_old_question(asks):
    talk = Talk(FAMILY).hears("cancel ana's appointment").later(days=2)
    assert talk.open_flow == "cancel"

    talk.event(ReminderSent(FAMILY.visits[1:], asks)).later(minutes=5).hears("1")

    assert talk.did == ((ConfirmAppointment("visit-ben"),) if asks else ())
    assert talk.open_flow != "cancel"


def test_a_second_reminder_of_the_same_visit_takes_the_place_of_the_first():
    talk = Talk().event(ReminderSent((visit(),), True)).event(ReminderSent((visit(),), True))

    assert len(talk.session.frames) == 1


@pytest.mark.parametrize(
    "words",
    [
        "This is an automatic reply: I will answer as soon as I can",
        "I'm driving right now, I'll get back to you",
        "Estoy manejando, le contesto luego",
    ],
)
def test_an_auto_reply_is_not_answered_and_a_person_hears_of_it(words):
    talk = Talk().event(ReminderSent((visit(),), True)).hears(words)

    assert talk.says == ()
    assert [type(effect) for effect in talk.did] == [OpenCase]
    assert talk.open_flow == "confirm", "the patient may still answer"


def test_an_echo_of_our_own_words_is_not_answered():
    talk = Talk().hears("hi")
    talk.session = talk.session.told(talk.text, talk.clinic_file)

    assert talk.hears(talk.text).says == ()


@pytest.mark.parametrize("words", ["Thanks for your message, have a nice day", "We got your text about it"])
def test_the_same_text_over_and_over_is_noticed_within_four_messages(words):
    talk = Talk().event(ReminderSent((visit(),), True))
    answers = [talk.hears(words).text for _ in range(8)]

    assert not any(answers[4:])
    assert any("machine" in effect.summary for effect in talk.effects if isinstance(effect, OpenCase))


def test_a_question_asked_over_and_over_is_answered():
    talk = Talk()

    assert all(talk.hears("when is my next appointment?").heard == ("next_visit",) for _ in range(6))


def test_nobody_is_answered_without_end_but_a_confirmation_is_never_swallowed():
    talk = Talk()
    answers = [talk.later(minutes=5).hears(f"when is my visit number {number}").text for number in range(70)]

    assert all(answers[:60])
    assert not any(answers[60:])
    assert talk.event(ReminderSent((visit(),), True)).hears("1").did == (ConfirmAppointment("visit-ana"),)
    assert talk.clinic(AppointmentConfirmed(visit())).heard == ("confirmed",)
    assert talk.hears("I can't breathe, chest pain").heard == ("emergency",)
    assert talk.event(StaffReleased()).later(hours=25).hears("when is my visit").heard == ("next_visit",)


def test_whoever_waits_for_a_person_is_told_once_that_more_was_passed_on():
    talk = Talk().hears("0")

    assert talk.hears("blub blub one").heard == ("passed_on",)
    assert talk.hears("blub blub two").heard == ()
    assert [effect.reason for effect in talk.did] == ["asked_for_person"]
