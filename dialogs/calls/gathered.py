"""What came of listening: keys, words, words that nobody can be sure of, or nothing.

0 is a person, 8 says it again, 9 ends our automatic calls, * is another language, in every state of every call. Words
of which the recogniser is not sure, or does not say how sure it is, are asked again and never acted upon.
"""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.calls import sounds
from dialogs.calls.call import Call

SURE_ENOUGH = 0.5
KEYS = "0123456789*#"
LONGEST_SPEECH = 1000


@dataclass(frozen=True, slots=True)
class Gathered:
    """The result of a `<Gather>` as Twilio posts it; `confidence` is None where it was not told."""

    digits: str = ""
    speech: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """Neither keys nor words."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """Words that nobody can be sure of."""

    text: str


@dataclass(frozen=True, slots=True)
class Again:
    """Say it again."""


@dataclass(frozen=True, slots=True)
class StopCalls:
    """No more automatic calls."""


@dataclass(frozen=True, slots=True)
class OtherLanguage:
    """The next language of the clinic."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """Other keys."""

    digits: str


@dataclass(frozen=True, slots=True)
class Spoken:
    """Words that were heard well."""

    text: str


Input = Silence | Unclear | Again | StopCalls | OtherLanguage | Keyed | Spoken
_COMMANDS: dict[str, Input] = {"8": Again(), "9": StopCalls()}


def read(gathered: Gathered, call: Call) -> Input:
    """What the caller did; keys count more than what was heard beside them."""
    digits = "".join(key for key in gathered.digits if key in KEYS).rstrip("#")
    if "*" in digits:
        return OtherLanguage()
    if digits:
        return _COMMANDS.get(digits) or Keyed(digits)
    text = gathered.speech.strip()[:LONGEST_SPEECH]
    if not text:
        return Silence()
    if gathered.confidence is None or gathered.confidence < SURE_ENOUGH or call.keys_only:
        return Unclear(text)
    if sounds.is_doubt(text) or sounds.is_stop(text):
        return Unclear(text)
    if sounds.wants_no_calls(text):
        return StopCalls()
    return Spoken(sounds.repaired(text, call.language))
