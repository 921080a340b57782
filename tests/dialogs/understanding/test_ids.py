"""Telephone numbers and insurance ids, typed and dictated."""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.understanding.ids import insurance_id, phone_number


@pytest.mark.parametrize(
    "text",
    [
        "512-555-0134", "(512) 555-0134", "5125550134", "512 555 0134", "512.555.0134", "+1 512 555 0134",
        "1-512-555-0134", "my number is 512-555-0134", "call me at 512 555 0134 please",
        "five one two five five five zero one three four", "five one two, triple five, oh one three four",
        "mi teléfono es 512 555 0134", "cinco uno dos, cinco cinco cinco, cero uno tres cuatro",
    ],
)  # fmt: skip
def test_a_telephone_number_is_read_as_typed_or_dictated(text: str):
    assert phone_number(text) == "+15125550134"


@pytest.mark.parametrize("text", ["", "555-0134", "tomorrow at 3", "03/05/1980", "1", "012-555-0134", "9" * 40, "yes"])
def test_what_is_no_whole_number_is_none(text: str):
    assert phone_number(text) is None


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("XYZ123456789", "XYZ123456789"), ("xyz 123-456 789", "XYZ123456789"), ("my member id is W 1234 56789", "W123456789"),
        ("it's abc123456", "ABC123456"), ("x y z one two three four", "XYZ1234"), ("id number 00123456", "00123456"),
        ("mi póliza es H5521 004", "H5521004"), ("a b double seven 1 2 3", "AB77123"),
    ],
)  # fmt: skip
def test_an_insurance_id_is_letters_and_digits_without_spaces(text: str, id: str):
    assert insurance_id(text) == id


@pytest.mark.parametrize("text", ["", "I have Aetna", "no insurance", "12", "I don't know it"])
def test_words_are_no_insurance_id(text: str):
    assert insurance_id(text) is None


@given(st.text())
def test_no_text_brings_it_down(text: str):
    phone_number(text)
    insurance_id(text)
