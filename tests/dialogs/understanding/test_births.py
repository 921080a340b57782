"""A date of birth in every form in which people write or say it."""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.understanding.births import birth_date, birth_dates
from tests.builders import NOW

EN, ES = ("en", "es"), ("es", "en")
MARCH_5 = date(1980, 3, 5)
JANUARY_5 = date(1980, 1, 5)


@pytest.mark.parametrize(
    "text",
    [
        "03/05/1980", "3/5/80", "3-5-1980", "3.5.1980", "1980-03-05", "19800305", "03051980", "030580", "3 5 1980",
        "march 5 80", "March 5th, 1980", "mar 5 '80", "5 March 1980", "5mar1980", "05-mar-1980", "the 5th of march 1980",
        "march fifth nineteen eighty", "the fifth of march, nineteen eighty", "1980 march 5",
        "my date of birth is 3/5/1980", "dob: 03/05/1980", "I was born on March 5, in 1980.", "march 5 one nine eight zero",
        "oh three oh five nineteen eighty", "zero three zero five one nine eight zero", "0 3 0 5 1 9 8 0",
        "Ana Diaz 03/05/1980", "it's 3/5/1980, and I'd like to come on 3/20/2027", "03 05 80",
    ],
)  # fmt: skip
def test_english_puts_the_month_first(text: str) -> None:
    assert birth_date(text, EN, NOW) == MARCH_5


@pytest.mark.parametrize(
    "text",
    [
        "05/03/1980", "5/3/80", "5-3-1980", "1980-03-05", "05031980", "5 de marzo de 1980", "5 de marzo del 80",
        "cinco de marzo de mil novecientos ochenta", "el 5 de marzo del año 1980", "nací el 5 de marzo de 1980",
        "mi fecha de nacimiento es 05/03/1980", "march 5 1980", "marzo 5, 1980", "cinco marzo ochenta",
    ],
)  # fmt: skip
def test_spanish_puts_the_day_first(text: str) -> None:
    assert birth_date(text, ES, NOW) == MARCH_5


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("25/12/1985", date(1985, 12, 25)), ("decmber twenty fifth nineteen eighty five", date(1985, 12, 25)),
        ("may nineteen nineteen ninety", date(1990, 5, 19)), ("june first two thousand five", date(2005, 6, 1)),
        ("june 1 two thousand and five", date(2005, 6, 1)), ("july fourth twenty twelve", date(2012, 7, 4)),
        ("july 4 nineteen oh five", date(1905, 7, 4)), ("2/1/27", date(2027, 2, 1)), ("12/25/27", date(1927, 12, 25)),
        ("twenty first of may nineteen sixty one", date(1961, 5, 21)), ("may 2 1961", date(1961, 5, 2)),
        ("may twenty twenty twelve", date(2012, 5, 20)), ("nineteen hundred eighty", None),
    ],
)  # fmt: skip
def test_spoken_numbers_are_put_together(text: str, day: date | None) -> None:
    assert birth_date(text, EN, NOW) == day


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("veintiuno de mayo de mil novecientos noventa y dos", date(1992, 5, 21)),
        ("treinta y uno de diciembre de dos mil cinco", date(2005, 12, 31)), ("primero de enero de 2001", date(2001, 1, 1)),
        ("12/25/1985", date(1985, 12, 25)),
    ],
)  # fmt: skip
def test_spanish_numbers_are_put_together(text: str, day: date) -> None:
    assert birth_date(text, ES, NOW) == day


@pytest.mark.parametrize(
    "text",
    [
        "", "yes", "tomorrow at 3", "02/31/1980", "13/13/1980", "3/5/2050", "3/5/1880", "99/99/9999", "march 5",
        "512-555-0100", "1", "555", "march", "Ana Diaz", "9" * 1600, "3/5", "0", "march 0 1980",
    ],
)  # fmt: skip
def test_what_is_no_day_in_a_long_life_is_no_birth(text: str) -> None:
    assert birth_date(text, EN, NOW) is None


@pytest.mark.parametrize("digits", ["01051980", "05011980", "19800105", "010580"])
def test_a_date_of_birth_is_read_in_the_orders_in_which_people_key_it(digits: str) -> None:
    assert JANUARY_5 in birth_dates(digits, EN, NOW)


@pytest.mark.parametrize("digits", ["02301980", "13321980", "00000000", "01012090", "1", "", "010519801"])
def test_what_is_no_date_is_none(digits: str) -> None:
    assert birth_dates(digits, EN, NOW) == ()


@pytest.mark.parametrize(
    "words",
    [
        "January 5th 1980",
        "the 5th of January, 1980",
        "5 de enero de 1980",
        "1/5/1980",
        "January 5 80",
        "01 05 1980",
        "01051980",
    ],
)
def test_a_date_of_birth_is_heard(words: str) -> None:
    assert JANUARY_5 in birth_dates(words, EN, NOW)


@pytest.mark.parametrize("words", ["January", "January 32nd 1980", "hello", "", "tomorrow at five"])
def test_words_without_a_date_hold_none(words: str) -> None:
    assert birth_dates(words, EN, NOW) == ()


@given(st.dates(date(1910, 1, 1), date(2027, 3, 11)), st.sampled_from(["%m/%d/%Y", "%B %d %Y", "%d %b %Y", "%Y%m%d"]))
def test_every_day_in_every_form_is_read_back(day: date, form: str) -> None:
    assert birth_date(day.strftime(form), EN, NOW) == day


@given(st.text())
def test_no_text_brings_it_down(text: str) -> None:
    birth_date(text, EN, NOW)
