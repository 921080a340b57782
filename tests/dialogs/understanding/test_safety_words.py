"""Emergencies and crises are heard in any wording and language; figures of speech are let pass."""

# ruff: noqa: E501  # tables: one row, one line
from __future__ import annotations

import pytest

from tests.dialogs.understanding.hearing import acts

EMERGENCIES = [
    "I have chest pain", "my chest hurts really bad", "cant breathe", "i can't breath", "she is having trouble breathing", "I think I'm having a stroke",
    "his face is drooping", "my speech is slurred", "it won't stop bleeding", "I'm bleeding heavily", "coughing up blood", "he took too many pills",
    "my son overdosed", "she is unconcious", "he passed out", "my throat is swelling shut", "severe allergic reaction", "having a seizure", "call 911",
    "I need an ambulance", "no chest pain anymore", "chst pain", "im pregnant and bleeding", "it's an emergency", "heart attack",
    "me duele el pecho", "dolor en el pecho", "no puedo respirar", "no puede respirar bien", "creo que es un infarto", "tiene la cara caída",
    "no para de sangrar", "estoy sangrando mucho", "está inconsciente", "se desmayó", "sobredosis", "se le cierra la garganta", "es una emergencia",
    "llamen una ambulancia", "está convulsionando", "reacción alérgica fuerte",
]  # fmt: skip
CRISES = [
    "I want to die", "i want to kill myself", "I'm suicidal", "thinking about suicide", "sucide", "I don't want to live anymore", "i want to hurt myself",
    "I'm going to hurt someone", "better off dead", "I want to end my life", "no reason to live", "I keep cutting myself", "I might kill him", "my husband is hitting me",
    "quiero morir", "me quiero matar", "no quiero vivir", "quiero suicidarme", "pienso en hacerme daño", "voy a lastimar a alguien", "ya no aguanto",
]  # fmt: skip
HARMLESS = [
    "I'm dying to see Dr. Lee", "I can kill time in the lobby", "my phone died", "my battery is about to die", "will the shot hurt him?", "is it going to hurt her?",
    "I need to update my emergency contact", "it's not an emergency", "flu shot in the morning", "can you move my appointment?", "thank you for checking",
    "I can't see you today", "chest x-ray on friday", "blood test tomorrow", "no puedo más temprano", "no es una emergencia", "me muero de ganas de ir",
    "can I come in labor day", "does the doctor prescribe heart medication", "I don't want to go on vacation that week", "la consulta es muy cara",
]  # fmt: skip
REMINDER = "Reply 1 to confirm, 2 to change, 0 for a person."


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", EMERGENCIES)
def test_an_emergency_is_heard_first(text: str, lang: str) -> None:
    assert acts(text, REMINDER, lang=lang)[0] == "emergency"


@pytest.mark.parametrize("lang", ["en", "es"])
@pytest.mark.parametrize("text", CRISES)
def test_a_crisis_is_heard_first(text: str, lang: str) -> None:
    assert acts(text, REMINDER, lang=lang)[0] == "crisis"


@pytest.mark.parametrize("text", HARMLESS)
def test_a_figure_of_speech_raises_no_alarm(text: str) -> None:
    assert not {"emergency", "crisis"} & set(acts(text))


@pytest.mark.parametrize(
    "text",
    ["yes and I have chest pain", "cancel it, I can't breathe", "STOP my chest hurts", "bye everyone, i want to die"],
)
def test_an_alarm_is_heard_beside_everything_else(text: str) -> None:
    assert {"emergency", "crisis"} & set(acts(text)[:1])
