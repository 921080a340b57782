"""What the operator sets is read once, and what is wrong is said in one sentence."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.settings import SettingsError, read

KEY = base64.urlsafe_b64encode(bytes(range(32))).decode()
PRODUCTION = {
    "FRONTDESK_ENV": "production",
    "DATABASE_URL": "postgresql://desk@db/frontdesk",
    "FRONTDESK_PUBLIC_URL": "https://desk.example.org/",
    "FRONTDESK_SECRET_KEY": "s3cret",
    "FRONTDESK_DATA_KEY": KEY,
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "token",
}


def test_production_with_everything_set() -> None:
    settings = read(PRODUCTION)
    assert not settings.development
    assert settings.public_url == "https://desk.example.org"
    assert settings.data_keys == (bytes(range(32)),)
    assert settings.database_url == "postgresql+psycopg://desk@db/frontdesk"
    assert not settings.texts_go_to_simulator


@pytest.mark.parametrize(
    "name",
    ["FRONTDESK_SECRET_KEY", "FRONTDESK_DATA_KEY", "FRONTDESK_PUBLIC_URL", "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"],
)
def test_production_refuses_to_start_without_a_secret_and_names_it(name: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read({**PRODUCTION, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("FRONTDESK_ENV", "prod"),
        ("DATABASE_URL", "mysql://x"),
        ("DATABASE_URL", "sqlite:///"),
        ("DATABASE_URL", "postgresql://desk@db/frontdesk?pgbouncer=maybe"),
        ("FRONTDESK_PUBLIC_URL", "http://desk.example.org"),
        ("FRONTDESK_PUBLIC_URL", "desk.example.org"),
        ("FRONTDESK_PUBLIC_URL", "https://desk.example.org:no"),
        ("FRONTDESK_DATA_KEY", "c2hvcnQ="),
        ("FRONTDESK_DATA_KEY", "%%%"),
        ("PORT", "web"),
        ("WEB_CONCURRENCY", "0"),
    ],
)
def test_a_wrong_value_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read({**PRODUCTION, name: value})


def test_several_keys_and_tokens_during_a_rotation() -> None:
    second = base64.urlsafe_b64encode(bytes(32)).decode().rstrip("=")
    settings = read({**PRODUCTION, "FRONTDESK_DATA_KEY": f"{KEY}, {second}", "TWILIO_AUTH_TOKEN": "new,old"})
    assert settings.data_keys == (bytes(range(32)), bytes(32))
    assert settings.twilio_auth_tokens == ("new", "old")


def test_development_makes_a_key_beside_the_database_and_keeps_it(tmp_path: Path) -> None:
    environ = {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db"}
    first, second = read(environ), read(environ)
    assert first == second
    assert (tmp_path / "desk.db.key").stat().st_mode & 0o077 == 0
    assert first.texts_go_to_simulator


def test_an_unwritable_folder_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="writable folder"):
        read({"DATABASE_URL": f"sqlite:///{tmp_path}/missing/desk.db"})


def test_the_clock_of_development_needs_an_offset_and_production_ignores_it(tmp_path: Path) -> None:
    development = {"DATABASE_URL": f"sqlite:///{tmp_path}/desk.db"}
    started = read({**development, "FRONTDESK_NOW": "2027-03-12T09:00:00-06:00"}).started_at
    assert started == datetime(2027, 3, 12, 15, tzinfo=UTC)
    for nonsense in ("2027-03-12T09:00:00", "tomorrow"):
        with pytest.raises(SettingsError, match="FRONTDESK_NOW"):
            read({**development, "FRONTDESK_NOW": nonsense})
    assert read({**PRODUCTION, "FRONTDESK_NOW": "2027-03-12T09:00:00-06:00"}).started_at is None
