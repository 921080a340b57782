"""Twilio's doors for texts: verify, parse, hand on, answer TwiML.

Wrong or missing signature 403, a malformed request 400, an unknown number 404. Whatever else happens inside, the
patient gets a polite answer with status 200.
"""

from __future__ import annotations

import re

from flask import Blueprint, Request, Response
from werkzeug.datastructures import MultiDict

from bot import doors, metrics, twiml
from bot.journal import Guard
from bot.shortcut import Answer
from bot.thinking import InboundText
from bot.turns import MOST_MEDIA, UnknownNumber, take_text
from bot.wiring import Desk

_MESSAGE_SID = re.compile(r"(?:SM|MM)[0-9a-fA-F]{32}")
_ACCOUNT_SID = re.compile(r"AC[0-9a-fA-F]{32}")
_ADDRESS = re.compile(r"(?:whatsapp:|rcs:)?(?:\+[1-9][0-9]{6,14}|[0-9]{3,8}|[A-Za-z0-9_.]{1,64})")
_MEDIA = re.compile(r"/Media/(ME[0-9a-fA-F]{32})$")
PATH = "/twilio/sms"
REQUIRED = ("MessageSid", "AccountSid", "From", "To", "Body")


class Malformed(Exception):
    """The request is signed but is not what Twilio sends."""


def blueprint(answer: Answer) -> Blueprint:
    """`POST /twilio/sms` for what does not come by the `shortcut`."""
    door = Blueprint("webhooks", __name__)

    @door.post(PATH)
    def sms() -> Response:
        return answer(doors.the_request())

    return door


def answering(desk: Desk) -> Answer:
    """What answers a text."""
    guard = Guard(desk)

    def sms(asked: Request) -> Response:
        if refusal := doors.turned_away(desk, asked, "sms"):
            return refusal
        try:
            inbound = parse_text(doors.form(asked), desk.settings.twilio_account_sid)
            document = guard.answer(inbound, take_text)
        except Malformed as error:
            return doors.malformed("sms", str(error))
        except UnknownNumber:
            metrics.refused("unknown_number")
            return Response(status=404)
        return Response(document, content_type=twiml.CONTENT_TYPE)

    return sms


def parse_text(form: MultiDict[str, str], own_account: str) -> InboundText:
    """The text that Twilio reports. Raises `Malformed` naming the parameter."""
    for name in REQUIRED:
        if name not in form:
            raise Malformed(name)
    _demand("MessageSid", _MESSAGE_SID.fullmatch(form["MessageSid"]))
    _demand("AccountSid", _ACCOUNT_SID.fullmatch(form["AccountSid"]))
    _demand("AccountSid", not own_account or form["AccountSid"] == own_account)
    _demand("From", _ADDRESS.fullmatch(form["From"]))
    _demand("To", _ADDRESS.fullmatch(form["To"]))
    media = form.get("NumMedia", "0")
    _demand("NumMedia", media.isascii() and media.isdigit() and len(media) < 4)
    channel, from_number = _channel(form["From"])
    return InboundText(
        sid=form["MessageSid"],
        from_number=from_number,
        to_number=_channel(form["To"])[1],
        body=form["Body"],
        media=int(media),
        opt_out_type=form.get("OptOutType", "").upper(),
        channel=channel,
        media_sids=tuple(
            _media_sid(form.get(f"MediaUrl{number}", "")) for number in range(min(int(media), MOST_MEDIA))
        ),
    )


def _media_sid(address: str) -> str:
    """The id at the end of an address that was posted; nothing else of it is believed."""
    found = _MEDIA.search(address)
    return found.group(1) if found else ""


def _demand(name: str, holds: object) -> None:
    if not holds:
        raise Malformed(name)


def _channel(address: str) -> tuple[str, str]:
    """`whatsapp:+1…` is the channel and the number; a bare number is a text."""
    channel, colon, number = address.rpartition(":")
    return (channel, number) if colon else ("sms", address)
