"""The texts that came while the database could not be written: encrypted files, flushed to disk, one for each.

Names hold the order of arrival, a keyed hash of the phone and the message's id, so that one phone's texts can be found
without opening the others. What becomes of them is for `recovery`.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import hmac
import json
import os
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.settings import Settings
from bot.thinking import InboundText
from storage.cipher import Keyring

ASSOCIATED = "journal.entry"
WAITING, TRIED, SET_ASIDE = ".text", ".tried", ".unreadable"
CIRCUIT = "database-unavailable"
LOCK_LOOK_SECONDS = 0.01


@dataclass(frozen=True, slots=True)
class Entry:
    """A kept text. `tried` says that its turn may have been committed already.

    `swept` says that nobody has answered it at all: it was found in the phone company's list.
    """

    path: Path
    inbound: InboundText
    arrived_at: datetime
    tried: bool
    swept: bool = False


class Journal:
    """The journal of one machine, shared by its processes."""

    def __init__(self, directory: Path, keyring: Keyring, phone_key: bytes) -> None:
        self.directory = directory
        self._keyring = keyring
        self._phone_key = phone_key

    @classmethod
    def of(cls, settings: Settings) -> Journal:
        """Beside the SQLite database, or in the working directory."""
        beside = settings.database_file or Path("frontdesk")
        directory = beside.with_name(beside.name + ".journal")
        return cls(directory, Keyring(settings.data_keys), settings.data_keys[0])

    def names(self) -> list[str]:
        """All that lies in the journal, in order of arrival: the quick look that each text costs."""
        try:
            return sorted(os.listdir(self.directory))  # noqa: PTH208  # names alone, for every text: no paths are made
        except FileNotFoundError:
            return []

    def waiting(self, phone: str | None = None) -> list[str]:
        """The names of the texts that wait, of one phone or of all, in order of arrival."""
        part = "" if phone is None else f"-{self._hash(phone)}-"
        return [name for name in self.names() if name.endswith((WAITING, TRIED)) and part in name]

    def under_other_keys(self) -> int:
        """How many of all that lies here is not sealed under the first key."""
        texts = (self.directory / name for name in self.names() if name.endswith((WAITING, TRIED, SET_ASIDE)))
        return sum(not text.read_bytes().startswith(self._keyring.head) for text in texts)

    def holds(self, sid: str) -> bool:
        """Whether the text with this id waits here."""
        return any(f"-{sid}." in name for name in self.waiting())

    def append(self, inbound: InboundText, arrived_at: datetime, *, tried: bool, swept: bool = False) -> None:
        """Keep a text; when this returns it is on the disk."""
        if self.holds(inbound.sid):
            return
        self.directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        ordinal = int(arrived_at.timestamp() * 1_000_000)
        name = f"{ordinal:020d}-{self._hash(inbound.from_number)}-{inbound.sid}"
        kept = {"arrived_at": arrived_at.isoformat(), "inbound": asdict(inbound), "swept": swept}
        data = json.dumps(kept).encode()
        half = self.directory / f"{name}.half"
        with half.open("wb") as file:
            file.write(self._keyring.encrypt(data, ASSOCIATED))
            file.flush()
            os.fsync(file.fileno())
        self._rename(half, name + (TRIED if tried else WAITING))

    def read(self, name: str) -> Entry | None:
        """The text; None where somebody else has finished it or it cannot be read."""
        path = self.directory / name
        try:
            data = json.loads(self._keyring.decrypt(path.read_bytes(), ASSOCIATED))
            said = data["inbound"]
            inbound = InboundText(**{**said, "media_sids": tuple(said.get("media_sids", ()))})
            arrived_at = datetime.fromisoformat(data["arrived_at"])
            return Entry(path, inbound, arrived_at, path.suffix == TRIED, data["swept"])
        except FileNotFoundError:
            return None

    def mark_tried(self, entry: Entry) -> Entry:
        """From now on its turn may have been committed."""
        if entry.tried:
            return entry
        path = self._rename(entry.path, entry.path.stem + TRIED)
        return replace(entry, path=path, tried=True)

    def remove(self, entry: Entry) -> None:
        """Its turn is committed and cared for."""
        entry.path.unlink(missing_ok=True)
        self._flush_names()

    def set_aside(self, name: str) -> None:
        """Nobody can read it; it stays for the operator, out of the others' way."""
        path = self.directory / name
        with contextlib.suppress(FileNotFoundError):
            self._rename(path, path.stem + SET_ASIDE)

    @contextlib.contextmanager
    def locked(self, seconds: float) -> Iterator[bool]:
        """Hold the journal against the machine's other processes; False where it could not be had in time."""
        try:
            descriptor = os.open(self.directory, os.O_RDONLY)
        except FileNotFoundError:
            yield True
            return
        try:
            yield _lock(descriptor, time.monotonic() + seconds)
        finally:
            os.close(descriptor)

    def _hash(self, phone: str) -> str:
        return hmac.new(self._phone_key, phone.encode(), hashlib.sha256).hexdigest()[:16]

    def _rename(self, path: Path, name: str) -> Path:
        renamed = path.rename(self.directory / name)
        self._flush_names()
        return renamed

    def _flush_names(self) -> None:
        descriptor = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(descriptor: int, deadline: float) -> bool:
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                return False
            time.sleep(LOCK_LOOK_SECONDS)
        else:
            return True
