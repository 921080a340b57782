"""What keys, words and silence mean in a call, before the dialog hears of them."""

from __future__ import annotations

from datetime import date

import pytest

from dialogs import prompts
from dialogs.calls import callbacks, menus, sounds
from dialogs.calls.call import Call
from dialogs.calls.gathered import (
    Again,
    Gathered,
    Keyed,
    OtherLanguage,
    Silence,
    Spoken,
    StopCalls,
    Unclear,
    read,
)
from dialogs.say import Say
from dialogs.session import Session
from dialogs.words import aloud, hours_aloud
from scheduler.clinic import parse_clinic
from tests import builders
from tests.dialogs.talk import slot

CALL = Call(Session.fresh("en"))
BORN = date(1980, 1, 5)


@pytest.mark.parametrize(
    ("gathered", "meant"),
    [
        (Gathered(), Silence()),
        (Gathered(digits="#"), Silence()),
        (Gathered(speech="  "), Silence()),
        (Gathered(digits="1"), Keyed("1")),
        (Gathered(digits=" 1w٣"), Keyed("1")),
        (Gathered(digits="8"), Again()),
        (Gathered(digits="9#"), StopCalls()),
        (Gathered(digits="*#"), OtherLanguage()),
        (Gathered("1", "no", 0.9), Keyed("1")),
        (Gathered(speech="yes please", confidence=0.9), Spoken("yes please")),
        (Gathered(speech="yes please", confidence=0.49), Unclear("yes please")),
        (Gathered(speech="yes please"), Unclear("yes please")),
        (Gathered(speech="yes no yes", confidence=0.9), Unclear("yes no yes")),
        (Gathered(speech="Stop.", confidence=0.9), Unclear("Stop.")),
        (Gathered(speech="Cancel.", confidence=0.9), Spoken("cancel my appointment")),
        (Gathered(speech="Stop calling me.", confidence=0.9), StopCalls()),
        (Gathered(speech="Please don't call me again", confidence=0.9), StopCalls()),
        (Gathered(speech="No me llamen más, por favor", confidence=0.9), StopCalls()),
        (Gathered(speech="stop calling me", confidence=0.3), Unclear("stop calling me")),
        (
            Gathered(speech="don't call me, text me on Monday", confidence=0.9),
            Spoken("don't call me, text me on Monday"),
        ),
    ],
)
def test_keys_words_and_silence_are_told_apart(gathered: Gathered, meant: object) -> None:
    assert read(gathered, CALL) == meant


def test_where_only_keys_count_words_are_not_taken() -> None:
    assert read(Gathered(speech="yes", confidence=0.99), CALL.having(misses=2)) == Unclear("yes")


@pytest.mark.parametrize(
    ("heard", "meant"),
    [
        ("Can't fill my appointment", "cancel my appointment"),
        ("council the appointment please", "cancel the appointment please"),
        ("resilled my apartment", "reschedule my appointment"),
        ("I have two re-scheduled my checkup.", "i have two reschedule my checkup"),
        ("I like the council", "I like the council"),
        ("Monday at 2.30 p.m.", "Monday at 2:30 p.m."),
        ("at 15, 50 please", "at 15:50 please"),
        ("is 1,600 free?", "is 16:00 free?"),
        ("January 5, 1980", "January 5, 1980"),
    ],
)
def test_a_few_words_are_repaired_that_sound_like_what_matters(heard: str, meant: str) -> None:
    assert sounds.repaired(heard, "en") == meant


def test_a_call_is_its_json_and_one_of_another_version_is_none() -> None:
    call = CALL.having(born=(BORN,), said=(Say("call_menu"),), times=(builders.NOW,), known=("p1",))
    assert Call.from_json(call.to_json()) == call
    assert Call.from_json(call.to_json().replace("call_menu", "x").replace('"$":"Call"', '"$":"Phone"')) is None


def test_call_backs_are_offered_in_staff_hours_only() -> None:
    clinic = builders.clinic()
    first, second = (when.astimezone(clinic.zone()) for when in callbacks.times(clinic, builders.NOW))
    assert (first.weekday(), first.hour) == (4, 12)
    assert (second.weekday(), second.hour) == (0, 8)
    closed = parse_clinic(builders.CLINIC_FILE.replace('["08:00-17:00"]', "[]"), "oak.toml")
    assert callbacks.times(closed, builders.NOW) == ()


def test_times_are_said_as_people_say_them() -> None:
    assert aloud("at 9:00 AM", "en") == "at 9 AM"
    assert aloud("a las 9:00 am", "es") == "a las 9 de la mañana"
    assert aloud("a las 8:30 pm", "es") == "a las 8:30 de la noche"
    assert hours_aloud("Mon-Fri 8 AM-5 PM", "en") == "Monday to Friday 8 AM to 5 PM"


def test_openings_are_read_with_the_key_of_each_and_a_key_for_more() -> None:
    options = (slot("tue 09:00"), slot("fri 15:30"))
    told = prompts.compose([Say("offer_slots", {"options": options, "usual": "lee"})], "en", "voice", builders.clinic())
    assert "press 1 for Tuesday, March 16 at 9 AM, press 2 for Friday, March 19 at 3:30 PM" in told
    assert "For later times, press 3." in told


def test_the_recogniser_is_told_the_names_it_may_hear() -> None:
    hints = menus.hints(builders.clinic(), "en").split(",")
    assert {"Dr. Ortiz", "Check-up", "cancel"} <= set(hints)
    assert len(hints) <= menus.MOST_HINTS
    assert all(len(hint) <= 100 for hint in hints)


@pytest.mark.parametrize("language", prompts.LANGUAGES)
def test_every_call_prompt_is_in_every_language(language: str) -> None:
    assert prompts.keys(language, ".calls") == prompts.keys("en", ".calls")
