"""What Twilio refuses, with its own error codes, and the shapes of its answers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Any
from urllib.parse import urlsplit

from twilio.rest.api.v2010.account.call import CallList

LONGEST_BODY = 1600
E164 = re.compile(r"\+[1-9]\d{6,14}")
SHORT_CODE = re.compile(r"\d{5,6}")


@dataclass(frozen=True, slots=True)
class Refusal:
    status: int
    code: int
    message: str

    def document(self) -> dict[str, Any]:
        about = f"https://www.twilio.com/docs/errors/{self.code}"
        return {"code": self.code, "message": self.message, "more_info": about, "status": self.status}


@dataclass(slots=True)
class Text:
    """One message on Twilio's record."""

    sid: str
    account: str
    direction: str
    from_number: str | None
    to_number: str
    body: str
    status: str
    created_at: datetime
    service: str | None = None
    status_callback: str = ""
    sent_at: datetime | None = None
    error_code: int | None = None
    validity_period: str = ""

    def document(self) -> dict[str, Any]:
        uri = f"/2010-04-01/Accounts/{self.account}/Messages/{self.sid}"
        return {
            "account_sid": self.account,
            "api_version": "2010-04-01",
            "body": self.body,
            "date_created": format_datetime(self.created_at),
            "date_sent": format_datetime(self.sent_at) if self.sent_at else None,
            "date_updated": format_datetime(self.sent_at or self.created_at),
            "direction": self.direction,
            "error_code": self.error_code,
            "error_message": None,
            "from": self.from_number,
            "messaging_service_sid": self.service,
            "num_media": "0",
            "num_segments": "1",
            "price": None,
            "price_unit": "USD",
            "sid": self.sid,
            "status": self.status,
            "subresource_uris": {"media": f"{uri}/Media.json"},
            "to": self.to_number,
            "uri": f"{uri}.json",
        }


NOT_FOUND = Refusal(404, 20404, "The requested resource was not found")
NOT_AUTHENTICATED = Refusal(401, 20003, "Authenticate")


def refusal(
    form: Mapping[str, str], numbers: Collection[str], services: Collection[str], stop_list: Collection[str]
) -> Refusal | None:
    """Why Twilio would not take this message; None when it would."""
    return _addresses(form, numbers, services) or _content(form) or _stopped(form, stop_list)


def _addresses(form: Mapping[str, str], numbers: Collection[str], services: Collection[str]) -> Refusal | None:
    to, sender, service = form.get("To", ""), form.get("From", ""), form.get("MessagingServiceSid", "")
    if not to:
        return Refusal(400, 21604, "A 'To' phone number is required.")
    if not E164.fullmatch(to):
        return Refusal(400, 21211, f"Invalid 'To' Phone Number: {to}")
    if service:
        return None if service in services else Refusal(404, 20404, "The messaging service was not found")
    if not sender:
        return Refusal(400, 21603, "A 'From' phone number is required.")
    if not E164.fullmatch(sender) and not SHORT_CODE.fullmatch(sender):
        return Refusal(400, 21212, f"Invalid From Number (caller ID): {sender}")
    if sender not in numbers:
        return Refusal(400, 21606, f"The 'From' phone number {sender} is not a valid, SMS-capable Twilio number.")
    return Refusal(400, 21266, "'To' and 'From' number cannot be the same") if sender == to else None


def _content(form: Mapping[str, str]) -> Refusal | None:
    body = form.get("Body", "")
    if not body.strip():
        return Refusal(400, 21602, "Message body is required.")
    if len(body) > LONGEST_BODY:
        return Refusal(400, 21617, f"The concatenated message body exceeds the {LONGEST_BODY} character limit")
    callback = urlsplit(form.get("StatusCallback", "http://none.example"))
    if callback.scheme not in ("http", "https") or not callback.hostname:
        return Refusal(400, 21609, "The StatusCallback URL is not a valid URL.")
    return None


def _stopped(form: Mapping[str, str], stop_list: Collection[str]) -> Refusal | None:
    if form["To"] in stop_list:
        return Refusal(400, 21610, "Attempt to send to unsubscribed recipient")
    return None


def call_refusal(form: Mapping[str, str], numbers: Collection[str]) -> Refusal | None:
    """Why Twilio would not make this call; None when it would."""
    known = {name.title().replace("_", "") for name in inspect.signature(CallList.create).parameters}
    if unknown := form.keys() - known:
        return Refusal(400, 20001, f"unknown parameters: {', '.join(sorted(unknown))}")
    if not E164.fullmatch(form.get("To", "")):
        return Refusal(400, 21211, "Invalid 'To' Phone Number")
    if form.get("From") not in numbers:
        return Refusal(400, 21210, "'From' phone number not verified")
    if not all(urlsplit(form.get(name, "")).scheme == "https" for name in ("Url", "StatusCallback")):
        return Refusal(400, 21205, "Url is not a valid URL")
    return None
