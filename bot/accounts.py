"""Accounts as whoever makes them needs them: which e-mails will do, and the link with which a password is chosen."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from storage import staff

if TYPE_CHECKING:
    from bot.wiring import Desk
    from storage.work import Work

LINK_LASTS = timedelta(hours=48)
LONGEST_EMAIL = 254


def is_email(address: str) -> bool:
    """Whether this, normalised already, can be an e-mail address."""
    name, at, host = address.partition("@")
    plain = address.isprintable() and not any(letter.isspace() for letter in address)
    return bool(name and at and host) and "@" not in host and plain and len(address) <= LONGEST_EMAIL


def one_time_link(desk: Desk, work: Work, account_id: str) -> str:
    """A link that works once, for two days; an earlier one counts no more."""
    from bot.console import sessions

    token = secrets.token_urlsafe(32)
    staff.set_link(work, account_id, sessions.token_hash(token), desk.clock.real_now() + LINK_LASTS)
    return f"{desk.settings.public_url}/console/set-up/{sessions.written(work.clinic_id, token)}"
