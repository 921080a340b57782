"""Answers that would cost more than four segments are named before they are sent."""

from __future__ import annotations

from dialogs.clinic_texts import overlong_answers
from scheduler.clinic import Clinic
from tests import builders


def clinic_answering(english: str, spanish: str = "Gratis.") -> Clinic:
    changed = builders.clinic().answers[0].model_copy(update={"answer": {"en": english, "es": spanish}})
    return builders.clinic().model_copy(update={"answers": (changed,)})


def test_four_segments_are_no_fault_and_five_are() -> None:
    assert overlong_answers(clinic_answering("a" * 612)) == ()
    assert overlong_answers(clinic_answering("a" * 613)) == (
        "answers.parking.answer.en: takes 5 segments as a text, which is over four. Shorten it to 612 characters.",
    )


def test_accents_outside_the_telephone_alphabet_leave_less_room() -> None:
    assert overlong_answers(clinic_answering("Free.", "á" * 268)) == ()
    assert overlong_answers(clinic_answering("Free.", "á" * 269)) == (
        "answers.parking.answer.es: takes 5 segments as a text, which is over four. Shorten it to 268 characters.",
    )


def test_typographic_quotes_cost_nothing_because_plain_ones_are_sent() -> None:
    assert overlong_answers(clinic_answering("“" + "a" * 610 + "”")) == ()
