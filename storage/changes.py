"""What happened to visits lately, read from the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select

from storage.schema.audit import audit
from storage.work import Work

ACTIONS = ("appointment.booked", "appointment.moved", "appointment.cancelled", "appointment.confirmed")
# How far back in the log to look, whatever else was written meanwhile.
MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Change:
    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


_RECENT = (
    select(audit.c.id)
    .where(audit.c.clinic == bindparam("clinic"))
    .order_by(audit.c.id.desc())
    .limit(MOST_ROWS)
    .subquery("recent")
)
_LATELY = (
    select(audit.c.id, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.before, audit.c.after)
    .join(_RECENT, _RECENT.c.id == audit.c.id)
    .where(audit.c.clinic == bindparam("clinic"), audit.c.action.in_(ACTIONS), audit.c.at > bindparam("since"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("most"))
)
_OF_SUBJECT = (
    select(audit.c.id, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.before, audit.c.after)
    .where(audit.c.clinic == bindparam("clinic"), audit.c.subject == bindparam("subject"))
    .order_by(audit.c.id.desc())
    .limit(bindparam("most"))
)


def of_subject(work: Work, subject: str, most: int = 200) -> tuple[Change, ...]:
    """The latest rows about one thing (`appointment:ID`), the newest first."""
    return tuple(map(_change, work.rows(_OF_SUBJECT, subject=subject, most=most)))


def lately(work: Work, since: datetime, most: int) -> tuple[Change, ...]:
    """The latest changes of visits, the newest first."""
    return tuple(map(_change, work.rows(_LATELY, since=since, most=most)))


def _change(row: Any) -> Change:
    return Change(row.id, row.at, row.actor, row.action, row.subject, row.before or {}, row.after or {})
