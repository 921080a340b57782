"""TwiML for calls: what is said, and what follows from it. Always well-formed, whatever was to be said.

Telephone numbers are read digit by digit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from twilio.twiml.voice_response import Say, VoiceResponse

from bot import twiml

LOCALES = {"en": "en-US", "es": "es-US"}
VOICES = {"en": "Polly.Joanna", "es": "Polly.Lupe"}  # only such voices take the markup for telephone numbers
LONGEST_SAY = 4000
LISTEN_SECONDS, KEYS_SECONDS, CHOICE_SECONDS = 6, 8, 4
RING_SECONDS = 25
VOICEMAIL_SECONDS, SILENCE_SECONDS = 120, 6
BIRTH_DIGITS = 8

_TELEPHONE = re.compile(r"(\(?\d{3}\)? ?\d{3}-\d{4}|\+\d[\d ]{7,}\d)")


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words in a language of ours."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Listen:
    """Wait for keys or words; both go to `action`, and silence too."""

    action: str
    keys_only: bool = False
    digits: int = 1
    hints: str = ""


@dataclass(frozen=True, slots=True)
class Connect:
    """Ring a person, who hears `whisper` before the caller is there; what became of it goes to `action`."""

    number: str
    action: str
    whisper: str
    caller_id: str = ""


@dataclass(frozen=True, slots=True)
class TakeMessage:
    """A key within a moment goes to `choice`; otherwise a message is recorded for `action`, reported to `report`.

    What was said is written down where `transcribed`.
    """

    choice: str
    action: str
    report: str
    transcribed: bool = False


@dataclass(frozen=True, slots=True)
class HangUp:
    """The call ends."""


@dataclass(frozen=True, slots=True)
class Join:
    """Nothing more: whoever listens is connected."""


Then = Listen | Connect | TakeMessage | HangUp | Join


def document(words: Iterable[Spoken], then: Then, language: str) -> str:
    """The document that says the words and goes on as `then` says; `language` is the one listened for."""
    response = VoiceResponse()
    speaker = response
    match then:
        case Listen():
            speaker = _gather(response, then, language)
        case TakeMessage():
            speaker = response.gather(
                input="dtmf",
                action=then.choice,
                method="POST",
                num_digits=1,
                timeout=CHOICE_SECONDS,
                action_on_empty_result=False,
            )
    for spoken in words:
        _say(speaker, spoken)
    _follow(response, then)
    return str(response)


def words_of(words: Iterable[Spoken]) -> str:
    """All that a document says, as one line."""
    return " ".join(spoken.text for spoken in words if spoken.text)


def _gather(response: VoiceResponse, then: Listen, language: str) -> VoiceResponse:
    locale = LOCALES.get(language, LOCALES["en"])
    aloud = {} if then.keys_only else {"speech_timeout": "auto", "language": locale, "profanity_filter": False}
    if then.hints and not then.keys_only:
        aloud["hints"] = then.hints
    return response.gather(
        input="dtmf" if then.keys_only else "dtmf speech",
        action=then.action,
        method="POST",
        num_digits=then.digits,
        finish_on_key="#",
        timeout=KEYS_SECONDS if then.digits > 1 else LISTEN_SECONDS,
        action_on_empty_result=True,
        **aloud,
    )


def _follow(response: VoiceResponse, then: Then) -> None:
    match then:
        case Connect():
            who = {"caller_id": then.caller_id} if then.caller_id else {}
            dial = response.dial(action=then.action, method="POST", timeout=RING_SECONDS, answer_on_bridge=True, **who)
            dial.number(then.number, url=then.whisper, method="POST")
        case TakeMessage():
            written = {"transcribe": True, "transcribe_callback": then.report} if then.transcribed else {}
            response.record(
                action=then.action,
                method="POST",
                max_length=VOICEMAIL_SECONDS,
                timeout=SILENCE_SECONDS,
                finish_on_key="#",
                play_beep=True,
                trim="trim-silence",
                recording_status_callback=then.report,
                recording_status_callback_method="POST",
                recording_status_callback_event="completed absent",
                **written,
            )
        case HangUp():
            response.hangup()


def _say(speaker: VoiceResponse, spoken: Spoken) -> None:
    text = twiml.clean(spoken.text)[:LONGEST_SAY]
    if not text:
        return
    known = spoken.language if spoken.language in LOCALES else "en"
    say = Say("", language=LOCALES[known], voice=VOICES[known])
    for number, part in enumerate(_TELEPHONE.split(text)):
        if number % 2:
            say.say_as(part, interpret_as="telephone")
        else:
            say.append(part)
    speaker.append(say)
