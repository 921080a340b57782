"""The grammar looks only at rules that may begin with the word at hand."""

from __future__ import annotations

import pytest

from dialogs.understanding.times.rules import first_letters


@pytest.mark.parametrize(
    ("expression", "letters"),
    [
        ("abc", "a"),
        ("a?bc", "ab"),
        ("a*(b|c?d)e", "abcd"),
        ("(a|b)?c", "abc"),
        ("(a?)b", "ab"),
        ("a|b*c", "abc"),
        (r"\*?x", "*x"),
        ("((a|b)c)?(d|e)", "abde"),
    ],
)
def test_a_rule_is_kept_under_every_letter_that_it_may_begin_with(expression: str, letters: str) -> None:
    assert first_letters(expression) == frozenset(letters)
