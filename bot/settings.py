"""What the operator set, read once. The only place that looks at the environment.

A `.env` file in the working directory counts too; the real environment wins over it.
Whatever is missing or makes no sense becomes one plain sentence (`SettingsError`).
"""

from __future__ import annotations

import base64
import binascii
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from dotenv import dotenv_values

SQLITE_PREFIX = "sqlite:///"
DATA_KEY_BYTES = 32

# Told by a parent to its children, not set by operators; the last name is the counting library's own.
SUPERVISOR = "FRONTDESK_SUPERVISOR_PID"
LISTENING = "FRONTDESK_LISTENING_DESCRIPTOR"
COUNTS = "PROMETHEUS_MULTIPROC_DIR"


class SettingsError(Exception):
    """The environment does not allow a start; the message says what to set."""


@dataclass(frozen=True, slots=True)
class Settings:
    """The environment of contract section 3, parsed."""

    env: str
    database_url: str
    public_url: str
    secret_key: str
    data_keys: tuple[bytes, ...]
    twilio_account_sid: str = ""
    twilio_auth_tokens: tuple[str, ...] = ()
    messaging_service_sid: str = ""
    twilio_api_url: str = ""
    clinic_file: str = ""
    started_at: datetime | None = None
    metrics_token: str = ""
    heartbeat_url: str = ""
    port: int = 8000
    web_concurrency: int = 2

    @property
    def development(self) -> bool:
        return self.env == "development"

    @property
    def texts_go_to_simulator(self) -> bool:
        """In development without credentials nothing leaves the machine."""
        return self.development and not self.twilio_auth_tokens

    @property
    def database_file(self) -> Path | None:
        """The SQLite file, or None on PostgreSQL."""
        if not self.database_url.startswith(SQLITE_PREFIX):
            return None
        return Path(self.database_url.removeprefix(SQLITE_PREFIX))


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Raises `SettingsError`."""
    if environ is None:
        from_file = {key: value for key, value in dotenv_values(".env").items() if value is not None}
        environ = {**from_file, **os.environ}
    values = {key: value.strip() for key, value in environ.items()}
    env = values.get("FRONTDESK_ENV") or "development"
    if env not in ("development", "production"):
        raise SettingsError(f'FRONTDESK_ENV is "{env}"; set it to development or production.')
    database_url = _database_url(values.get("DATABASE_URL") or "sqlite:///frontdesk.db")
    tokens = tuple(token for token in map(str.strip, values.get("TWILIO_AUTH_TOKEN", "").split(",")) if token)
    production = env == "production"
    if production:
        _demand(values, "FRONTDESK_SECRET_KEY", "FRONTDESK_DATA_KEY", "FRONTDESK_PUBLIC_URL")
        _demand(values, "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN")
    port = _whole(values, "PORT", 8000)
    return Settings(
        env=env,
        database_url=database_url,
        public_url=_public_url(values.get("FRONTDESK_PUBLIC_URL", ""), production, port),
        secret_key=values.get("FRONTDESK_SECRET_KEY") or _development_secret(database_url),
        data_keys=_data_keys(values.get("FRONTDESK_DATA_KEY", ""), database_url),
        twilio_account_sid=values.get("TWILIO_ACCOUNT_SID", ""),
        twilio_auth_tokens=tokens,
        messaging_service_sid=values.get("TWILIO_MESSAGING_SERVICE_SID", ""),
        twilio_api_url=values.get("TWILIO_API_URL", "").rstrip("/"),
        clinic_file=values.get("FRONTDESK_CLINIC", ""),
        started_at=None if production else _instant(values.get("FRONTDESK_NOW", "")),
        metrics_token=values.get("FRONTDESK_METRICS_TOKEN", ""),
        heartbeat_url=_heartbeat_url(values.get("FRONTDESK_HEARTBEAT_URL", "")),
        port=port,
        web_concurrency=_whole(values, "WEB_CONCURRENCY", 2),
    )


def for_child(**more: str) -> dict[str, str]:
    """The environment of a child process: our own, and what its parent tells it."""
    return {**os.environ, **more}


def supervisor_pid() -> int | None:
    """The process that started this one and replaces it when it dies; None where nobody does."""
    pid = os.environ.get(SUPERVISOR, "")
    return int(pid) if pid.isdigit() else None


def listening_descriptor() -> int | None:
    """The socket that a parent already listens on for this process."""
    descriptor = os.environ.get(LISTENING, "")
    return int(descriptor) if descriptor.isdigit() else None


def counts_directory() -> str:
    """Where the processes of one machine count together; empty where each counts for itself."""
    return os.environ.get(COUNTS, "")


def share_counts(directory: str) -> None:
    """Count together with other processes in `directory`. To be arranged before the first counter is made."""
    os.environ[COUNTS] = directory


def _demand(values: Mapping[str, str], *names: str) -> None:
    missing = [name for name in names if not values.get(name)]
    if missing:
        raise SettingsError(f"Production needs {' and '.join(missing)}: set it in the environment or in .env.")


def _database_url(url: str) -> str:
    scheme, _, rest = url.partition("://")
    if scheme in ("postgres", "postgresql", "postgresql+psycopg") and rest:
        pooled = dict(parse_qsl(urlsplit(url).query)).get("pgbouncer", "true")
        if pooled not in ("true", "false"):
            raise SettingsError(f"DATABASE_URL says pgbouncer={pooled}; it is true behind PgBouncer, else left out.")
        return f"postgresql+psycopg://{rest}"
    if url.startswith(SQLITE_PREFIX) and len(url) > len(SQLITE_PREFIX):
        return url
    raise SettingsError("DATABASE_URL is neither sqlite:///FILE nor postgresql://…; correct it.")


def _public_url(url: str, production: bool, port: int) -> str:
    url = url.rstrip("/") or f"http://127.0.0.1:{port}"
    if not _is_web_address(url):
        raise SettingsError(
            f'FRONTDESK_PUBLIC_URL is "{url}"; give the address that Twilio calls, like https://desk.example.org.'
        )
    if production and not url.lower().startswith("https://"):
        raise SettingsError("FRONTDESK_PUBLIC_URL must begin with https:// in production.")
    return url


def _heartbeat_url(url: str) -> str:
    if url and not _is_web_address(url):
        raise SettingsError(
            f'FRONTDESK_HEARTBEAT_URL is "{url}"; give the address that your monitor wants called, or leave it out.'
        )
    return url


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        return False


def _data_keys(text: str, database_url: str) -> tuple[bytes, ...]:
    if not text:
        return (_development_key(database_url),)
    keys = tuple(_data_key(part.strip()) for part in text.split(",") if part.strip())
    if not keys:
        raise SettingsError("FRONTDESK_DATA_KEY holds no key.")
    return keys


def _data_key(text: str) -> bytes:
    try:
        key = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != DATA_KEY_BYTES:
        raise SettingsError(
            "FRONTDESK_DATA_KEY is not 32 bytes in url-safe base64; make one with: "
            "openssl rand -base64 32 | tr '+/' '-_'"
        )
    return key


def _development_key(database_url: str) -> bytes:
    """The key file beside the SQLite database; whoever comes first makes it."""
    path = Path(database_url.removeprefix(SQLITE_PREFIX) if database_url.startswith(SQLITE_PREFIX) else "frontdesk.db")
    key_file = path.with_name(path.name + ".key")
    try:
        descriptor = os.open(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _data_key(key_file.read_text().strip())
    except OSError as error:
        raise SettingsError(
            f"Cannot write the data key {key_file}: {error.strerror}. Choose a writable folder."
        ) from None
    with os.fdopen(descriptor, "w") as file:
        file.write(base64.urlsafe_b64encode(secrets.token_bytes(DATA_KEY_BYTES)).decode())
    return _data_key(key_file.read_text().strip())


def _development_secret(database_url: str) -> str:
    """Sessions survive a restart in development: the secret follows from the key file."""
    return base64.urlsafe_b64encode(_development_key(database_url)).decode()[::-1]


def _instant(text: str) -> datetime | None:
    if not text:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f'FRONTDESK_NOW is "{text}"; write an instant like 2027-03-12T09:00:00-06:00.') from None
    if instant.tzinfo is None:
        raise SettingsError(f'FRONTDESK_NOW is "{text}", without an offset; write one like 2027-03-12T09:00:00-06:00.')
    return instant.astimezone(UTC)


def _whole(values: Mapping[str, str], name: str, default: int) -> int:
    text = values.get(name) or str(default)
    if not text.isdigit() or int(text) == 0:
        raise SettingsError(f'{name} is "{text}"; give a whole number above 0.')
    return int(text)
