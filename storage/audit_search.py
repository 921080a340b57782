"""The audit log read again: the newest first, by subject, actor, action and time."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from storage.schema import audit
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Wanted:
    """Empty or None asks for nothing. An action may be the beginning of one (`appointment.`); `until` is left out."""

    subject: str = ""
    actor: str = ""
    action: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    id: str
    at: datetime
    actor: str
    action: str
    subject: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any] | None


def find(work: Work, wanted: Wanted, limit: int, older_than: str = "") -> tuple[Entry, ...]:
    """At most `limit`; `older_than` is the id of the last one that was shown."""
    columns = (audit.c.id, audit.c.at, audit.c.actor, audit.c.action, audit.c.subject, audit.c.before, audit.c.after)
    statement = select(*columns).where(audit.c.clinic == work.clinic_id, *_conditions(wanted))
    if older_than:
        statement = statement.where(audit.c.id < older_than)
    rows = work.connection.execute(statement.order_by(audit.c.id.desc()).limit(limit))
    return tuple(Entry(**row._asdict()) for row in rows)


def _conditions(wanted: Wanted) -> list[Any]:
    asked = (
        (wanted.subject, audit.c.subject == wanted.subject),
        (wanted.actor, audit.c.actor == wanted.actor),
        (wanted.action, audit.c.action.startswith(wanted.action, autoescape=True)),
    )
    conditions = [condition for given, condition in asked if given]
    if wanted.since:
        conditions.append(audit.c.at >= wanted.since)
    if wanted.until:
        conditions.append(audit.c.at < wanted.until)
    return conditions
