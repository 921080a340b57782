"""Whatever comes in has an answer that can be written as JSON; nothing raises, and a long text is not read to its end."""

# ruff: noqa: E501  # tables: one row, one line

from __future__ import annotations

import json
import sys
import unicodedata

import pytest

from dialogs.understanding import contract
from dialogs.understanding.normalise import LONGEST, MOST, tokens
from tests.dialogs.understanding.hearing import hear, wished

NUMBERS = [
    "99/99/9999",
    "00/00/0000",
    "13/13/2027",
    "2027-99-99",
    "25:61",
    "99:99",
    "1/1/1",
    "31/31",
    "0",
    "000000",
    "1e308",
    "-1",
    "9" * 400,
]
NO_SUCH_DAY = [
    "31 February",
    "february 31st at 3 pm",
    "2/31",
    "30 de febrero",
    "31 de abril",
    "2027-02-29",
    "february 29 2027",
]
FAR = [
    "july 4 1776",
    "in 900 years",
    "january 1 9999",
    "the 3rd of may 0001",
    "in 99999999999 days",
    "999999999 weeks from monday",
    "en 5000 años",
    "dentro de 99999999 meses",
    "12/31/9999 at 23:59",
    "in 100000 fridays",
    "9999999999 hours later",
    "the 99999th monday of april",
]
BOMBS = [
    "a" * LONGEST, "(" * LONGEST, "monday or " * 160, "no " * 500, "not before " * 140, "- " * 800, "1:" * 800, "9/9/" * 400, "1 2 3 " * 260,
    "a.m. " * 300, "next " * 320, "the first of the " * 90, "except monday " * 110, "between 1 and " * 110, "i want to " * 150, "chest " * 260,
    "después de las " * 100, "y media " * 200, "\u0301" * LONGEST, "‍" * LONGEST, "👩‍👩‍👧‍👦" * 200, "’" * LONGEST, "mi " * 500 + "pecho", "''" * 700,
    "want to .. die " * 100, "kill , " * 200, "\t\n\r\x00\x0b" * 300, "﷽" * 400, "ß" * 900, "\u202e yes \u202c" * 100,
]  # fmt: skip


def answered(text: str) -> None:
    for lang in ("en", "es"):
        understanding = hear(text, "What time works for you?", ("Fri 9:00 AM", "Mon 2:00 PM"), lang)
        assert understanding.acts
        json.dumps(contract.to_json(understanding, explain=True))


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\x00", ".", "?!", "…"])
def test_an_empty_text_has_an_answer(text: str) -> None:
    answered(text)
    assert hear(text).when is None


@pytest.mark.parametrize("text", [*NUMBERS, *NO_SUCH_DAY, *FAR])
def test_numbers_that_are_no_dates_have_an_answer(text: str) -> None:
    answered(text)
    answered(f"can I come {text} please")


@pytest.mark.parametrize("text", NO_SUCH_DAY)
def test_a_day_that_does_not_exist_is_not_taken_for_another(text: str) -> None:
    days = {window[:5] for window in wished(text) if window[2:3] != ":"}
    assert not any(day.startswith(("03-", "01 ", "02 ", "03 ")) for day in days)


@pytest.mark.parametrize("text", BOMBS)
def test_a_text_made_to_be_slow_has_an_answer(text: str) -> None:
    answered(text)


@pytest.mark.parametrize("length", [1_600, 100_000])
def test_a_long_text_is_cut_before_it_is_read(length: int) -> None:
    text = ("friday " * length)[:length]
    answered(text)
    assert len(tokens(text)) <= MOST
    assert tokens(text)[-1].end <= LONGEST


def test_every_plane_of_unicode_has_an_answer() -> None:
    for plane in range(sys.maxunicode // 0x10000 + 1):
        start = plane * 0x10000
        drawn = [chr(start + step) for step in range(0, 0x10000, 251)]
        answered("".join(drawn)[:LONGEST])
        answered(" ".join(char for char in drawn if unicodedata.category(char) != "Cs")[:LONGEST])


def test_digits_of_any_length_have_an_answer() -> None:
    for length in (1, 2, 3, 4, 5, 8, 12, 100, LONGEST, 100_000):
        answered("7" * length)
    answered("٣ ४ ５ ²")
