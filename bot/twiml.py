"""TwiML for texts: well-formed whatever the text holds."""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

from twilio.twiml.messaging_response import MessagingResponse

CONTENT_TYPE = "text/xml; charset=utf-8"

# XML 1.0 forbids these even when escaped: control characters, lone surrogates, U+FFFE and U+FFFF.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

SILENCE = str(MessagingResponse())
_ONE_TEXT = SILENCE.replace("<Response />", '<Response><Message statusCallback="{}">{}</Message></Response>')


def clean(text: str) -> str:
    """The text without the characters that XML forbids."""
    return _FORBIDDEN.sub("", text)


def answer(text: str, status_callback: str) -> str:
    """A document that sends one text; silent when there is nothing to say."""
    if not text:
        return SILENCE
    # As `MessagingResponse` writes it, at a tenth of its time: this is said at every turn.
    return _ONE_TEXT.format(escape(status_callback, {'"': "&quot;"}), escape(clean(text)))
