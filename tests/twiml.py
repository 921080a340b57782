"""Would Twilio take this document? A table of verbs, attributes and children, made from its client's own signatures.

The client writes whatever it is told to, but Twilio does not take it. Each method that nests a verb says with its
parameters which attributes that verb has there, so calling every method once tells all.
"""

from __future__ import annotations

import inspect
import xml.etree.ElementTree as ET
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from twilio.twiml import TwiML
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import VoiceResponse

LONGEST_DOCUMENT, LONGEST_SAY, MOST_HINTS = 64 * 1024, 4096, 500
OUR_PARAMETERS = frozenset({"c", "call", "n", "o", "m"})
VALUES = {
    ("Gather", "input"): frozenset({"dtmf", "speech", "dtmf speech"}),
    ("say-as", "interpret-as"): frozenset({"telephone", "digits", "date", "time", "cardinal", "ordinal"}),
}
METHODS = frozenset({"GET", "POST"})

# Parent and child, to the attributes that the child may have there.
Table = dict[tuple[str, str], frozenset[str]]


def faults(document: str) -> list[str]:
    """What Twilio would refuse or warn of; empty where all is well."""
    if len(document.encode()) > LONGEST_DOCUMENT:
        return ["the document is too long"]
    root = ET.fromstring(document)
    found = ["the root is no Response"] if root.tag != "Response" else []
    kind: type[TwiML] = MessagingResponse if root.find(".//Message") is not None else VoiceResponse
    return found + [fault for child in root for fault in _faults("Response", child, table(kind))]


def _faults(parent: str, element: ET.Element, known: Table) -> list[str]:
    allowed = known.get((parent, element.tag))
    if allowed is None:
        return [f"{element.tag} does not belong into {parent}"]
    found = [f"{element.tag} has no {name}" for name in element.attrib if name not in allowed]
    for name, value in element.attrib.items():
        if value not in VALUES.get((element.tag, name), {value}):
            found.append(f"{element.tag} {name}: {value}")
        if name.lower().endswith("method") and value not in METHODS:
            found.append(f"{element.tag} {name}: {value}")
        if name in ("action", "url", "statusCallback", "recordingStatusCallback", "transcribeCallback"):
            found += [f"{name} carries {more}" for more in parse_qs(urlsplit(value).query).keys() - OUR_PARAMETERS]
    if element.tag == "Say" and len("".join(element.itertext())) > LONGEST_SAY:
        found.append("Say is too long")
    if len(element.attrib.get("hints", "").split(",")) > MOST_HINTS:
        found.append("too many hints")
    return found + [fault for child in element for fault in _faults(element.tag, child, known)]


@cache
def table(kind: type[TwiML]) -> Table:
    """Every verb that a document of this kind may hold."""
    found: Table = {}
    todo: list[Any] = [kind()]
    while todo:
        parent = todo.pop()
        for child in _children(parent):
            place = (parent.name, child.name)
            if place not in found:
                found[place] = frozenset(child.attrs)
                todo.append(child)
    return found


def _children(parent: Any) -> list[Any]:
    inherited = set(dir(TwiML))
    methods = [getattr(parent, name) for name in dir(parent) if not name.startswith("_") and name not in inherited]
    return [_called(method) for method in methods if inspect.ismethod(method)]


def _called(method: Any) -> Any:
    """The verb that a method makes, with every attribute that it can have."""
    parameters = inspect.signature(method).parameters.values()
    return method(**{each.name: "x" for each in parameters if each.kind is not inspect.Parameter.VAR_KEYWORD})
