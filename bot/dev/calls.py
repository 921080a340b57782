"""Calls of the phone page: what its keys and words do, and which call rings. The call's state is the server's own."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.calls.handset import Document, Handset, new_sid
from bot.calls.requests import Malformed
from bot.dev import handsets
from bot.wiring import Desk
from storage import outgoing_calls

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
_SID = re.compile(r"CA[0-9a-f]{32}")
_ADDRESS = re.compile(r"/twilio/voice/[a-z]+\?[A-Za-z0-9=&_%.-]+")
MOST_WORDS = 500
HOW = "Name a clinic, a number like +15125550142, and what to do."

Json = dict[str, Any]
# What can be done in a call: with the address that the document named, and keys or words.
_ACTS: dict[str, Callable[[Handset, str, str], Document]] = {
    "dial": lambda handset, at, words: handset.dial(),
    "pick_up": lambda handset, at, words: handset.pick_up(),
    "key": lambda handset, at, words: handset.key(at, words),
    "say": lambda handset, at, words: handset.say(at, words),
    "wait": lambda handset, at, words: handset.ask(at),
    "leave": lambda handset, at, words: handset.leave(at, 5),
    "ring_out": lambda handset, at, words: handset.ring_out(at),
}
_ENDS = {"hang_up": "completed", "decline": "busy"}


class Nonsense(ValueError):
    """What was asked for is no act of a call; the message is one sentence."""


def act(desk: Desk, asked: Mapping[str, Any]) -> Json:
    """Do it, and tell what is heard and waited for. Raises `Nonsense`."""
    given = {name: asked.get(name, "") for name in ("clinic", "number", "call", "about", "do", "at", "words")}
    if not all(isinstance(value, str) for value in given.values()) or len(given["words"]) > MOST_WORDS:
        raise Nonsense(HOW)
    phone = handsets.number_of(desk, given["clinic"])
    starts = given["do"] == "dial"
    sid = new_sid() if starts else given["call"]
    if not (phone and _E164.fullmatch(given["number"]) and _SID.fullmatch(sid)):
        raise Nonsense(HOW)
    handset = Handset(desk, given["number"], given["clinic"], phone, sid, given["about"])
    if given["do"] in _ENDS:
        handset.hang_up(_ENDS[given["do"]])
        return {"call": sid, "over": True}
    if given["do"] not in _ACTS or (given["at"] and not _ADDRESS.fullmatch(given["at"])):
        raise Nonsense(HOW)
    try:
        return _told(sid, _ACTS[given["do"]](handset, given["at"], given["words"]))
    except Malformed:
        raise Nonsense(HOW) from None


def ringing(desk: Desk, clinic_id: str, number: str) -> Json | None:
    """The call that rings at this number. Raises `LookupError` where there is no such clinic."""
    with desk.database.reading() as connection:
        desk.clinic(connection, clinic_id)
        row = outgoing_calls.ringing_at(desk.work(connection, clinic_id), number)
    return {"about": row.id, "call": row.call_sid} if row is not None else None


def _told(sid: str, document: Document) -> Json:
    return {
        "call": sid,
        "says": [{"words": words, "language": language} for words, language in document.says],
        "listens": document.listens,
        "keys_only": document.keys_only,
        "records": document.records,
        "rings": document.rings,
        "dialled": document.dialled,
        "over": document.over,
    }
