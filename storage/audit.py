"""What was done, by whom, to what: rows are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import insert

from storage.schema import audit
from storage.work import Work

_INSERT = insert(audit)


def write(
    work: Work,
    actor: str,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Add a row: `actor` (`staff:ID`) did `action` (`case.claimed`) to `subject` (`case:ID`)."""
    work.rows(
        _INSERT,
        id=work.new_id(),
        at=work.now,
        actor=actor,
        action=action,
        subject=subject,
        before=None if before is None else dict(before),
        after=None if after is None else dict(after),
    )
