"""Twilio's requests about calls, read once: which call, which turn, who calls whom, what was heard.

Our own addresses carry the clinic, the call and the turn, and nothing personal. Unknown parameters are let be.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from urllib.parse import parse_qs, urlencode, urlsplit

from werkzeug.datastructures import MultiDict

from dialogs.calls.gathered import Gathered

TURN, DIALLED, RECORDED = "/twilio/voice/turn", "/twilio/voice/dialled", "/twilio/voice/recorded"
RECORDING, WHISPER, STATUS = "/twilio/voice/recording", "/twilio/voice/whisper", "/twilio/voice/status"
REMINDER = "/twilio/voice/reminder"

_CALL_SID = re.compile(r"CA[0-9a-fA-F]{32}")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SECONDS = re.compile(r"[0-9]{1,6}")
# Numbers that telephone companies put where the caller hides theirs.
_HIDDEN = frozenset({"+266696687", "+86282452253", "+8656696", "+2562533", "+7378742833"})
MOST_TURN = 99
REQUIRED = ("CallSid", "AccountSid", "From", "To")


class Malformed(Exception):
    """The request is signed but is not what Twilio sends; the message is the parameter."""


@dataclass(frozen=True, slots=True)
class CallRequest:
    """`caller` is the patient's number, empty where it is hidden; `turn` the number of the document asked for.

    `about` is the outgoing call that this is one of.
    """

    sid: str
    caller: str
    clinic_phone: str
    turn: int
    outgoing: bool
    form: MultiDict[str, str]
    about: str = ""

    @property
    def key(self) -> str:
        """What makes this turn one turn, however often it is asked for."""
        return f"{self.sid}-{self.turn}"

    @property
    def thread(self) -> str:
        """Whose conversation it is: a hidden number's call is one of its own."""
        return self.caller or self.sid

    @property
    def gathered(self) -> Gathered:
        return Gathered(
            self.form.get("Digits", "")[:20], self.form.get("SpeechResult", ""), _share(self.form.get("Confidence"))
        )

    def seen_from(self, clinic_phone: str) -> CallRequest:
        """The same where the clinic's own number is the one that calls, whatever was said of the direction."""
        if self.form["From"] != clinic_phone:
            return self
        return replace(self, caller=shown_number(self.form["To"]), clinic_phone=clinic_phone, outgoing=True)


def parse(form: MultiDict[str, str], query: MultiDict[str, str], own_account: str) -> CallRequest:
    """The request. Raises `Malformed`."""
    for name in REQUIRED:
        if name not in form:
            raise Malformed(name)
    if not _CALL_SID.fullmatch(form["CallSid"]):
        raise Malformed("CallSid")
    if own_account and form["AccountSid"] != own_account:
        raise Malformed("AccountSid")
    if query.get("call", form["CallSid"]) != form["CallSid"]:
        raise Malformed("call")
    outgoing = form.get("Direction", "").startswith("outbound")
    ours, theirs = ("From", "To") if outgoing else ("To", "From")
    turn = _turn(query.get("n", "0"))
    return CallRequest(
        form["CallSid"], shown_number(form[theirs]), form[ours], turn, outgoing, form, query.get("o", "")
    )


def of_fallback(path: str, request: CallRequest) -> tuple[str, CallRequest]:
    """A fallback address is asked in place of the one that failed: that one, and its turn."""
    failed = urlsplit(request.form.get("ErrorUrl", ""))
    if failed.path.rstrip("/") not in (TURN, DIALLED, RECORDED):
        return path, request
    turn = _turn(parse_qs(failed.query).get("n", ["0"])[0])
    return failed.path.rstrip("/"), replace(request, turn=turn)


def shown_number(number: str) -> str:
    """The number where it is one; empty where the caller hides it."""
    return number if _E164.fullmatch(number) and number not in _HIDDEN else ""


def seconds(form: MultiDict[str, str], name: str) -> int:
    """A length that Twilio tells; 0 where it does not."""
    return int(form[name]) if _SECONDS.fullmatch(form.get(name, "")) else 0


def address(path: str, clinic_id: str, sid: str, turn: int) -> str:
    """One of our addresses for a turn of a call."""
    return f"{path}?{urlencode({'c': clinic_id, 'call': sid, 'n': turn})}"


def _turn(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text[:4]) <= MOST_TURN):
        raise Malformed("n")
    return int(text)


def _share(text: str | None) -> float | None:
    try:
        share = float(text or "")
    except ValueError:
        return None
    return share if 0.0 <= share <= 1.0 else None
