"""Requests as Twilio makes them: forms signed by Twilio's own `RequestValidator`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from twilio.request_validator import RequestValidator

ACCOUNT = "AC" + "0123456789abcdef" * 2
TOKEN = "a-token-for-tests-only-0123456789"
CLINIC_PHONE = "+15125550100"


def sign(url: str, form: Mapping[str, str], token: str = TOKEN) -> str:
    signature: str = RequestValidator(token).compute_signature(url, dict(form))
    return signature


def headers(url: str, form: Mapping[str, str], token: str = TOKEN) -> dict[str, str]:
    return {"X-Twilio-Signature": sign(url, form, token), "I-Twilio-Idempotency-Token": sid_of(url, "token")[2:]}


def sid_of(*parts: object, prefix: str = "SM") -> str:
    """A message's SID that follows from what it is about: the same parts, the same SID."""
    return prefix + hashlib.md5("/".join(map(str, parts)).encode(), usedforsecurity=False).hexdigest()


def text_form(from_number: str, body: str, sid: str, to_number: str = CLINIC_PHONE, **more: str) -> dict[str, str]:
    """What Twilio posts when a text arrives."""
    return {
        "MessageSid": sid,
        "SmsSid": sid,
        "SmsMessageSid": sid,
        "AccountSid": ACCOUNT,
        "From": from_number,
        "To": to_number,
        "Body": body,
        "NumMedia": "0",
        "NumSegments": "1",
        "ApiVersion": "2010-04-01",
        "FromCountry": "US",
        "ToCountry": "US",
    } | more


def report_form(sid: str, status: str, to_number: str, error_code: str = "") -> dict[str, str]:
    """What Twilio posts when it learns what became of a message."""
    form = {
        "MessageSid": sid,
        "SmsSid": sid,
        "MessageStatus": status,
        "SmsStatus": status,
        "AccountSid": ACCOUNT,
        "From": CLINIC_PHONE,
        "To": to_number,
        "ApiVersion": "2010-04-01",
    }
    return form | ({"ErrorCode": error_code} if error_code else {})
