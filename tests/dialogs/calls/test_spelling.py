"""Ids that are read out: in groups, and nothing else is touched."""

from __future__ import annotations

import pytest

from dialogs.calls import menus
from dialogs.calls.spelling import in_groups
from dialogs.understanding.ids import insurance_id


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("member ID X Y Z 1 2 3 4 5 6 7 8 9, group none", "member ID X Y Z, 1 2 3, 4 5 6, 7 8 9, group none"),
        ("member ID A B 1 2.", "member ID A B 1, 2."),
        ("A B 1", "A B 1"),
        ("Press 1 or 2, or say a day", "Press 1 or 2, or say a day"),
        ("on March 5 a 1 b", "on March 5 a 1, b"),
        ("", ""),
    ],
)
def test_single_letters_and_digits_are_read_in_threes(text: str, told: str) -> None:
    assert in_groups(text) == told


@pytest.mark.parametrize("spoken", ["X Y Z one two three four five six", "x y z 123 456", "X. Y. Z. 1 2 3 4 5 6."])
def test_an_id_that_was_said_sign_by_sign_is_read_back_in_groups(spoken: str) -> None:
    found = insurance_id(spoken)
    assert found == "XYZ123456"
    assert in_groups(f"member ID {' '.join(found)}") == "member ID X Y Z, 1 2 3, 4 5 6"


def test_a_member_id_may_be_keyed_as_a_whole() -> None:
    assert menus.MOST_KEYS["insurance_member"] >= 20
