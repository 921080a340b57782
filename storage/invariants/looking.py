"""What a check looks at: one clinic's rows, counted as they are read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, and_, bindparam, select

from scheduler.clinic import Clinic
from storage.work import Work


class Look:
    """One clinic under examination."""

    def __init__(self, work: Work, clinic: Clinic) -> None:
        self.work = work
        self.clinic = clinic
        self.rows = 0

    def at(self, statement: Any, **values: Any) -> Sequence[Any]:
        """The rows of a statement whose parameter `clinic` is this clinic."""
        found: Sequence[Any] = self.work.rows(statement, **values).all()
        self.rows += len(found)
        return found


def own(table: Table, *columns: str) -> Any:
    """These columns of all the clinic's rows, in the order of their keys."""
    chosen = [table.c[name] for name in columns] if columns else [table]
    return select(*chosen).where(table.c.clinic == bindparam("clinic")).order_by(*table.primary_key.columns)


def of(table: Table, other: Any, column: str) -> Any:
    """The other table's row that `column` refers to."""
    return and_(other.c.clinic == table.c.clinic, other.c.id == table.c[column])
