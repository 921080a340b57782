"""Whom and what a text names, however it is spelt."""

from __future__ import annotations

import pytest

from dialogs.meanings import NamedProvider
from dialogs.naming import named_kind, named_provider
from dialogs.understanding.normalise import plain
from scheduler.clinic import parse_clinic
from tests.builders import CLINIC_FILE, clinic

LONG_NAME = parse_clinic(CLINIC_FILE.replace("Ortiz", "Martinez"), "oak.toml")
ALIKE = parse_clinic(CLINIC_FILE.replace("Ortiz", "Martinez").replace("Lee", "Marting"), "oak.toml")


@pytest.mark.parametrize("text", ["with dr ortz please", "Dr. Ortis on friday", "doctora ortizz", "dra. oritz"])
def test_a_misspelt_name_behind_a_title_is_that_provider(text: str) -> None:
    named = named_provider(plain(text), clinic())

    assert named is not None
    assert (named.provider, named.refused) == ("ortiz", False)


def test_a_misspelt_provider_may_be_refused() -> None:
    named = named_provider(plain("not with dr ortis"), clinic())

    assert named is not None
    assert named.refused


@pytest.mark.parametrize("text", ["let me see", "dr le", "dr leo is my cousin", "or tomorrow", "it is optional"])
def test_what_is_near_a_short_name_is_a_word(text: str) -> None:
    assert named_provider(plain(text), clinic()) is None


def test_a_long_name_needs_no_title() -> None:
    named = named_provider(plain("can i see martinz"), LONG_NAME)

    assert named is not None
    assert named.provider == "ortiz"


def test_what_is_as_near_to_two_names_means_neither() -> None:
    assert named_provider(plain("can i see martinz"), ALIKE) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [("an ultrasond please", "ultrasound"), ("a chek up", "checkup"), ("quiero un ultrasonid", "ultrasound"),
     ("a pysical", "checkup"), ("an appointment", None), ("a check", None)],
)  # fmt: skip
def test_a_misspelt_kind_of_visit_is_that_kind(text: str, kind: str | None) -> None:
    assert named_kind(plain(text), clinic()) == kind


@pytest.mark.parametrize("words", ["my daughter lee needs a visit", "my name is lee", "mi hijo lee", "soy lee"])
def test_a_name_of_somebody_else_is_no_provider(words: str) -> None:
    assert named_provider(words, clinic()) is None


@pytest.mark.parametrize("words", ["my daughter sees dr lee", "my husband dr lee", "with lee for my daughter"])
def test_a_provider_beside_a_relative_is_one(words: str) -> None:
    assert named_provider(words, clinic()) == NamedProvider("lee", False)
