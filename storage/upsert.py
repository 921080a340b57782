"""INSERT where the row may be there already: the one statement that SQLite and PostgreSQL spell with different classes.

Each is built once for a table and a dialect's name (`work.connection.dialect.name`); the row's columns are its
parameters. `rowcount` says how many rows were written.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def inserted(connection: Connection, table: Table, row: Mapping[str, Any]) -> bool:
    """Insert a row unless one with its key is there; whether it was not."""
    return connection.execute(insert_ignore(table, connection.dialect.name), row).rowcount == 1


@lru_cache(maxsize=64)
def insert_ignore(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    """Leave a row that is there as it is. On PostgreSQL it waits for whoever is just inserting the same key."""
    return _insert(table, dialect).on_conflict_do_nothing()


@lru_cache(maxsize=64)
def upsert(table: Table, dialect: str, *columns: str) -> sqlite.Insert | postgresql.Insert:
    """Where the primary key is there already, set these columns to the new values."""
    insert = _insert(table, dialect)
    return insert.on_conflict_do_update(
        index_elements=list(table.primary_key.columns), set_={name: insert.excluded[name] for name in columns}
    )


def _insert(table: Table, dialect: str) -> sqlite.Insert | postgresql.Insert:
    insert = postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
    # Without it `rowcount` is -1 on PostgreSQL.
    return insert.execution_options(preserve_rowcount=True)
