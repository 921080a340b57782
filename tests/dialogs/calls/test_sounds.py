"""What a recogniser of speech mishears of days and hours is mended, where no other word makes sense."""

from __future__ import annotations

import pytest

from dialogs.calls.sounds import repaired


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("next thirsty please", "next thursday please"), ("see you wens day", "see you wednesday"),
        ("is chews day open", "is tuesday open"), ("fry day or monday", "friday or monday"),
        ("not to morrow", "not tomorrow"), ("in the mourning", "in the morning"),
        ("monday at won fifteen", "monday at one fifteen"), ("at to thirty", "at two thirty"),
        ("maybe at tree o'clock", "maybe at three o'clock"), ("at fore pm", "at four pm"), ("at ate am", "at eight am"),
        ("has past 3", "half past 3"), ("at afternoon to", "at 2 in the afternoon"),
        ("at evening for dinner", "at 4 in the evening dinner"), ("become an appointment", "book an appointment"),
    ],
)  # fmt: skip
def test_a_misheard_day_or_hour_is_mended(heard: str, said: str) -> None:
    assert repaired(heard, "en") == said


@pytest.mark.parametrize(
    ("heard", "said"),
    [
        ("ma ñana a las dos", "mañana a las dos"),
        ("pasa do mañana", "pasado mañana"),
        ("asta el lunes", "hasta el lunes"),
    ],
)
def test_a_misheard_day_is_mended_in_spanish(heard: str, said: str) -> None:
    assert repaired(heard, "es") == said


@pytest.mark.parametrize(
    "text", ["I am thirsty", "I'd like to come at two", "who is at for", "the tree at the door", "I ate at noon"]
)
def test_what_makes_sense_is_left_alone(text: str) -> None:
    assert repaired(text, "en") == text
