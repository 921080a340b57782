"""In which of the clinic's languages a text is."""

from __future__ import annotations

import pytest

from tests.dialogs.understanding.hearing import acts, hear


@pytest.mark.parametrize("text", ["I need to change my appointment", "where are you", "tomorrow at 3", "yes please"])
def test_english_is_heard_in_a_spanish_conversation(text: str) -> None:
    assert hear(text, lang="es").lang == "en"


@pytest.mark.parametrize(
    "text", ["necesito cambiar mi cita", "¿dónde están?", "mañana a las 3", "sí por favor", "hay estacionamiento"]
)
def test_spanish_is_heard_in_an_english_conversation(text: str) -> None:
    assert hear(text, lang="en").lang == "es"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", ["ok", "2", "Maria Lopez", "", "👍", "no"])
def test_what_tells_nothing_stays_in_the_language_of_the_conversation(text: str, lang: str) -> None:
    assert hear(text, lang=lang).lang == lang


def test_a_clinic_of_one_language_hears_no_other() -> None:
    assert hear("necesito cambiar mi cita", languages=("en",)).lang == "en"


def test_a_language_without_tables_of_its_own_is_read_as_far_as_possible() -> None:
    assert hear("STOP", lang="fr", languages=("fr",)).acts[0].act.value == "opt_out"


def test_a_spanish_day_is_read_in_an_english_sentence() -> None:
    assert "give_date" in acts("can I come el viernes")
