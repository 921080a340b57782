"""Every answer is well-formed XML, whatever the patient or the clinic wrote."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from bot import twiml

CALLBACK = "https://desk.example.org/twilio/sms/status?m=1&c=maple"


@given(st.text(min_size=1))
def test_any_text_gives_a_document_that_parses(text: str) -> None:
    root = ET.fromstring(twiml.answer(text, CALLBACK).encode("utf-8"))
    assert root.tag == "Response"


def test_markup_in_a_text_stays_text_and_forbidden_characters_go() -> None:
    root = ET.fromstring(twiml.answer("a\x00<b>&\ufffe\ud800 {{x}} é😀", CALLBACK))
    message = root.find("Message")
    assert message is not None
    assert message.text == "a<b>& {{x}} é😀"
    assert message.attrib["statusCallback"] == CALLBACK


def test_silence_is_an_empty_response() -> None:
    assert list(ET.fromstring(twiml.answer("", CALLBACK))) == []
