"""The check of documents finds what Twilio would refuse."""

from __future__ import annotations

import pytest

from tests.twiml import faults

GOOD = (
    '<Response><Gather input="dtmf speech" action="/twilio/voice/turn?c=oak&amp;call=CA1&amp;n=2" method="POST">'
    '<Say language="en-US">Call <say-as interpret-as="telephone">512 555 0100</say-as></Say></Gather>'
    '<Dial action="/x"><Number url="/w">+15125550199</Number></Dial></Response>'
)


def test_a_good_document_passes() -> None:
    assert faults(GOOD) == []
    assert faults("<Response/>") == []
    assert faults('<Response><Message statusCallback="/s?m=1">Hello</Message></Response>') == []


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        ('input="dtmf speech"', 'input="telepathy"', "Gather input: telepathy"),
        ('method="POST"', 'method="PUT"', "Gather method: PUT"),
        ("<Say ", '<Say mood="kind" ', "Say has no mood"),
        ("</Say>", "</Say><Hangup/>", "Hangup does not belong into Gather"),
        ('<Dial action="/x">', '<Dial action="/x" statusCallbackEvent="x">', "Dial has no statusCallbackEvent"),
        ("n=2", "phone=555", "action carries phone"),
    ],
)
def test_what_twilio_would_refuse_is_found(good: str, bad: str, fault: str) -> None:
    assert fault in faults(GOOD.replace(good, bad, 1))
