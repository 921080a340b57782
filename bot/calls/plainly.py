"""What a caller hears when nothing can be looked up: fixed words, and a person where one is known."""

from __future__ import annotations

from twilio.twiml.voice_response import VoiceResponse

from bot.calls import people
from bot.calls.documents import LOCALES, RING_SECONDS
from dialogs import prompts
from scheduler.clinic import Clinic

NOT_IN_SERVICE = "This number is not in service."
SORRY = {
    "en": "Sorry, something went wrong on our side.",
    "es": "Perdón, algo falló de nuestro lado.",
}
EMERGENCY = {
    "en": "If this is an emergency, hang up and dial 911. For crisis support, call or text 988.",
    "es": "Si es una emergencia, cuelgue y marque el 911. Para apoyo en una crisis, llame o envíe un mensaje al 988.",
}
NOBODY = {
    "en": "Nobody can take your call right now. Please call again later, or send a text to this number.",
    "es": "Nadie puede atender su llamada ahora. Llame más tarde, o envíe un mensaje de texto a este número.",
}


def not_in_service() -> str:
    """Nobody is called at this number."""
    response = VoiceResponse()
    response.say(NOT_IN_SERVICE, language=LOCALES["en"])
    response.hangup()
    return str(response)


def sorry(clinic: Clinic | None) -> str:
    """An apology and a person; without a clinic, what to do in an emergency and another way to us."""
    response = VoiceResponse()
    language = prompts.catalogue_language(clinic.default_language, clinic) if clinic else "en"
    number = people.number_for(clinic, "") if clinic else None
    response.say(f"{SORRY[language]} {_emergency(clinic, language)}", language=LOCALES[language])
    if number:
        response.dial(number, timeout=RING_SECONDS)
    response.say(NOBODY[language], language=LOCALES[language])
    return str(response)


def _emergency(clinic: Clinic | None, language: str) -> str:
    if clinic is None or clinic.phone.startswith("+1"):
        return EMERGENCY[language]
    return clinic.word(clinic.emergency_note, language)
