"""Column types: instants in UTC, and protected values that only the data key opens.

A protected column says what it is sealed for, its table and column. The keyring comes with the engine's dialect
(`Database` puts it there), so that tables know no secrets.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, LargeBinary, String, TypeDecorator

from storage.cipher import Keyring

_WITHOUT_OFFSET = len("2027-03-14 17:30:00.000000")

ID = String(36)
NAME = String(120)


class Instant(TypeDecorator[datetime]):
    """An aware instant; stored, and read, in UTC. A naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        return value if value.tzinfo is UTC else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any]:
        """The way in at once: SQLAlchemy's chain of calls is said in one for each kind of database."""
        put, on_sqlite = self.process_bind_param, dialect.name == "sqlite"

        def written(value: datetime | None) -> Any:
            instant = put(value, dialect)
            if instant is None or not on_sqlite:
                return instant
            return instant.isoformat(" ", "microseconds")[:_WITHOUT_OFFSET]

        return written

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], datetime | None]:
        got, on_sqlite = self.process_result_value, dialect.name == "sqlite"

        def read(value: Any) -> datetime | None:
            if value is not None and on_sqlite:
                return datetime.fromisoformat(value).replace(tzinfo=UTC)
            return got(value, dialect)

        return read


class _Sealed(TypeDecorator[Any]):
    """Bytes that are encrypted for `place` ("messages.body").

    The ways in and out are given to SQLAlchemy whole: its own chain of calls costs more than the encryption.
    """

    impl = LargeBinary
    cache_ok = True

    def __init__(self, place: str) -> None:
        super().__init__()
        self.place = place

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], bytes | None]:
        encrypt, to_bytes, place = keyring_of(dialect).encrypt, self.to_bytes, self.place

        def seal(value: Any) -> bytes | None:
            return None if value is None else encrypt(to_bytes(value), place)

        return seal

    def result_processor(self, dialect: Dialect, coltype: Any) -> Callable[[Any], Any]:
        decrypt, from_bytes, place = keyring_of(dialect).decrypt, self.from_bytes, self.place

        def opened(value: bytes | None) -> Any:
            return None if value is None else from_bytes(decrypt(bytes(value), place))

        return opened

    def to_bytes(self, value: Any) -> bytes:
        raise NotImplementedError

    def from_bytes(self, data: bytes) -> Any:
        raise NotImplementedError


class ProtectedBytes(_Sealed):
    """Raw bytes, such as a clinic's key for look-ups."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        return bytes(value)

    def from_bytes(self, data: bytes) -> bytes:
        return data


class ProtectedText(_Sealed):
    """A text. Lone surrogates, which some phones send, survive."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        return str(value).encode("utf-8", "surrogatepass")

    def from_bytes(self, data: bytes) -> str:
        return data.decode("utf-8", "surrogatepass")


class ProtectedDate(_Sealed):
    """A calendar date."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        return value.isoformat().encode()  # type: ignore[no-any-return]

    def from_bytes(self, data: bytes) -> date:
        return date.fromisoformat(data.decode())


class ProtectedJson(_Sealed):
    """Plain JSON data."""

    cache_ok = True

    def to_bytes(self, value: Any) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode()

    def from_bytes(self, data: bytes) -> Any:
        return json.loads(data)


def keyring_of(dialect: Dialect) -> Keyring:
    """The keyring that `Database` gave to this dialect."""
    keyring: Keyring = dialect.keyring  # type: ignore[attr-defined]
    return keyring
