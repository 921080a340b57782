"""A telephone without a telephone company: for the terminal and the phone page.

It asks for documents by the webhook's own way after the signature, and tells what they say and what they wait for.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from werkzeug.datastructures import MultiDict

from bot.calls import hangups
from bot.calls.doors import CALL, document_for
from bot.calls.requests import REMINDER, CallRequest, parse
from bot.clock import new_id
from bot.wiring import Desk

NOBODY_THERE = "no-answer"


@dataclass(frozen=True, slots=True)
class Document:
    """What is said, and what follows: `listens` to keys (and words, unless `keys_only`), `records`, `rings`, or ends.

    What is keyed or said goes to `listens`; a voice message to `records`; how ringing ended to `dialled`.
    """

    says: tuple[tuple[str, str], ...]
    listens: str = ""
    keys_only: bool = False
    records: str = ""
    rings: str = ""
    dialled: str = ""

    @property
    def over(self) -> bool:
        return not (self.listens or self.records or self.rings)


@dataclass(frozen=True, slots=True)
class Handset:
    """One call of one number with one clinic."""

    desk: Desk
    number: str
    clinic_id: str
    clinic_phone: str
    sid: str
    about: str = ""  # the outgoing call that it is; empty where this number calls

    def dial(self) -> Document:
        """Call the clinic."""
        return self.ask(CALL)

    def pick_up(self) -> Document:
        """Answer a call of the clinic's."""
        return self.ask(f"{REMINDER}?{urlencode({'c': self.clinic_id, 'o': self.about})}", AnsweredBy="human")

    def key(self, action: str, digits: str) -> Document:
        return self.ask(action, Digits=digits)

    def say(self, action: str, words: str) -> Document:
        return self.ask(action, SpeechResult=words, Confidence="1.0")

    def leave(self, action: str, seconds: int) -> Document:
        """Leave a voice message of this length."""
        return self.ask(action, RecordingSid="RE" + new_id().replace("-", ""), RecordingDuration=str(seconds))

    def ring_out(self, action: str) -> Document:
        """Nobody sits at the other end of a call to staff here."""
        return self.ask(action, DialCallStatus=NOBODY_THERE)

    def hang_up(self, status: str = "completed") -> None:
        """The call ends."""
        form = MultiDict({"CallSid": self.sid, "CallStatus": status})
        self.desk.database.run(
            lambda connection: hangups.reported(
                self.desk.work(connection, self.clinic_id),
                self.desk.clinic(connection, self.clinic_id),
                form,
                MultiDict({"o": self.about}),
            )
        )

    def ask(self, target: str, **posted: str) -> Document:
        """The document at one of our addresses."""
        parts = urlsplit(target)
        query = MultiDict(parse_qsl(parts.query))
        return read(document_for(self.desk, parts.path, self._request(query, posted), query.get("c", "")))

    def _request(self, query: MultiDict[str, str], posted: dict[str, str]) -> CallRequest:
        ours, theirs = ("From", "To") if self.about else ("To", "From")
        form = {
            "CallSid": self.sid,
            "AccountSid": "",
            ours: self.clinic_phone,
            theirs: self.number,
            "Direction": "outbound-api" if self.about else "inbound",
        }
        return parse(MultiDict(form | posted), query, "")


def new_sid() -> str:
    """The id of a call that nobody makes."""
    return "CA" + new_id().replace("-", "")


def read(text: str) -> Document:
    """A document of ours, as a telephone would follow it."""
    root = ET.fromstring(text)  # noqa: S314  # our own document
    says = tuple(("".join(say.itertext()), say.get("language", "")) for say in root.iter("Say"))
    gather, record, dial = root.find("Gather"), root.find("Record"), root.find("Dial")
    return Document(
        says=says,
        listens=gather.get("action", "") if gather is not None else "",
        keys_only=gather is not None and gather.get("input") == "dtmf",
        records=record.get("action", "") if record is not None else "",
        rings="".join(dial.itertext()) if dial is not None else "",
        dialled=dial.get("action", "") if dial is not None else "",
    )
