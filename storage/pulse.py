"""Whether anything of a clinic's conversations or cases has changed: a short mark that changes with them.

Looked at every moment by open consoles, so it reads a handful of index entries and nothing protected.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, func, select

from storage.schema.talks import cases, conversations, notes
from storage.work import Work

MOST = 20

# Of the latest ones also the version: turns may commit in another order than that of their instants.
_LATEST = (
    select(conversations.c.id, conversations.c.version, conversations.c.last_at)
    .where(conversations.c.clinic == bindparam("clinic"))
    .order_by(conversations.c.last_at.desc())
    .limit(MOST)
)
_UNRESOLVED = (
    select(
        cases.c.state,
        func.count(),
        func.max(cases.c.id),
        func.max(cases.c.claimed_at),
        func.max(cases.c.risen_at),
    )
    .where(cases.c.clinic == bindparam("clinic"), cases.c.state.in_(("open", "claimed")))
    .group_by(cases.c.state)
    .order_by(cases.c.state)
)
_LAST_NOTE = select(func.max(notes.c.id)).where(notes.c.clinic == bindparam("clinic"))


def mark(work: Work) -> tuple[Any, ...]:
    """The same value as before, unless somebody said or did something."""
    return tuple(tuple(row) for statement in (_LATEST, _UNRESOLVED, _LAST_NOTE) for row in work.rows(statement))
