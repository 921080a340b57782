"""What holds for every transaction: all or nothing, one writer at a time, never beyond the deadline, unreadable at rest."""

from __future__ import annotations

import sqlite3
import threading
from datetime import date, datetime, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import LargeBinary, exc, insert, inspect, select, text

from scheduler.model import Patient
from storage import audit, cases, conversations, messages, migrations, patients, turns
from storage.cipher import Keyring, Unreadable
from storage.database import Database, DatabaseUnavailable, deadline, seconds_left
from storage.schema import clinics, idempotency_keys, metadata, suppressions, tokens
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
    with pytest.raises(ArithmeticError), database.writing() as connection:
        connection.execute(insert(suppressions), ROW)
        raise ArithmeticError
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
    if database_kind == "postgres":
        return _nobody_waits_for_a_row(database)
    another_process = Database(database_url, keyring)
    with another_process.writing(), pytest.raises(DatabaseUnavailable, match="another process holds its write lock"):
        with deadline(0.01), database.writing():
            pass
    another_process.close()
    return _is_usable(database)


def _nobody_waits_for_a_row(database: Database) -> None:
    with database.writing() as connection:
        connection.execute(insert(suppressions), ROW)
    with database.writing() as holder:
        holder.execute(select(suppressions).with_for_update())
        with pytest.raises(DatabaseUnavailable), database.writing() as connection:
            connection.execute(text("SET LOCAL lock_timeout = '10ms'"))
            connection.execute(select(suppressions).with_for_update())
    database.probe()


def _is_usable(database: Database) -> None:
    database.probe()


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


def test_a_row_must_belong_to_somebody(at_work):
    with pytest.raises(exc.IntegrityError), at_work() as work:
        messages.add(work, [rows.text(work, rows.talk(work), conversation_id="nothing")])


def test_a_row_must_belong_to_the_same_clinic(at_work):
    with at_work() as work:
        talk = rows.talk(work)
    with pytest.raises(exc.IntegrityError), at_work() as work:
        row = {"clinic": "elm", "sid": "SM1", "conversation_id": talk.id, "at": NOW}
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
            if constraint.__visit_name__ == "check_constraint"
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


@pytest.fixture
def canaries(at_work):
    """One row in each table that knows anything about patients, with a canary in each field that must not be read."""
    with at_work() as work:
        born = date(1901, 2, 3)
        ana = Patient(
            id=work.new_id(),
            external_id="p1",
            first_name=f"First {CANARY}",
            last_name=f"Last {CANARY}",
            date_of_birth=born,
            phone=builders.phone(42),
            language="en",
            email=f"{CANARY}@patients.example",
        )
        patients.add(work, ana)
        talk = conversations.lock(work, "sms", ana.phone, "en")
        conversations.save(work, talk, f'{{"name": "{CANARY}"}}', "en")
        messages.add(work, [rows.text(work, talk, f"My name is {CANARY}", sid="SM1")])
        turns.claim(work, "SM1")
        turns.keep(work, "SM1", talk.id, f"<Message>{CANARY}</Message>", {"reply": CANARY})
        case = cases.open_case(
            work,
            conversation_id=talk.id,
            reason="billing",
            priority="normal",
            summary=f"Asks {CANARY}",
            patient_id=ana.id,
            actor="worker",
        )
        cases.claim(work, case.id, "staff:7", f"{CANARY}@oak.example")
        cases.resolve(work, case.id, "staff:7", f"Told {CANARY}")
        audit.write(work, "staff:7", "patient.updated", "patient:1", {"phone": ana.phone}, {"name": CANARY})
        _api_answer(work)
        return work.hash_key


def _api_answer(work) -> None:
    token = {"clinic": work.clinic_id, "id": work.new_id(), "name": "t", "role": "admin", "created_at": NOW}
    work.connection.execute(insert(tokens), token | {"token_hash": b"1"})
    row = {"clinic": work.clinic_id, "token_id": token["id"], "key_hash": b"1", "fingerprint": b"2", "status": 200}
    work.connection.execute(insert(idempotency_keys), row | {"answer": f"Told {CANARY}", "at": NOW})


def test_nothing_about_a_patient_can_be_read_at_rest(database, database_kind, database_url, canaries):
    seen = _bytes_at_rest(database, database_kind, database_url)
    assert b"conversation" in seen  # what may be read is read, so that the search looks in the right place
    for secret in (CANARY, builders.phone(42), builders.phone(42)[2:], "1901-02-03"):
        assert secret.encode() not in seen
    assert canaries not in seen


def _bytes_at_rest(database: Database, kind: str, url: str) -> bytes:
    """SQLite: the file, its log and a dump. PostgreSQL: every value of every table, as the server keeps it."""
    if kind == "sqlite":
        file = url.removeprefix("sqlite:///")
        parts = [open(file + suffix, "rb").read() for suffix in ("", "-wal")]  # noqa: PTH123, SIM115
        dump = sqlite3.connect(file)
        parts.append("\n".join(dump.iterdump()).encode())
        hexed = "".join(line for line in dump.iterdump() if "X'" in line)
        dump.close()
        return b"".join([*parts, _unhexed(hexed)])
    with database.reading() as connection:
        values = [
            value
            for table in metadata.tables
            for row in connection.execute(text(f"SELECT * FROM {table}"))
            for value in row
        ]
    return b"\n".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode() for value in values
    )


def _unhexed(dump: str) -> bytes:
    import re

    return b"\n".join(bytes.fromhex(found) for found in re.findall(r"X'([0-9A-Fa-f]*)'", dump))


def test_every_protected_column_was_tried(database, canaries):
    """A column that is added later must get its canary too."""
    empty = []
    with database.reading() as connection:
        for table in metadata.tables.values():
            for column in table.columns:
                if getattr(column.type, "place", "") and table.name != "accounts":
                    raw = connection.execute(select(text(f'"{column.name}"')).select_from(table)).scalars().all()
                    if not any(raw):
                        empty.append(f"{table.name}.{column.name}")
    assert empty == []


def test_a_protected_column_is_sealed_for_its_own_place():
    for table in metadata.tables.values():
        for column in table.columns:
            if place := getattr(column.type, "place", ""):
                assert place == f"{table.name}.{column.name}"
                assert isinstance(column.type.impl, LargeBinary)


def test_without_the_data_key_nothing_can_be_read(database_url, canaries):
    thief = Database(database_url, Keyring((b"x" * 32,)))
    with thief.reading() as connection, pytest.raises(Unreadable):
        connection.execute(select(metadata.tables["patients"])).all()
    thief.close()
