"""What patients tell rather than ask: late, here, a message, new contact data, which texts they do not want."""

from __future__ import annotations

import pytest

from dialogs.effects import CheckDelay, MarkArrived, OpenCase, RecordOptOut
from dialogs.events import DelayFits, DelayTooLong
from tests.dialogs.talk import DAYS, Talk, at, facts, patient, visit

TODAY = visit("Ana", "mon 09:00")


def reasons(talk: Talk) -> list[str]:
    return [effect.reason for effect in talk.did if isinstance(effect, OpenCase)]


def on_the_day(clock: str = "08:30", language: str = "en", **known: object) -> Talk:
    assert DAYS["mon"] == 15
    return Talk(facts(**{"visits": (TODAY,), **known}), language=language, now=at(f"mon {clock}"))


def test_who_is_late_hears_that_the_visit_still_fits_and_staff_know():
    talk = on_the_day().hears("I'm running 15 minutes late")
    assert talk.did[-1] == CheckDelay("visit-ana", 15)
    assert reasons(talk) == ["running_late"]
    assert "about 15 minutes late" in talk.did[0].summary

    assert talk.clinic(DelayFits()).heard == ("late_fits",)
    assert "15 minutes later" in talk.text
    assert talk.session.frames == ()


def test_who_is_too_late_may_move_the_visit_or_come_anyway():
    def late() -> Talk:
        return on_the_day().hears("I'm running late, about half an hour").clinic(DelayTooLong())

    assert late().heard == ("late_too_long",)
    assert late().hears("1").heard == ("when_suits",)
    assert late().hears("2").heard == ("late_come_anyway",)
    assert late().hears("thanks").heard == ("late_come_anyway",)


def test_how_late_is_asked_once_and_staff_know_before_the_answer():
    talk = on_the_day().hears("stuck in traffic, I'll be late")
    assert talk.heard == ("how_late",)
    assert reasons(talk) == ["running_late"]

    assert talk.hears("20").did[-1] == CheckDelay("visit-ana", 20)


def test_late_in_the_middle_of_something_else_does_not_end_that():
    talk = on_the_day().hears("I need to move my appointment").hears("I'm 10 min late").clinic(DelayFits())

    assert talk.heard == ("late_fits", "when_suits_again")


def test_late_in_spanish():
    talk = on_the_day(language="es").hears("llego 20 minutos tarde").clinic(DelayTooLong())

    assert talk.text.endswith("1 otra hora, 2 venir de todos modos.")


def test_late_without_a_visit_today_is_told_to_staff_all_the_same():
    talk = Talk().hears("I'm running late")

    assert talk.heard == ("running_late",)
    assert reasons(talk) == ["running_late"]


@pytest.mark.parametrize(
    ("words", "heard", "place"),
    [
        ("I'm here", "arrived", "here"),
        ("I'm in the waiting room", "arrived", "here"),
        ("just got here, waiting in my car", "arrived_outside", "outside"),
        ("estoy afuera", "arrived_outside", "outside"),
    ],
)
def test_who_is_here_is_marked_so_and_staff_hear_where(words, heard, place):
    talk = on_the_day().hears(words)

    assert talk.heard == (heard,)
    assert talk.did[0] == MarkArrived("visit-ana")
    assert place in talk.did[1].summary


def test_nobody_is_marked_as_here_long_before_the_visit_or_on_another_day():
    for talk in (on_the_day("06:30"), Talk()):
        assert not any(isinstance(effect, MarkArrived) for effect in talk.hears("I'm here").did)
        assert reasons(talk) == ["other"]


def test_of_a_family_nobody_is_marked_by_guessing():
    family = {"patients": (patient("Ana"), patient("Ben")), "visits": (TODAY, visit("Ben", "mon 09:30"))}

    assert not any(isinstance(effect, MarkArrived) for effect in on_the_day(**family).hears("we are here").did)
    assert on_the_day(**family).hears("ben is here, I'm here with ben").did[0] == MarkArrived("visit-ben")


@pytest.mark.parametrize(
    "words",
    [
        "please let dr lee know that I will bring my daughter",
        "tell the nurse that we found the old letter",
        "dígale a la doctora que llevo los papeles",
    ],
)
def test_a_message_goes_to_the_team(words):
    talk = Talk().hears(words)

    assert talk.heard == ("message_passed",)
    assert reasons(talk) == ["other"]


def test_a_message_may_come_with_the_next_text_whatever_it_says():
    talk = Talk().hears("can I leave a message for Dr. Lee")
    assert talk.heard == ("what_message",)
    assert talk.did == ()

    talk.hears("we will cancel the trip and come on Thursday after all")
    assert talk.heard == ("message_passed",)
    assert reasons(talk) == ["other"]


def test_a_message_may_be_dropped_and_a_person_asked_for():
    assert Talk().hears("I want to leave a message").hears("never mind").heard == ("all_set",)
    assert reasons(Talk().hears("I want to leave a message").hears("0")) == ["asked_for_person"]


def test_danger_in_a_message_is_no_message():
    assert Talk().hears("I want to leave a message").hears("I can't breathe and my chest hurts").heard == ("emergency",)


@pytest.mark.parametrize(
    "words",
    [
        "I changed my phone number",
        "my new number is 512-555-0177",
        "we moved last week",
        "I got married, my last name is Reed now",
        "cambié de teléfono",
        "me mudé",
    ],
)
def test_new_contact_data_is_for_staff_to_confirm(words):
    talk = Talk().hears(words)

    assert talk.heard == ("contact_passed",)
    assert reasons(talk) == ["other"]


def test_moving_a_visit_is_no_new_address():
    assert Talk().hears("I moved my appointment to thursday, right?").heard != ("contact_passed",)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("stop the reminders", "reminders"),
        ("no more reminders please", "reminders"),
        ("no quiero recordatorios", "reminders"),
        ("stop texting me about the waitlist", "waitlist"),
        ("leave me alone", ""),
        ("stop texting me", ""),
        ("no more reminders, no more texts, nothing", ""),
        ("stop all reminders and messages", ""),
    ],
)
def test_texts_end_by_kind_where_only_one_kind_is_named(words, kind):
    talk = Talk().hears(words)

    assert talk.did == (RecordOptOut(kind),)
    assert talk.heard == ((f"muted_{kind}",) if kind else ("opted_out",))


def test_spanish_is_spoken_from_then_on():
    talk = Talk().hears("I need to move my appointment").hears("español")

    assert talk.heard == ("language_changed", "when_suits_again")
    assert talk.hears("thursday").session.language == "es"
