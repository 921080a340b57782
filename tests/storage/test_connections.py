"""Connections are kept, and what PostgreSQL planned over empty tables is planned anew once they may have grown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, text

if TYPE_CHECKING:
    from storage.database import Database

ROWS = 20_000


def plan(connection: Connection) -> str:
    return "\n".join(connection.execute(text("EXPLAIN EXECUTE look ('7')")).scalars())


def test_a_connection_that_was_opened_over_an_empty_table_does_not_read_it_row_by_row_for_ever(
    database: Database,
) -> None:
    if database.is_sqlite:
        with database.reading() as first, database.reading() as second:
            assert first is not second
        return
    with database.reading() as connection:
        for statement in (
            "CREATE TABLE grows (id text, said text) WITH (autovacuum_enabled = false)",
            "CREATE INDEX ix_grows ON grows (id)",
            "ANALYZE grows",  # none
            "SET plan_cache_mode = force_generic_plan",
            "SET enable_bitmapscan = off",
            "PREPARE look (text) AS SELECT said FROM grows WHERE id = $1",
        ):
            connection.execute(text(statement))
        assert "Seq Scan" in plan(connection)
        connection.execute(text(f"INSERT INTO grows SELECT n, repeat('x', 200) FROM generate_series(1, {ROWS}) AS n"))
        assert "Seq Scan" in plan(connection)
        kept = connection

    for _ in range(100):
        with database.reading() as connection:
            assert connection is kept

    with database.reading() as connection:
        assert "Index Scan" in plan(connection)
