"""Log-in sessions, kept on the server: the browser has a random token, the database only its hash.

They live on the real clock, whatever the program's clock says: fifteen minutes without activity, twelve hours in all.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Request, Response

from bot.wiring import Desk
from storage import staff
from storage.staff import Account, Session

IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=12)
TOUCH_EVERY = timedelta(minutes=1)
CONFIRMED_FOR = timedelta(minutes=5)
_SECRET = re.compile(r"([a-z0-9][a-z0-9_-]{0,119})\.([A-Za-z0-9_-]{20,100})")


@dataclass(frozen=True, slots=True)
class Visitor:
    """Who is logged in, with the session's own hash (which signs the forms of this session).

    `confirmed` while the password was typed within the last minutes.
    """

    clinic: str
    account: Account
    session: bytes
    confirmed: bool = False

    @property
    def actor(self) -> str:
        return f"staff:{self.account.id}"


class Sessions:
    """Opens, finds and ends the sessions of one desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        # The prefix makes browsers refuse the cookie from anywhere but this host over TLS.
        self._cookie = "frontdesk" if desk.settings.development else "__Host-frontdesk"

    def open(self, clinic: str, account: Account, response: Response, device: str = "") -> None:
        """A new session, always with a new token."""
        token = secrets.token_urlsafe(32)
        now = self._desk.clock.real_now()
        with self._desk.database.writing() as connection:
            work = self._desk.work(connection, clinic)
            staff.open_session(work, token_hash(token), account.id, now, now + LONGEST, device)
        response.set_cookie(
            self._cookie,
            written(clinic, token),
            max_age=LONGEST,
            httponly=True,
            samesite="Lax",
            secure=not self._desk.settings.development,
            path="/",
        )

    def find(self, request: Request, *, active: bool) -> Visitor | None:
        """Whose request this is. `active` keeps the session awake; updates that a page asks for by itself do not."""
        clinic, token = read(request.cookies.get(self._cookie, ""))
        if not token:
            return None
        now = self._desk.clock.real_now()
        hashed = token_hash(token)
        found = self._open_session(clinic, hashed, now)
        if found is None:
            return None
        if active and now - found.seen_at >= TOUCH_EVERY:
            with self._desk.database.writing() as connection:
                staff.touch_session(self._desk.work(connection, clinic), hashed, now)
        confirmed = found.confirmed_at is not None and now - found.confirmed_at < CONFIRMED_FOR
        return Visitor(clinic, found.account, hashed, confirmed)

    def locked(self, request: Request) -> str:
        """The clinic of a session that only slept too long: its screen is locked. Empty where there is none."""
        clinic, token = read(request.cookies.get(self._cookie, ""))
        now = self._desk.clock.real_now()
        found = self._lasting(clinic, token_hash(token), now) if token else None
        return clinic if found and now - found.seen_at >= IDLE else ""

    def _open_session(self, clinic: str, hashed: bytes, now: datetime) -> Session | None:
        found = self._lasting(clinic, hashed, now)
        return found if found and now - found.seen_at < IDLE else None

    def _lasting(self, clinic: str, hashed: bytes, now: datetime) -> Session | None:
        """A session whose twelve hours are not over, asleep or not."""
        with self._desk.database.reading() as connection:
            try:
                found = staff.session(self._desk.work(connection, clinic), hashed)
            except LookupError:
                return None
        return found if found and now < found.expires_at else None

    def is_open(self, visitor: Visitor) -> bool:
        """Whether the session still lives; asking keeps nobody awake."""
        return self._open_session(visitor.clinic, visitor.session, self._desk.clock.real_now()) is not None

    def end(self, request: Request, response: Response) -> None:
        """End this browser's session, if it has one, here and there."""
        clinic, token = read(request.cookies.get(self._cookie, ""))
        if token:
            with self._desk.database.writing() as connection, contextlib.suppress(LookupError):
                staff.end_session(self._desk.work(connection, clinic), token_hash(token))
        response.delete_cookie(self._cookie, path="/", secure=not self._desk.settings.development, httponly=True)


def written(clinic: str, token: str) -> str:
    """A secret with the clinic in which to look for it."""
    return f"{clinic}.{token}"


def read(text: str) -> tuple[str, str]:
    """The clinic and the token of what `written` made; two empty texts for anything else."""
    found = _SECRET.fullmatch(text)
    return (found[1], found[2]) if found else ("", "")


def token_hash(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
