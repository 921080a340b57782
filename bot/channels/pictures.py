"""Pictures and files of texts, from Twilio alone.

They are asked for at the address that we know, with our credentials, never at one that was posted. Twilio may send us
on once, to its own store; there we come without credentials, and nowhere else. Images and PDF up to 5 MB are taken.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import requests

from bot.channels.base import Picture, RefusedPicture
from bot.channels.sms import CONNECT_SECONDS, READ_SECONDS, TWILIO
from bot.settings import Settings

MOST_BYTES = 5 * 1024 * 1024
TYPES = frozenset({"image/jpeg", "image/png", "image/gif", "image/webp", "image/heic", "image/heif", "application/pdf"})
STORE = ".twiliocdn.com"
_GONE, _SENT_ON = (404, 410), (301, 302, 303, 307, 308)


class TwilioPictures:
    """By the REST API. One instance may be used by several threads."""

    def __init__(self, settings: Settings) -> None:
        self._login = (settings.twilio_account_sid, settings.twilio_auth_tokens[0])
        self._base = settings.twilio_api_url or TWILIO
        self._messages = f"{self._base}/2010-04-01/Accounts/{settings.twilio_account_sid}/Messages"

    def fetch(self, message_sid: str, media_sid: str, position: int) -> Picture | None:
        media_sid = media_sid or self._sid_at(message_sid, position)
        if not media_sid:
            return None
        with self._get(f"{self._messages}/{message_sid}/Media/{media_sid}", auth=self._login) as answer:
            if answer.status_code not in _SENT_ON:
                return _taken(answer)
            place = self._store(answer.headers.get("Location", ""))
        with self._get(place) as answer:
            if answer.status_code in _SENT_ON:
                raise RefusedPicture("elsewhere")
            return _taken(answer)

    def _sid_at(self, message_sid: str, position: int) -> str:
        """Twilio's id of it, where none was told; empty where there is none."""
        with self._get(f"{self._messages}/{message_sid}/Media.json", auth=self._login) as answer:
            if answer.status_code in _GONE:
                return ""
            answer.raise_for_status()
            listed = answer.json().get("media_list", [])
        return str(listed[position].get("sid", "")) if position < len(listed) else ""

    def _store(self, address: str) -> str:
        """The address to which we were sent on, where that is Twilio's own."""
        place, own = urlsplit(address), urlsplit(self._base)
        ours = (place.scheme, place.netloc) == (own.scheme, own.netloc)
        if not ours and not (place.scheme == "https" and f".{place.hostname or ''}".endswith(STORE)):
            raise RefusedPicture("elsewhere")
        return address

    def _get(self, address: str, **more: Any) -> requests.Response:
        return requests.get(
            address, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False, stream=True, **more
        )


def _taken(answer: requests.Response) -> Picture | None:
    if answer.status_code in _GONE:
        return None
    answer.raise_for_status()
    content_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if content_type not in TYPES:
        raise RefusedPicture("type")
    content = b""
    for piece in answer.iter_content(64 * 1024):
        content += piece
        if len(content) > MOST_BYTES:
            raise RefusedPicture("too_large")
    return Picture(content_type, content)
