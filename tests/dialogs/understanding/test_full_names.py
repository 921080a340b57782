"""Full names, in answers that hold a date of birth beside."""

from __future__ import annotations

import pytest

from dialogs.understanding.full_names import full_name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ana Stone", "Ana Stone"),
        ("ana stone 5/14/1980", "ana stone"),
        ("Stone, Ana, 5/14/1980", "Ana Stone"),
        ("My name is Ana Stone, born May 14, 1980", "Ana Stone"),
        ("April Stone April 5 1980", "April Stone"),
        ("Ana Stone, date of birth 5/14/1980", "Ana Stone"),
        ("Ana May 5/14/1980", "Ana May"),
        ("soy María de la Cruz, nací el 14 de mayo de 1980", "María de la Cruz"),
        ("Mary-Jane O'Neil 1980-05-14", "Mary-Jane O'Neil"),
    ],
)
def test_names_that_are_read(text, name):
    assert " ".join(full_name(text)) == name


@pytest.mark.parametrize("text", ["Ana", "5/14/1980", "yes", "it is me", "a b c d e f g h i", ""])
def test_what_is_no_full_name(text):
    assert full_name(text) == ()
