"""A telephone in a test: it does what a document says, as Twilio would, and posts what the caller keys or says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import dataclass, field

from tests import signing
from tests.office import ANA, Office

ANA_WAS_BORN = "01011980"


@dataclass
class Caller:
    """One call. `heard` is all that was said in the last document, `verbs` what it holds."""

    office: Office
    number: str = ANA
    name: str = "call"
    direction: str = "inbound"
    document: ET.Element = field(default_factory=lambda: ET.Element("Response"))
    text: str = ""

    @property
    def sid(self) -> str:
        return signing.sid_of(self.name, self.number, prefix="CA")

    @property
    def form(self) -> dict[str, str]:
        theirs, ours = self.number, self.office.clinic.phone
        return {
            "CallSid": self.sid,
            "AccountSid": signing.ACCOUNT,
            "From": theirs if self.direction == "inbound" else ours,
            "To": ours if self.direction == "inbound" else theirs,
            "CallStatus": "ringing",
            "Direction": self.direction,
            "ApiVersion": "2010-04-01",
        }

    @property
    def heard(self) -> str:
        return " ".join("".join(say.itertext()) for say in self.document.iter("Say"))

    @property
    def verbs(self) -> list[str]:
        return [verb.tag for verb in self.document]

    def find(self, verb: str) -> ET.Element:
        found = self.document.find(verb)
        assert found is not None, f"no {verb} in {self.text}"
        return found

    @property
    def gather(self) -> ET.Element:
        return self.find("Gather")

    def dials(self, **more: str) -> Caller:
        """The call comes in."""
        return self.posts("/twilio/voice", **more)

    def keys(self, *digits: str) -> Caller:
        for each in digits:
            self.posts(self.gather.attrib["action"], Digits=each)
        return self

    def says(self, words: str, confidence: str = "0.92") -> Caller:
        return self.posts(self.gather.attrib["action"], SpeechResult=words, Confidence=confidence)

    def waits(self) -> Caller:
        """Nothing is keyed or said; where the document listens no longer, it goes on."""
        assert self.gather.attrib["actionOnEmptyResult"] == "true"
        return self.posts(self.gather.attrib["action"])

    def is_identified(self) -> Caller:
        return self.keys(ANA_WAS_BORN)

    def hangs_up(self, status: str = "completed") -> None:
        answer = self.office.post("/twilio/voice/status", self.form | {"CallStatus": status, "CallDuration": "31"})
        assert (answer.status_code, answer.data) == (204, b"")

    def posts(self, target: str, **more: str) -> Caller:
        answer = self.office.post(target, self.form | more)
        assert (answer.status_code, answer.mimetype) == (200, "text/xml")
        self.text = answer.text
        self.document = ET.fromstring(answer.text)
        return self
