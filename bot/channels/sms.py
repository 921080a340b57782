"""Texts through Twilio's own client, with our base address and time-outs.

What Twilio refused was not sent (`ChannelError`); what broke after the request was on its way may have been
(`MaybeSent`). The client's default has no time-out at all. A number that the messaging service cannot reach is tried
once from the clinic's own number.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from requests import exceptions
from requests.adapters import HTTPAdapter
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.http.response import Response
from twilio.rest import Client
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, SSLError

from bot.channels import codes
from bot.channels.base import ChannelError, MaybeSent, OnRecord, Outgoing
from bot.settings import Settings

TWILIO = "https://api.twilio.com"
CONNECT_SECONDS, READ_SECONDS = 3.0, 10.0
UNREACHABLE = "unreachable"
CONNECTIONS = 8
PAGE, MOST = 1000, 20_000
_ANY_HOST = re.compile(r"^https://[a-z.-]+\.twilio\.com")


class TwilioTexts:
    """SMS and MMS by the REST API. One instance may be used by several threads."""

    name = "sms"
    repeatable = False
    arrives_as = "sent"
    lease = timedelta(seconds=60)

    def __init__(self, settings: Settings) -> None:
        self._service = settings.messaging_service_sid
        self._client = client(settings)

    def send(self, outgoing: Outgoing) -> str:
        own_number = {"from_": outgoing.from_number}
        if not self._service:
            return self._create(outgoing, own_number)
        try:
            return self._create(outgoing, {"messaging_service_sid": self._service})
        except ChannelError as error:
            if error.code != codes.NO_OTHER_SENDER:
                raise
            return self._create(outgoing, own_number)

    def sent_to(self, number: str, since: datetime) -> list[OnRecord]:
        return [record for record in self._listed({"to": number}, since) if not record.inbound]

    def on_record(self, sid: str) -> OnRecord | None:
        try:
            return _on_record(self._client.messages(sid).fetch(), datetime.min.replace(tzinfo=UTC))
        except TwilioRestException as error:
            if error.status == 404:
                return None
            raise ChannelError(str(error.code or error.status), permanent=False) from None
        except (TwilioException, exceptions.RequestException, ValueError):
            raise ChannelError(UNREACHABLE, permanent=False) from None

    def received_by(self, number: str, since: datetime) -> list[OnRecord]:
        listed = self._listed({"to": number, "date_sent_after": since.date()}, since)
        return [record for record in listed if record.inbound]

    def _listed(self, asked: dict[str, Any], since: datetime) -> list[OnRecord]:
        """Twilio's list; it can be asked for whole days only."""
        try:
            listed = self._client.messages.stream(**asked, page_size=PAGE, limit=MOST)
            return [record for message in listed if (record := _on_record(message, since)).at >= since]
        except (TwilioException, exceptions.RequestException, ValueError):
            raise ChannelError(UNREACHABLE, permanent=False) from None

    def _create(self, outgoing: Outgoing, sender: dict[str, str]) -> str:
        valid = {"validity_period": outgoing.valid_seconds} if outgoing.valid_seconds else {}
        return sid_of(
            lambda: self._client.messages.create(
                to=outgoing.to_number, body=outgoing.body, status_callback=outgoing.status_callback, **valid, **sender
            )
        )


def client(settings: Settings) -> Client:
    """Twilio's client for our account, with our base address and time-outs."""
    http = _Http(settings.twilio_api_url or TWILIO)
    return Client(settings.twilio_account_sid, settings.twilio_auth_tokens[0], http_client=http)


def sid_of(create: Callable[[], Any]) -> str:
    """The id of what was created. Raises `ChannelError` or `MaybeSent`."""
    try:
        created = create()
    except TwilioRestException as error:
        raise _refusal(error) from None
    except exceptions.RequestException as error:
        if _never_left(error):
            raise ChannelError(UNREACHABLE, permanent=False) from None
        raise MaybeSent from None
    except (TwilioException, ValueError):  # an answer that is not Twilio's: something in between spoke
        raise MaybeSent from None
    if not created.sid:
        raise MaybeSent
    return str(created.sid)


class _Http(TwilioHttpClient):  # type: ignore[misc]  # the base class has no types
    """Twilio's HTTP client, sent to another base address, with a time-out to connect and one to read."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self._base = base
        if self.session is not None:
            for scheme in ("https://", "http://"):
                self.session.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS, max_retries=0))

    def request(self, method: str, url: str, *args: Any, **options: Any) -> Response:
        options["timeout"] = None  # the base class checks a single number; ours are set below
        self.timeout = (CONNECT_SECONDS, READ_SECONDS)
        return super().request(method, self._address(url), *args, **options)

    def _address(self, url: str) -> str:
        """Each of Twilio's services has its host; another base address stands for all of them."""
        return url if self._base == TWILIO else _ANY_HOST.sub(self._base, url, count=1)


def _on_record(message: Any, since: datetime) -> OnRecord:
    at = message.date_sent or message.date_created or since
    return OnRecord(
        sid=message.sid,
        inbound=message.direction == "inbound",
        from_number=message.from_ or "",
        to_number=message.to or "",
        body=message.body or "",
        media=int(message.num_media or 0),
        status=message.status,
        code=str(message.error_code or ""),
        at=at if at.tzinfo else at.replace(tzinfo=UTC),
    )


def _refusal(error: TwilioRestException) -> ChannelError | MaybeSent:
    """Below 500 Twilio says that it did not send; above, nobody knows."""
    if error.status >= 500:
        return MaybeSent()
    code = str(error.code or error.status)
    transient = error.status == 429 or codes.reaction(code) in codes.COME_BACK
    return ChannelError(code, permanent=not transient)


def _never_left(error: exceptions.RequestException) -> bool:
    """Whether not even a connection was made, so that nothing can have been sent."""
    cause = error.args[0] if error.args else None
    return isinstance(cause, MaxRetryError) and isinstance(cause.reason, ConnectTimeoutError | SSLError)
