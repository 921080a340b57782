"""The words of the catalogues, as a patient reads them."""

from __future__ import annotations

from dialogs import prompts
from dialogs.say import Say
from dialogs.segments import segments
from dialogs.visits import Visit
from tests import builders
from tests.dialogs.talk import visit


def test_a_family_of_three_is_asked_in_spanish_with_its_accents():
    family = (
        Visit(visit("Rosa", "wed 09:30"), "Rosa"),
        Visit(visit("Carlos", "thu 08:00"), "Carlos"),
        Visit(visit("Carlos", "fri 11:00"), "Carlos"),
    )
    text = prompts.compose([Say("which_to_move", {"options": family})], "es", "sms", builders.clinic())

    assert "¿Cuál" in text
    assert segments(text) <= 2


def test_the_spanish_menu_is_spelt_right_in_one_segment():
    text = prompts.compose([Say("menu", {})], "es", "sms", builders.clinic())

    assert "Cuando" not in text
    assert segments(text) == 1
