"""Seal every protected value anew under the first data key, in short transactions, while the desk is open.

What is done already is passed over, so that an interrupted run goes on where it stood. A value that changes meanwhile
is left to whoever changed it and looked at again; a value whose key is not set stays as it is, and is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import Column, Connection, LargeBinary, Table, and_, bindparam, func, or_, select, type_coerce, update
from sqlalchemy import tuple_ as row_of

from storage.cipher import HEAD_BYTES, Keyring, Unreadable, key_name
from storage.database import Database
from storage.schema import metadata

BATCH = 500

Row: TypeAlias = Mapping[str, Any]


def rekey(database: Database, keyring: Keyring, done: Callable[[int], None]) -> int:
    """Seal anew all that is under another key and can be read; how many rows that were."""
    sealed = 0
    for table, columns in protected():
        for batch in _batches(database, keyring, table, columns):
            anew = [new for row in batch if (new := _sealed_anew(row, columns, keyring))]
            if anew:
                database.run(partial(_write, statement=_replace(table, columns), rows=anew))
            sealed += len(anew)
            done(len(batch))
    return sealed


def rows_under_other_keys(connection: Connection, keyring: Keyring) -> int:
    """How many rows hold a value that is not under the first key."""
    counted = (
        select(func.count()).select_from(table).where(_under_another(columns, keyring))
        for table, columns in protected()
    )
    return sum(connection.execute(statement).scalar_one() for statement in counted)


def values_by_key(connection: Connection) -> Counter[str]:
    """How many values are sealed under each key, by its name."""
    found: Counter[str] = Counter()
    for _, columns in protected():
        for column in columns:
            head = func.substr(_raw(column), 1, HEAD_BYTES)
            for sealed, number in connection.execute(
                select(head, func.count()).where(head.is_not(None)).group_by(head)
            ):
                found[key_name(bytes(sealed))] += number
    return found


def protected() -> Iterator[tuple[Table, list[Column[Any]]]]:
    """The tables with protected columns, and these."""
    for table in metadata.sorted_tables:
        if columns := [column for column in table.columns if hasattr(column.type, "place")]:
            yield table, columns


def _batches(database: Database, keyring: Keyring, table: Table, columns: list[Column[Any]]) -> Iterator[list[Row]]:
    """The rows under another key, by their keys; none twice."""
    keys = list(table.primary_key.columns)
    wanted = (
        select(*keys, *(_raw(column).label(_old(column)) for column in columns))
        .where(_under_another(columns, keyring))
        .order_by(*keys)
        .limit(BATCH)
    )
    statement = wanted
    while True:
        with database.reading() as connection:
            batch: list[Row] = [dict(row._mapping) for row in connection.execute(statement)]
        if not batch:
            return
        yield batch
        statement = wanted.where(row_of(*keys) > row_of(*(batch[-1][key.name] for key in keys)))


def _sealed_anew(row: Row, columns: list[Column[Any]], keyring: Keyring) -> Row | None:
    """What the row is replaced with, or None where it cannot be read."""
    try:
        anew = {_new(column): _anew(row[_old(column)], column, keyring) for column in columns}
    except Unreadable:
        return None
    return {_key(name) if not name.startswith("old_") else name: value for name, value in row.items()} | anew


def _anew(sealed: Any, column: Column[Any], keyring: Keyring) -> bytes | None:
    if sealed is None:
        return None
    value, place = bytes(sealed), column.type.place  # type: ignore[attr-defined]
    if value.startswith(keyring.head):
        return value
    return keyring.encrypt(keyring.decrypt(value, place), place)


def _replace(table: Table, columns: list[Column[Any]]) -> Any:
    """Only where nobody has changed the row since it was read."""
    same_row = [key == bindparam(_key(key.name), type_=key.type) for key in table.primary_key.columns]
    unchanged = [_raw(column).is_not_distinct_from(bindparam(_old(column), type_=LargeBinary)) for column in columns]
    new = {column: bindparam(_new(column), type_=LargeBinary) for column in columns}
    return update(table).where(and_(*same_row, *unchanged)).values(new)


def _write(connection: Connection, statement: Any, rows: list[Row]) -> None:
    connection.execute(statement, rows)


def _under_another(columns: list[Column[Any]], keyring: Keyring) -> Any:
    return or_(*(func.substr(_raw(column), 1, HEAD_BYTES) != keyring.head for column in columns))


def _raw(column: Column[Any]) -> Any:
    return type_coerce(column, LargeBinary)


def _old(column: Column[Any]) -> str:
    return f"old_{column.name}"


def _new(column: Column[Any]) -> str:
    return f"new_{column.name}"


def _key(name: str) -> str:
    return f"key_{name}"
