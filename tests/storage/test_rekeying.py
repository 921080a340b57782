"""Another data key: everything is sealed anew, nothing is lost, and the audit log is not edited on the way."""

from __future__ import annotations

import pytest
from sqlalchemy import exc, select, text

from storage import audit, conversations, rekeying
from storage.cipher import Keyring, Unreadable
from storage.database import Database
from storage.schema import metadata
from tests.conftest import DATA_KEY
from tests.storage import rows

NEW_KEY = bytes(reversed(range(32)))
STRANGE_KEY = b"s" * 32


@pytest.fixture
def both(database_url, at_work):
    """The database as it is opened after the new key was set before the old one."""
    with at_work() as work:
        conversations.lock(work, "sms", "+15125550142", "en")
        for number in range(rekeying.BATCH + 7):
            audit.write(work, "staff:1", "case.claimed", f"case:{number}", None, {"number": number})
    opened = Database(database_url, Keyring((NEW_KEY, DATA_KEY)))
    yield opened
    opened.close()


def rekeyed(database: Database, *keys: bytes) -> int:
    return rekeying.rekey(database, Keyring(keys), lambda _: None)


def by_key(database: Database) -> dict[str, int]:
    with database.reading() as connection:
        return dict(rekeying.values_by_key(connection))


def everything(database: Database):
    with database.reading() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table, _ in rekeying.protected()}


def test_everything_is_sealed_under_the_first_key_and_reads_as_before(both, database, database_url):
    before = everything(database)
    assert rekeyed(both, NEW_KEY, DATA_KEY) > rekeying.BATCH
    assert list(by_key(both)) == list(Keyring((NEW_KEY,)).key_names)
    only_new = Database(database_url, Keyring((NEW_KEY,)))
    assert everything(only_new) == before
    only_new.close()
    with database.reading() as connection, pytest.raises(Unreadable):
        connection.execute(select(metadata.tables["audit"])).all()


def test_a_run_that_is_done_again_finds_nothing_to_do(both):
    rekeyed(both, NEW_KEY, DATA_KEY)
    assert rekeyed(both, NEW_KEY, DATA_KEY) == 0


def test_an_interrupted_run_goes_on_where_it_stood(both):
    class Interrupted(Exception):
        pass

    def stop(_: int) -> None:
        raise Interrupted

    keyring = Keyring((NEW_KEY, DATA_KEY))
    with pytest.raises(Interrupted):
        rekeying.rekey(both, keyring, stop)
    with both.reading() as connection:
        left = rekeying.rows_under_other_keys(connection, keyring)
    assert 0 < rekeyed(both, NEW_KEY, DATA_KEY) == left


def test_what_no_key_opens_stays_as_it_is_and_is_counted(both):
    assert rekeyed(both, STRANGE_KEY, NEW_KEY) == 0
    old = Keyring((DATA_KEY,)).key_names[0]
    assert set(by_key(both)) == {old}


def test_a_value_that_changes_meanwhile_keeps_its_change(both):
    talks = metadata.tables["conversations"]

    class SlowKeyring(Keyring):
        """While the first value is sealed anew, somebody else writes."""

        def encrypt(self, data: bytes, associated: str) -> bytes:
            if associated == "conversations.phone":
                with both.writing() as connection:
                    connection.execute(talks.update().values(session="changed meanwhile"))
            return super().encrypt(data, associated)

    rekeying.rekey(both, SlowKeyring((NEW_KEY, DATA_KEY)), lambda _: None)
    with both.reading() as connection:
        assert connection.execute(select(talks.c.session)).scalars().all() == ["changed meanwhile"]
        assert rekeying.rows_under_other_keys(connection, Keyring((NEW_KEY,))) == 1  # for the next run
    assert rekeyed(both, NEW_KEY, DATA_KEY) == 1


@pytest.mark.parametrize(
    "change",
    [
        "actor = 'nobody'",
        "actor = 'nobody', after = :resealed",
        "after = NULL",
        "after = :same_key",
        "after = :longer",
        "before = :resealed",
    ],
)
def test_the_audit_log_takes_nothing_but_the_same_value_under_another_key(at_work, keyring, change):
    with at_work() as work:
        audit.write(work, "staff:1", "case.claimed", "case:7", None, {"n": 1})
    other = Keyring((NEW_KEY,))
    values = {
        "resealed": other.encrypt(b'{"n":1}', "audit.after"),
        "same_key": keyring.encrypt(b'{"n":1}', "audit.after"),
        "longer": other.encrypt(b'{"n":1,"m":2}', "audit.after"),
    }
    used = {name: value for name, value in values.items() if f":{name}" in change}
    with pytest.raises(exc.DBAPIError, match="audit rows never change"), at_work() as work:
        work.connection.execute(text(f"UPDATE audit SET {change}"), used)
    with at_work() as work:
        assert rows.audited(work) == [("staff:1", "case.claimed", "case:7", None, {"n": 1})]
