"""Statements of the hot path, written by SQLAlchemy once and handed to the driver as they are from then on.

SQLAlchemy compiles the statement for the database, and its types still turn values into columns and back; what is left
out is the work that it does again at every execution, which costs more than the statement itself. A statement whose
text depends on its values (a list of unknown length) goes SQLAlchemy's own way. Values are given to PostgreSQL by their
numbers: the driver then need not look for their names in the text again.
"""

from __future__ import annotations

import re
from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from psycopg import RawCursor
from sqlalchemy import Connection, Dialect, exc
from sqlalchemy.sql import ClauseElement

MOST_KNOWN = 500
MOST_IN_A_LIST = 12
_NAMED = re.compile(r"%\((\w+)\)s|%%")

Processor = Callable[[Any], Any] | None
Ways = Sequence[tuple[int, Callable[[Any], Any]]]
Shape = tuple[Callable[[Sequence[Any]], Any], Ways]


class Rows:
    """What came of a statement: as much of SQLAlchemy's result as repositories ask for."""

    __slots__ = ("_found", "rowcount")

    def __init__(self, found: list[Any], rowcount: int) -> None:
        self._found = found
        self.rowcount = rowcount

    def __iter__(self) -> Iterator[Any]:
        return iter(self._found)

    def all(self) -> list[Any]:
        return self._found

    def first(self) -> Any:
        return self._found[0] if self._found else None

    def one_or_none(self) -> Any:
        if len(self._found) > 1:
            raise exc.MultipleResultsFound("more than one row")
        return self.first()

    def one(self) -> Any:
        if not self._found:
            raise exc.NoResultFound("no row")
        return self.one_or_none()

    def scalar(self) -> Any:
        return self._found[0][0] if self._found else None

    def scalar_one(self) -> Any:
        return self.one()[0]

    def scalars(self) -> Iterator[Any]:
        return iter([row[0] for row in self._found])


class Prepared:
    """One statement for one dialect and lists of certain lengths, with the ways of its values in and out."""

    def __init__(self, written: Any, names: Sequence[str], values: Mapping[str, Any], dialect: Dialect) -> None:
        given = written.construct_params(values)
        self._text, order, ways = written.string, written.positiontup, dict(written._bind_processors)
        lists: Mapping[str, Sequence[str]] = {}
        if written.post_compile_params:
            expanded = written._process_parameters_for_postcompile(given)
            self._text, order, lists = expanded.statement, expanded.positiontup, expanded.parameter_expansion
            given, ways = {**given, **expanded.additional_parameters}, {**ways, **expanded.processors}
        self._lists = [(name, lists[name]) for name in names if name in lists]
        asked = {*names, *(member for _, members in self._lists for member in members)}
        fixed = {name: _put(ways.get(name), value) for name, value in given.items() if name not in asked}
        self._numbers = order is None
        if order is None:
            self._text, order = numbered(self._text)
        self._template = [fixed.get(name) for name in order]
        self._places = [(at, name, ways.get(name)) for at, name in enumerate(order) if name in asked]
        self._columns = written._result_columns
        # What the driver tells of the columns is the same each time, and dear to ask for.
        self._returns_rows: bool | None = None
        self._shape: Shape | None = None
        self._dialect = dialect

    def execute(self, connection: Connection, values: Mapping[str, Any]) -> Rows:
        """Execute it within the connection's transaction."""
        if self._lists:
            values = {**values, **dict(_members(self._lists, values))}
        put = self._template.copy()
        for at, name, way in self._places:
            put[at] = values[name] if way is None else way(values[name])
        pooled = connection.connection
        driver: Any = pooled.driver_connection
        cursor: Any = RawCursor(driver) if self._numbers else pooled.cursor()
        try:
            cursor.execute(self._text, put)
            if self._returns_rows is None:
                self._returns_rows = cursor.description is not None
            found = cursor.fetchall() if self._returns_rows else ()
        except Exception as error:  # SQLAlchemy gives it its own name, and knows a lost connection when it sees one
            connection._handle_dbapi_exception(error, self._text, None, cursor, None)
            raise
        rows = Rows(self._told(found, cursor) if found else [], cursor.rowcount)
        cursor.close()
        return rows

    def _told(self, found: Sequence[Any], cursor: Any) -> list[Any]:
        if self._shape is None:
            self._shape = self._look_at(cursor.description)  # at once: other threads may be here too
        make, ways = self._shape
        return [make(_got(list(row), ways)) for row in found] if ways else [make(row) for row in found]

    def _look_at(self, description: Sequence[Sequence[Any]]) -> Shape:
        """The names and the ways out of the columns, once the driver has told their types."""
        ways = [
            (place, way)
            for place, (column, told) in enumerate(zip(self._columns, description, strict=True))
            if (way := column.type._cached_result_processor(self._dialect, told[1])) is not None
        ]
        return _row_of([column.keyname for column in self._columns])._make, ways


def straight(connection: Connection, statement: str) -> None:
    """Execute a statement that has no values and no rows."""
    try:
        connection.connection.cursor().execute(statement)
    except Exception as error:
        connection._handle_dbapi_exception(error, statement, None, None, None)
        raise


def numbered(text: str) -> tuple[str, list[str]]:
    """A statement with its named values by number, as PostgreSQL itself counts them, and the names in that order."""
    numbers: dict[str, int] = {}

    def place(found: re.Match[str]) -> str:
        name = found[1]
        return f"${numbers.setdefault(name, len(numbers) + 1)}" if name else "%"

    return _NAMED.sub(place, text), list(numbers)


def _members(lists: Sequence[tuple[str, Sequence[str]]], values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values of lists, one by one under the names that they have in the statement."""
    for name, members in lists:
        yield from zip(members, values[name], strict=True)


def _got(row: list[Any], ways: Ways) -> list[Any]:
    for place, way in ways:
        row[place] = way(row[place])
    return row


def _row_of(names: Sequence[str]) -> Any:
    return namedtuple("Row", names, rename=True)  # noqa: PYI024  # names known only now


def _put(way: Processor, value: Any) -> Any:
    return value if way is None or value is None else way(value)


class Statements:
    """The prepared statements of one engine, by statement, the names of its values and the lengths of its lists."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._known: dict[Any, Any] = {}

    def execute(self, connection: Connection, statement: ClauseElement, values: Mapping[str, Any]) -> Any:
        """The statement's rows, by the quick way where there is one."""
        key: Any = (statement, *values)
        prepared = self._known.get(key)
        if prepared is None:
            prepared = self._remember(key, self._way(statement, values))
        if type(prepared) is tuple:  # the names of lists: each length has a text of its own
            lengths = tuple([len(values[name]) for name in prepared])
            if not 0 < max(lengths) <= MOST_IN_A_LIST or not min(lengths):
                return connection.execute(statement, values)  # type: ignore[call-overload]
            prepared = self._known.get((key, lengths))
            if prepared is None:
                written: Any = statement.compile(dialect=self._dialect, column_keys=list(values))
                prepared = self._remember((key, lengths), Prepared(written, list(values), values, self._dialect))
        return prepared.execute(connection, values)

    @staticmethod
    def of(connection: Connection) -> Statements:
        """Those of the engine that a connection comes from; `Database` put them there."""
        statements: Statements = connection.dialect.statements  # type: ignore[attr-defined]
        return statements

    def _way(self, statement: ClauseElement, values: Mapping[str, Any]) -> Prepared | tuple[str, ...]:
        written: Any = statement.compile(dialect=self._dialect, column_keys=list(values))
        lists = {bind.key for bind in written.post_compile_params}.intersection(values)
        return tuple(sorted(lists)) if lists else Prepared(written, list(values), values, self._dialect)

    def _remember(self, key: Any, way: Any) -> Any:
        if len(self._known) >= MOST_KNOWN:  # statements that are made anew each time are not worth remembering
            self._known.clear()
        self._known[key] = way
        return way
