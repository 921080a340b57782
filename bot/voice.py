"""Twilio's doors for calls, as far as they go: an honest word, what to do in an emergency, and a person.

The bot does not talk on the phone yet. A caller hears the clinic's name and is connected to its people where the clinic
says how. Every answer to a signed call is TwiML with status 200, whatever happens inside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from flask import Blueprint, Response
from twilio.twiml.voice_response import VoiceResponse
from werkzeug.datastructures import MultiDict

from bot import doors, log, metrics, twiml
from bot.wiring import Desk
from dialogs import prompts
from scheduler.clinic import Clinic
from storage.database import deadline

_CALL_SID = re.compile(r"CA[0-9a-fA-F]{32}")
REQUIRED = ("CallSid", "AccountSid", "From", "To")
AFTERWARDS = "/twilio/voice/dialled"
RING_SECONDS = 30
LOOK_SECONDS = 5.0

EMERGENCY = {
    "en": "If this is an emergency, hang up and dial 911. For crisis support, call or text 988.",
    "es": "Si es una emergencia, cuelgue y marque el 911. Para apoyo en una crisis, llame o envíe un mensaje al 988.",
}
CONNECTING = {
    "en": "I am connecting you with our team.",
    "es": "Le comunico con nuestro equipo.",
}
NOBODY = {
    "en": "Nobody can take your call right now. Please send a text to this number and we will answer you.",
    "es": "Nadie puede atender su llamada ahora. Envíe un mensaje de texto a este número y le responderemos.",
}
NOT_IN_SERVICE = "This number is not in service."
VOICES = {"en": "en-US", "es": "es-US"}


def blueprint(desk: Desk) -> Blueprint:
    """`POST /twilio/voice`, what follows a connection, and `/twilio/voice/status`."""
    room = Blueprint("voice", __name__)

    @room.post("/twilio/voice")
    def call() -> Response:
        return doors.turned_away(desk, "voice") or _refused(desk) or _spoken(_answer(desk, doors.form()["To"], greet))

    @room.post(AFTERWARDS)
    def dialled() -> Response:
        return doors.turned_away(desk, "voice") or _refused(desk) or _spoken(_after(desk, doors.form()))

    @room.post("/twilio/voice/status")
    def status() -> Response:
        return doors.turned_away(desk, "voice") or Response(status=204)

    return room


def greet(response: VoiceResponse, clinic: Clinic) -> None:
    """The clinic's name, the emergency sentence, and a person."""
    _say(response, clinic.name, clinic)
    _say(response, emergency(clinic), clinic)
    if clinic.transfer_to is None:
        _say(response, _words(NOBODY, clinic), clinic)
        return
    _say(response, _words(CONNECTING, clinic), clinic)
    response.dial(clinic.transfer_to, action=AFTERWARDS, method="POST", timeout=RING_SECONDS)


def emergency(clinic: Clinic) -> str:
    """What to do in an emergency: our own words where 911 and 988 are, and the clinic's."""
    own = clinic.word(clinic.emergency_note, clinic.default_language)
    ours = _words(EMERGENCY, clinic) if clinic.phone.startswith("+1") else ""
    return f"{ours} {own}".strip()


def _nobody(response: VoiceResponse, clinic: Clinic) -> None:
    _say(response, _words(NOBODY, clinic), clinic)


def _refused(desk: Desk) -> Response | None:
    form, own = doors.form(), desk.settings.twilio_account_sid
    if missing := next((name for name in REQUIRED if name not in form), None):
        return doors.malformed("voice", missing)
    if not _CALL_SID.fullmatch(form["CallSid"]):
        return doors.malformed("voice", "CallSid")
    return doors.malformed("voice", "AccountSid") if own and form["AccountSid"] != own else None


def _after(desk: Desk, form: MultiDict[str, str]) -> VoiceResponse:
    """A call that was taken ends; any other is told what else to do."""
    if form.get("DialCallStatus") in ("completed", "answered"):
        response = VoiceResponse()
        response.hangup()
        return response
    return _answer(desk, form["To"], _nobody)


def _answer(desk: Desk, number: str, speak: Callable[[VoiceResponse, Clinic], None]) -> VoiceResponse:
    response = VoiceResponse()
    try:
        with deadline(LOOK_SECONDS), desk.database.reading() as connection:
            clinic = desk.clinic_by_phone(connection, number)
    except Exception as error:  # noqa: BLE001  # a caller hears a person's words, whatever it is
        log.failure("call_failed", error)
        metrics.failed("voice")
        response.say(f"{EMERGENCY['en']} {NOBODY['en']}", language=VOICES["en"])
        return response
    if clinic is None:
        metrics.refused("unknown_number")
        response.say(NOT_IN_SERVICE, language=VOICES["en"])
    else:
        speak(response, clinic)
    return response


def _words(texts: Mapping[str, str], clinic: Clinic) -> str:
    return texts[prompts.catalogue_language(clinic.default_language, clinic)]


def _say(response: VoiceResponse, text: str, clinic: Clinic) -> None:
    response.say(twiml.clean(text), language=VOICES[prompts.catalogue_language(clinic.default_language, clinic)])


def _spoken(response: VoiceResponse) -> Response:
    return Response(str(response), content_type=twiml.CONTENT_TYPE)
