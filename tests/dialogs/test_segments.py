"""Lengths and encodings of texts, as TWILIO bills them."""

from __future__ import annotations

import pytest

from dialogs.segments import encoding, segments, to_gsm7, without_accents


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("á" * 70, 1),
        ("á" * 71, 2),
        ("á" * 134, 2),
        ("á" * 135, 3),
        ("😀" * 35, 1),
        ("😀" * 36, 2),
    ],
)
def test_a_text_costs_as_many_segments_as_the_carrier_counts(text: str, count: int) -> None:
    assert segments(text) == count


def test_an_escaped_character_is_not_split_over_two_segments() -> None:
    assert segments("a" * 152 + "€" + "a" * 151) == 2
    assert segments("a" * 152 + "€" + "a" * 152) == 3


def test_an_emoji_is_not_split_over_two_segments() -> None:
    assert segments("á" * 66 + "😀" + "á" * 65) == 2
    assert segments("á" * 66 + "😀" + "á" * 66) == 3


@pytest.mark.parametrize("char", "éñü¿¡àÉÑÜ@$_\n{}[]~\\|^€")
def test_these_characters_leave_a_text_in_gsm7(char: str) -> None:
    assert encoding(f"abc{char}") == "GSM-7"


@pytest.mark.parametrize("char", "áíóúÁçł😀…’“–\u202f\u00a0`\x00")
def test_one_of_these_characters_turns_a_text_into_ucs2(char: str) -> None:
    assert encoding(f"abc{char}") == "UCS-2"


def test_the_narrow_space_of_a_clock_time_does_not_cost_a_segment() -> None:
    assert to_gsm7("Tue 3:30\u202fPM") == "Tue 3:30 PM"


def test_typographic_marks_become_plain_ones() -> None:
    assert to_gsm7("“Dr. Lee’s” — see\u00a0you…") == '"Dr. Lee\'s" - see you...'


def test_spanish_keeps_its_accents() -> None:
    assert to_gsm7("¿Mañana está bien?") == "¿Mañana está bien?"


def test_plain_marks_always_fit_gsm7() -> None:
    assert encoding(to_gsm7("‘’‚“”„«»–—−-…•\u00a0\u2009\u202f\u2066\u2069\t")) == "GSM-7"


def test_without_accents_only_letters_that_cost_a_segment_change():
    plain = without_accents("¿El sábado o el miércoles con la Dra. Muñoz? ¡Sí!")

    assert plain == "¿El sabado o el miércoles con la Dra. Muñoz? ¡Si!"
    assert encoding(plain) == "GSM-7"
