"""What holds for every transaction: all or nothing, in turn, never beyond the deadline."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, exc, insert, inspect, select, text

from storage import messages, migrations
from storage.database import Database, DatabaseUnavailable, deadline, seconds_left
from storage.schema import clinics, metadata, suppressions
from tests import builders
from tests.builders import NOW
from tests.storage import rows

ROW = {"clinic": "oak", "phone_hash": b"1", "kind": "opt_out", "source": "a", "at": NOW}
CANARY = "xanthic-canary"


def count(database: Database) -> int:
    with database.reading() as connection:
        return len(connection.execute(select(suppressions)).all())


def test_a_block_that_ends_well_is_kept(database):
    with database.writing() as connection:
        connection.execute(insert(suppressions), ROW)
        assert count(database) == 0
    assert count(database) == 1


def test_a_block_that_fails_leaves_nothing_and_the_error_comes_out(database):
    def fail(connection: Connection) -> None:
        connection.execute(insert(suppressions), ROW)
        raise ArithmeticError

    with pytest.raises(ArithmeticError):
        database.run(fail)
    assert count(database) == 0


def test_a_step_gives_its_value_or_its_error(database):
    assert database.run(lambda connection: connection.execute(insert(suppressions), ROW).rowcount is not None)
    assert count(database) == 1
    with pytest.raises(exc.IntegrityError):
        database.run(lambda connection: connection.execute(insert(suppressions), ROW))


def test_writers_wait_for_each_other_and_none_is_lost(database):
    """Each reads, then writes one more: were two at it at the same time, one count would be lost."""
    with database.writing() as connection:
        connection.execute(insert(suppressions), ROW | {"source": "0"})
    together = threading.Barrier(4)

    def one_more() -> None:
        together.wait()
        for _ in range(10):
            with database.writing() as connection:
                known = connection.execute(select(suppressions.c.source).with_for_update()).scalar_one()
                connection.execute(text("UPDATE suppressions SET source = :s"), {"s": str(int(known) + 1)})

    threads = [threading.Thread(target=one_more) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as connection:
        assert connection.execute(select(suppressions.c.source)).scalar_one() == "40"


def test_readers_do_not_wait_for_a_writer(database):
    with database.writing() as connection:
        connection.execute(insert(suppressions), ROW)
        with deadline(0.0):
            assert count(database) == 0


def test_beyond_its_deadline_nobody_waits_for_the_writer(database, database_kind, database_url, keyring):
    """On PostgreSQL writers only wait for the same rows, and there the server ends the waiting."""
    with database.writing() as connection:
        connection.execute(insert(suppressions), ROW)
    locking = select(suppressions).with_for_update()

    def look(connection: Connection) -> None:
        if database_kind == "postgres":
            connection.execute(text("SET LOCAL lock_timeout = '10ms'"))
        connection.execute(locking)

    another_process = Database(database_url, keyring)
    with another_process.writing() as holder:
        holder.execute(locking)
        with deadline(0.01), pytest.raises(DatabaseUnavailable, match=r"another process|lock timeout"):
            database.run(look)
    another_process.close()
    database.run(look)


def test_a_deadline_counts_down_and_ends_with_its_block():
    usual = seconds_left()
    with deadline(1.0):
        assert 0.0 < seconds_left() <= 1.0
        with deadline(0.0):
            assert seconds_left() == 0.0
        assert seconds_left() > 0.0
    assert seconds_left() == usual


def test_a_database_that_is_not_there_is_said_to_be_unavailable(tmp_path, keyring):
    for url in (f"sqlite:///{tmp_path}/nowhere/frontdesk.db", "postgresql+psycopg://nobody@127.0.0.1:9/nothing"):
        gone = Database(url, keyring)
        with pytest.raises(DatabaseUnavailable, match="cannot be"):
            gone.probe()
        gone.close()


def test_a_full_or_broken_file_is_said_to_be_unavailable(tmp_path, keyring):
    file = tmp_path / "frontdesk.db"
    file.write_bytes(b"this is no database" * 1000)
    broken = Database(f"sqlite:///{file}", keyring)
    with pytest.raises(DatabaseUnavailable, match=r"frontdesk\.db cannot be used"), broken.reading() as connection:
        connection.execute(select(clinics))
    broken.close()


@pytest.mark.parametrize("database_kind", ["postgres"])
def test_a_server_that_only_follows_is_said_to_be_unavailable(database):
    def write(connection: Connection) -> None:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(insert(suppressions), ROW)

    with pytest.raises(DatabaseUnavailable, match="read-only"):
        database.run(write)


@pytest.mark.parametrize("database_kind", ["postgres"])
def test_behind_pgbouncer_nothing_is_prepared_and_nothing_asked_for_at_the_start(database, database_url, keyring):
    pooled = Database(f"{database_url}{'&' if '?' in database_url else '?'}pgbouncer=true", keyring)
    with pooled.reading() as connection:
        assert connection.connection.dbapi_connection.prepare_threshold is None
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "0"
    pooled.close()
    with database.reading() as connection:
        assert connection.execute(text("SHOW statement_timeout")).scalar() == "7500ms"


def test_a_row_must_belong_to_somebody(at_work):
    with pytest.raises(exc.IntegrityError), at_work() as work:
        messages.add(work, [rows.text(work, rows.talk(work), conversation_id="nothing")])


def test_a_row_must_belong_to_the_same_clinic(at_work):
    with at_work() as work:
        talk = rows.talk(work)
    row = {"clinic": "elm", "sid": "SM1", "conversation_id": talk.id, "at": NOW}
    with pytest.raises(exc.IntegrityError), at_work() as work:
        work.connection.execute(insert(metadata.tables["turns"]), row)


def test_sqlite_keeps_what_is_committed_through_a_power_cut(database, database_kind):
    if database_kind == "postgres":
        names = {"synchronous_commit": "on", "fsync": None}
        with database.reading() as connection:
            shown = {name: connection.execute(text(f"SHOW {name}")).scalar() for name in names}
        assert shown["synchronous_commit"] == "on"
        return
    with database.reading() as connection:
        pragmas = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_the_migrated_schema_is_what_the_tables_say(database):
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, metadata) == []
        assert _checks(connection) == {
            (table.name, constraint.name)
            for table in metadata.tables.values()
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }


def _checks(connection) -> set[tuple[str, str]]:
    """Alembic does not compare these."""
    seen = inspect(connection)
    return {(table, check["name"]) for table in metadata.tables for check in seen.get_check_constraints(table)}


def test_migrating_again_changes_nothing(database):
    assert database.schema_is_current()
    migrations.migrate(database)
    assert database.schema_is_current()


def test_an_empty_database_is_not_current(tmp_path, keyring):
    empty = Database(f"sqlite:///{tmp_path}/frontdesk.db", keyring)
    assert not empty.schema_is_current()
    migrations.migrate(empty)
    assert empty.schema_is_current()
    empty.close()


def test_an_instant_without_a_zone_is_refused(database):
    with pytest.raises(exc.StatementError, match="an instant must be aware"), database.writing() as connection:
        connection.execute(insert(suppressions), ROW | {"at": NOW.replace(tzinfo=None)})


def test_an_instant_of_any_zone_comes_back_in_utc(database):
    there = datetime(2027, 3, 14, 3, 30, 0, 123456, tzinfo=builders.ZONE)
    with database.writing() as connection:
        connection.execute(insert(suppressions), ROW | {"at": there})
    with database.reading() as connection:
        back = connection.execute(select(suppressions.c.at)).scalar_one()
    assert back == there
    assert back.utcoffset() == timedelta()


def test_one_number_has_another_hash_in_each_clinic_and_for_each_purpose(at_work, database, new_id):
    with at_work() as work:
        assert work.hashed("phone", builders.phone(1)) == work.hashed("phone", builders.phone(1))
        assert work.hashed("phone", builders.phone(1)) != work.hashed("identity", builders.phone(1))
        assert builders.phone(1).encode() not in work.hashed("phone", builders.phone(1))
    with database.reading() as connection, pytest.raises(LookupError, match='There is no clinic "elm"'):
        database.work(connection, "elm", NOW, new_id)
