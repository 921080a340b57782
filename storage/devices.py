"""Where somebody is logged in: a session for each browser, seen and ended by its owner or an administrator.

How long a session lasts is the caller's business; times are those of the real clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, select, update

from storage import audit
from storage.schema.staff import sessions
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Device:
    """One browser with a session; `name` is what it said of itself ("Firefox on Windows")."""

    token_hash: bytes
    name: str
    since: datetime
    seen_at: datetime


_OF_ACCOUNT = (sessions.c.clinic == bindparam("clinic"), sessions.c.account_id == bindparam("account_id"))
_ALL = (
    select(sessions.c.token_hash, sessions.c.device, sessions.c.created_at, sessions.c.seen_at)
    .where(*_OF_ACCOUNT, sessions.c.expires_at > bindparam("real_now"), sessions.c.seen_at > bindparam("awake_since"))
    .order_by(sessions.c.seen_at.desc(), sessions.c.token_hash)
)
_END = delete(sessions).where(*_OF_ACCOUNT, sessions.c.token_hash == bindparam("token_hash"))
_END_OTHERS = delete(sessions).where(*_OF_ACCOUNT, sessions.c.token_hash != bindparam("token_hash"))
_END_ALL = delete(sessions).where(*_OF_ACCOUNT)
_CONFIRM = (
    update(sessions)
    .where(sessions.c.clinic == bindparam("this_clinic"), sessions.c.token_hash == bindparam("this_hash"))
    .values(confirmed_at=bindparam("real_now"), seen_at=bindparam("real_now"))
)


def of_account(work: Work, account_id: str, real_now: datetime, awake_since: datetime) -> tuple[Device, ...]:
    """Those that are logged in, the last used first."""
    rows = work.rows(_ALL, account_id=account_id, real_now=real_now, awake_since=awake_since)
    return tuple(Device(bytes(row.token_hash), row.device or "", row.created_at, row.seen_at) for row in rows)


def end(work: Work, account_id: str, token_hash: bytes, *, actor: str) -> None:
    """Log this browser of theirs out."""
    work.rows(_END, account_id=account_id, token_hash=token_hash)
    _noted(work, account_id, actor)


def end_others(work: Work, account_id: str, but: bytes, *, actor: str) -> None:
    work.rows(_END_OTHERS, account_id=account_id, token_hash=but)
    _noted(work, account_id, actor)


def end_all(work: Work, account_id: str, *, actor: str) -> None:
    work.rows(_END_ALL, account_id=account_id)
    _noted(work, account_id, actor)


def confirm(work: Work, token_hash: bytes, real_now: datetime) -> None:
    """The password was typed again."""
    work.change(_CONFIRM, this_hash=token_hash, real_now=real_now)


def _noted(work: Work, account_id: str, actor: str) -> None:
    audit.write(work, actor, "user.logged_out", f"user:{account_id}")
