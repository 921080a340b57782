"""Picking one of the numbered options, and answering what was asked."""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

import pytest

from tests.dialogs.understanding.hearing import acts, hear, wished

THREE = ("Mon, Mar 15 at 9:00 AM", "Tue, Mar 16 at 2:00 PM", "Fri, Mar 19 at 2:30 PM")
TRES = ("lun, 15 mar, 9:00", "mar, 16 mar, 14:00", "vie, 19 mar, 14:30")
ASKED = "Which one suits you?"
REMINDER = (
    "Oak Hill Clinic: a reminder of your visit. Reply 1 to confirm, 2 to change, 0 for a person. STOP to opt out."
)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("2", 2), ("2.", 2), ("#3", 3), ("option 1", 1), ("number two please", 2), ("2 is good", 2), ("the second", 2), ("the 2nd one", 2),
        ("first one works", 1), ("the last one", 3), ("the middle one", 2), ("the earlier one", 1), ("the latest", 3), ("friday", 3), ("the friday one", 3),
        ("monday works for me", 1), ("2pm", 2), ("the 9 o'clock", 1), ("2:30 please", 3), ("monday at 9", 1), ("the 16th", 2), ("ok the third", 3),
    ],
)  # fmt: skip
def test_an_option_is_picked_by_number_place_or_time(text: str, option: int) -> None:
    heard = hear(text, ASKED, THREE).acts[0]
    assert (heard.act.value, heard.option) == ("select_option", option)


@pytest.mark.parametrize(
    ("text", "option"),
    [
        ("la segunda", 2),
        ("la 3", 3),
        ("el viernes", 3),
        ("la última", 3),
        ("opción 1 por favor", 1),
        ("la de las 9", 1),
        ("el lunes", 1),
    ],
)
def test_an_option_is_picked_in_spanish(text: str, option: int) -> None:
    heard = hear(text, "¿Cuál le sirve?", TRES, "es").acts[0]
    assert (heard.act.value, heard.option) == ("select_option", option)


@pytest.mark.parametrize(
    "text",
    [
        "thursday",
        "4",
        "afternoon",
        "tuesday or friday",
        "not friday",
        "none of these",
        "after 2",
        "what about thursday instead",
    ],
)
def test_what_is_not_plainly_one_option_picks_none(text: str) -> None:
    assert "select_option" not in acts(text, ASKED, THREE)


def test_a_picked_number_is_no_time() -> None:
    assert wished("the second", ASKED) != []
    assert hear("the second", ASKED, THREE).when is None


def test_a_number_is_an_hour_where_the_time_was_asked() -> None:
    assert wished("10", "What time would you like?") == ["10:00 to 10:01"]
    assert acts("10", "What time would you like?") == ["give_time"]


@pytest.mark.parametrize(
    ("digit", "act"), [("1", "confirm"), ("2", "reschedule"), ("0", "human"), (" 2. ", "reschedule")]
)
def test_a_digit_means_what_the_reminder_said(digit: str, act: str) -> None:
    assert acts(digit, REMINDER) == [act]


def test_a_digit_means_what_the_menu_said() -> None:
    menu = "How can I help?\n1 When is my visit\n2 Move a visit\n3 Cancel a visit\n0 A person"
    assert [acts(digit, menu)[0] for digit in "1230"] == ["ask_when", "reschedule", "cancel", "human"]


def test_a_bare_digit_without_a_question_means_nothing() -> None:
    assert acts("2") == ["other"]
    assert hear("2").when is None


@pytest.mark.parametrize("text", ["sure", "ok", "1", "yes please", "go ahead", "cancel it"])
def test_a_question_of_yes_or_no_is_answered(text: str) -> None:
    assert acts(text, "Cancel your visit on Friday, March 19 at 2:00 PM?")[0] == "confirm"


@pytest.mark.parametrize("text", ["no, at 4 please", "make it 4 instead", "thursday would be better"])
def test_another_time_than_was_read_back_is_a_no(text: str) -> None:
    assert "deny" in acts(text, "Move your visit to Friday, March 19 at 2:00 PM. Is this right?")


@pytest.mark.parametrize(
    ("text", "asked", "name"),
    [
        ("my name is Maria Lopez", "", "Maria Lopez"), ("this is Tom Baker calling", "", "Tom Baker"), ("Me llamo Ana García", "", "Ana García"),
        ("Maria Lopez", "What is your full name?", "Maria Lopez"), ("it's john", "What is your name?", "john"), ("soy Luis", "¿Cuál es su nombre?", "Luis"),
        ("José de la Cruz", "¿Su nombre completo?", "José de la Cruz"), ("O'Brien, Kate", "Your full name?", "O'Brien Kate"),
    ],
)  # fmt: skip
def test_a_name_is_given(text: str, asked: str, name: str) -> None:
    found = [heard.name for heard in hear(text, asked).acts if heard.act.value == "give_name"]
    assert found == [name]


@pytest.mark.parametrize(
    "text",
    ["I'm late", "this is urgent", "it's fine", "I'm not Juan", "no soy Juan", "it's tomorrow", "soy paciente nueva"],
)
def test_what_is_no_name_gives_none(text: str) -> None:
    assert "give_name" not in acts(text)
