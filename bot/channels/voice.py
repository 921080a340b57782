"""Calls through Twilio's own client, and the recordings that callers left there.

Twilio listens whether a person or a machine has picked up before it asks what to say. Recordings are fetched with our
credentials from the address that we know, never from one that was posted.
"""

from __future__ import annotations

import requests

from bot.channels.base import Ringing
from bot.channels.sms import CONNECT_SECONDS, READ_SECONDS, TWILIO, client, sid_of
from bot.settings import Settings

RING_SECONDS = 30
MOST_BYTES = 5 * 1024 * 1024
PROGRESS = ["answered", "completed"]


class TwilioCalls:
    """Calls by the REST API. One instance may be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self._client = client(settings)
        self._login = (settings.twilio_account_sid, settings.twilio_auth_tokens[0])
        base = settings.twilio_api_url or TWILIO
        self._recordings = f"{base}/2010-04-01/Accounts/{settings.twilio_account_sid}/Recordings"

    def ring(self, ringing: Ringing) -> str:
        return sid_of(
            lambda: self._client.calls.create(
                to=ringing.to_number,
                from_=ringing.from_number,
                url=ringing.address,
                method="POST",
                status_callback=ringing.status_callback,
                status_callback_event=PROGRESS,
                status_callback_method="POST",
                machine_detection="DetectMessageEnd",
                timeout=RING_SECONDS,
            )
        )

    def recording(self, sid: str) -> bytes | None:
        times = (CONNECT_SECONDS, READ_SECONDS)
        answer = requests.get(f"{self._recordings}/{sid}.mp3", auth=self._login, timeout=times)
        if answer.status_code in (404, 410):
            return None
        answer.raise_for_status()
        return answer.content[:MOST_BYTES]
