"""Phone numbers: any usual form in, E.164 out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.phones import is_e164, region_of, to_e164

SPANISH = "+34600000000"


@pytest.mark.parametrize(
    "text",
    [
        "5125550100",
        "512-555-0100",
        "512.555.0100",
        "512 555 0100",
        "(512) 555-0100",
        "(512)555-0100",
        "1-512-555-0100",
        "1 (512) 555-0100",
        "+1 512 555 0100",
        "+15125550100",
        "  +1-512-555-0100 ",
        "tel:+1-512-555-0100",
        "011 1 512 555 0100",
    ],
)
def test_the_usual_forms_of_the_united_states_are_read(text: str) -> None:
    assert to_e164(text, "US") == "+15125550100"


@pytest.mark.parametrize(
    "text", ["600000000", "600 000 000", "600 00 00 00", "600-000-000", "+34 600 000 000", "0034 600 000 000"]
)
def test_the_usual_forms_of_spain_are_read(text: str) -> None:
    assert to_e164(text, "ES") == SPANISH


def test_a_number_of_another_country_is_read_with_its_country_code() -> None:
    assert to_e164("+34 600 000 000", "US") == SPANISH
    assert to_e164("+1 (512) 555-0100", "ES") == "+15125550100"


@pytest.mark.parametrize(
    "text", ["512-555-0100 x12", "512-555-0100 ext. 4", "(512) 555-0100 extension 7", "+1 512 555 0100;ext=9"]
)
def test_a_number_with_an_extension_is_none_that_can_be_texted(text: str) -> None:
    assert to_e164(text, "US") is None


@pytest.mark.parametrize(
    "text", ["", "none", "555-0100", "911", "12345", "112-555-0100", "512-155-0100", "+1512555010", "512-555-01000"]
)
def test_what_nobody_could_have_is_refused(text: str) -> None:
    assert to_e164(text, "US") is None


@pytest.mark.parametrize(
    "text", ["5125550100", "+1 5125550100", "+05125550100", "+1512555010O", "", "+", "+34000000000"]
)
def test_only_plain_international_form_is_e164(text: str) -> None:
    assert not is_e164(text)


def test_the_country_is_told_by_the_number() -> None:
    assert region_of(SPANISH) == "ES"
    assert region_of("+15125550100") == "US"
    assert not region_of("nonsense")


@given(st.integers(200, 999), st.integers(200, 999), st.integers(0, 9999))
def test_every_number_of_the_plan_reads_back_as_itself(area: int, exchange: int, line: int) -> None:
    assert to_e164(f"({area}) {exchange}-{line:04}", "US") == f"+1{area}{exchange}{line:04}"


@given(st.text(max_size=40))
def test_no_text_does_harm(text: str) -> None:
    read = to_e164(text, "US")
    assert read is None or is_e164(read)
