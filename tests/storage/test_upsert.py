"""Whether a row was there already must be known for certain on both databases: the claim of a text hangs on it."""

from __future__ import annotations

from sqlalchemy import select

from storage.schema import suppressions
from storage.upsert import insert_ignore, inserted, upsert
from tests.builders import NOW

ROW = {"clinic": "oak", "phone_hash": b"1", "kind": "opt_out", "source": "a", "at": NOW}
ANOTHER = ROW | {"kind": "provider_block", "source": "b"}


def rows(connection) -> list[tuple[str, str]]:
    return [tuple(row) for row in connection.execute(select(suppressions.c.kind, suppressions.c.source))]


def test_the_first_row_stays_and_the_second_is_known_to_be_no_news(database):
    with database.writing() as connection:
        assert inserted(connection, suppressions, ROW) is True
        assert inserted(connection, suppressions, ANOTHER) is False
        assert rows(connection) == [("opt_out", "a")]


def test_of_many_rows_the_new_ones_are_counted(database):
    with database.writing() as connection:
        inserted(connection, suppressions, ROW)
        many = [ROW, ROW | {"phone_hash": b"2"}, ROW | {"phone_hash": b"3"}]
        assert connection.execute(insert_ignore(suppressions, connection.dialect.name), many).rowcount == 2


def test_only_the_named_columns_take_the_new_values(database):
    with database.writing() as connection:
        inserted(connection, suppressions, ROW)
        connection.execute(upsert(suppressions, connection.dialect.name, "kind"), ANOTHER)
        assert rows(connection) == [("provider_block", "a")]
        connection.execute(upsert(suppressions, connection.dialect.name, "kind"), ANOTHER | {"phone_hash": b"2"})
        assert sorted(rows(connection)) == [("provider_block", "a"), ("provider_block", "b")]
