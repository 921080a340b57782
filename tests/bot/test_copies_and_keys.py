"""`frontdesk backup`, `restore` and `rekey`, as an operator runs them."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from bot import processes, settings
from bot.clock import real_now
from bot.kept import Journal
from bot.thinking import InboundText
from storage.cipher import Keyring
from tests import office as offices
from tests.bot.test_cli import Command, frontdesk  # noqa: F401  # the fixture
from tests.office import ANA, Office

NEW_KEY = base64.urlsafe_b64encode(bytes(reversed(range(32)))).decode()
OLD_KEY = offices.variables("sqlite:///x.db")["FRONTDESK_DATA_KEY"]

OLD_NAME = Keyring((bytes(range(32)),)).key_names[0]

sqlite_only = pytest.mark.parametrize("database_kind", ["sqlite"])
postgres_only = pytest.mark.parametrize("database_kind", ["postgres"])


@pytest.fixture
def oak(office: Office, frontdesk: Command) -> Command:  # noqa: F811
    office.text(ANA, "when is my appointment?")
    return frontdesk


def exported(command: Command) -> str:
    return "".join(command("export", what).out for what in ("patients", "appointments", "messages", "audit"))


@sqlite_only
def test_a_copy_is_made_while_the_database_is_open_and_put_back(office: Office, oak: Command, tmp_path: Path) -> None:
    before = exported(oak)
    done = oak("backup", "copy.db")
    assert (done.code, "checked" in done.out, f"data key {OLD_NAME}" in done.out) == (0, True, True), done
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    office.text(ANA, "cancel my visit")
    assert exported(oak) != before
    done = oak("restore", "copy.db")
    assert done.code == 0, done
    assert exported(oak) == before
    [aside] = tmp_path.glob("frontdesk.db.before-*")
    assert f"kept as {aside}" in done.out


@sqlite_only
def test_a_copy_comes_to_an_empty_place(oak: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = exported(oak)
    oak("backup", "copy.db")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/elsewhere.db")
    assert oak("restore", "copy.db").code == 0
    assert exported(oak) == before


@sqlite_only
def test_nothing_is_written_over_and_nothing_half_done_stays(oak: Command, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("my letters")
    done = oak("backup", "copy.db")
    assert (done.code, "exists already" in done.err) == (2, True)
    assert (tmp_path / "copy.db").read_text() == "my letters"
    assert oak("backup", "no/such/folder/copy.db").code == 2
    assert list(tmp_path.glob("*.partial")) == []


@sqlite_only
def test_what_is_no_whole_copy_is_not_put_back(oak: Command, tmp_path: Path) -> None:
    before = exported(oak)
    oak("backup", "copy.db")
    whole = (tmp_path / "copy.db").read_bytes()
    middle = len(whole) // 2
    for bad in (b"my letters", b"", whole[:middle], whole[:middle] + os.urandom(8192) + whole[middle + 8192 :]):
        (tmp_path / "bad.db").write_bytes(bad)
        done = oak("restore", "bad.db")
        assert (done.code, "take another copy" in done.err) == (2, True), done
    assert oak("restore", "nowhere.db").err.startswith("There is no file nowhere.db")
    assert exported(oak) == before


@sqlite_only
def test_a_copy_under_a_key_that_is_not_set_is_not_put_back(oak: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    oak("backup", "copy.db")
    monkeypatch.setenv("FRONTDESK_DATA_KEY", NEW_KEY)
    done = oak("restore", "copy.db")
    assert (done.code, f"data key {OLD_NAME}" in done.err) == (2, True), done


@sqlite_only
def test_nothing_is_put_back_under_a_running_desk(oak: Command) -> None:
    oak("backup", "copy.db")
    with processes.at_work(settings.read().database_file):
        done = oak("restore", "copy.db")
    assert (done.code, "stop Frontdesk first" in done.err) == (2, True)


@postgres_only
def test_on_postgresql_the_command_is_told_without_the_password(
    oak: Command, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url.replace("://", "://me:secret@", 1).replace("@postgres@", "@"))
    for command, program in (("backup", "pg_dump "), ("restore", "pg_restore ")):
        done = oak(command, "my copy")
        assert (done.code, done.out.startswith(program), "'my copy'" in done.out) == (0, True, True)
        assert "secret" not in done.out + done.err


def test_a_new_key_takes_over_and_the_old_one_may_go(oak: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    before = exported(oak)
    monkeypatch.setenv("FRONTDESK_DATA_KEY", f"{NEW_KEY},{OLD_KEY}")
    done = oak("rekey")
    assert (done.code, f"{OLD_NAME} may go" in done.out) == (0, True), done
    monkeypatch.setenv("FRONTDESK_DATA_KEY", NEW_KEY)
    assert exported(oak) == before
    assert "Sealed 0 rows" in oak("rekey").out


def test_what_is_left_under_another_key_is_told(oak: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    Journal.of(settings.read()).append(InboundText("SM1", ANA, "+15125550100", "hello"), real_now(), tried=False)
    monkeypatch.setenv("FRONTDESK_DATA_KEY", f"{NEW_KEY},{OLD_KEY}")
    done = oak("rekey")
    assert (done.code, "wait in the journal: 1" in done.out, "keep all keys" in done.out) == (1, True, True), done
