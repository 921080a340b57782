"""Protected fields at rest: AES-GCM under the first data key, read under any.

A sealed value is a format byte, four bytes that tell the key, the nonce, and what AES-GCM made of the rest. What it is
sealed for (table and column) is authenticated with it, so that a value cannot be moved to another place.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = b"\x01"
KEY_ID_BYTES, NONCE_BYTES = 4, 12
HEAD_BYTES = len(FORMAT) + KEY_ID_BYTES


class Unreadable(Exception):
    """A protected field cannot be read with the data keys that are set. Set the key that it was written with."""

    def __str__(self) -> str:
        return self.__doc__ or ""


class Keyring:
    """The data keys, 32 bytes each: the first encrypts, all decrypt."""

    def __init__(self, keys: Sequence[bytes]) -> None:
        self._ciphers = {_key_id(key): AESGCM(key) for key in keys}
        self._current = _key_id(keys[0])
        self._seal = self._ciphers[self._current].encrypt
        self._head = FORMAT + self._current

    @property
    def head(self) -> bytes:
        """How every value begins that is sealed under the first key."""
        return self._head

    @property
    def key_names(self) -> tuple[str, ...]:
        """What to call each key where it must not be shown: the first, then the others."""
        return tuple(key_id.hex() for key_id in self._ciphers)

    def encrypt(self, data: bytes, associated: str) -> bytes:
        """`data` sealed for one place, such as `messages.body`."""
        nonce = os.urandom(NONCE_BYTES)
        return self._head + nonce + self._seal(nonce, data, associated.encode())

    def decrypt(self, sealed: bytes, associated: str) -> bytes:
        """What was sealed for that place. Raises `Unreadable`."""
        cipher = self._ciphers.get(sealed[1:HEAD_BYTES])
        if cipher is None or sealed[:1] != FORMAT:
            raise Unreadable
        try:
            return cipher.decrypt(
                sealed[HEAD_BYTES : HEAD_BYTES + NONCE_BYTES], sealed[HEAD_BYTES + NONCE_BYTES :], associated.encode()
            )
        except (InvalidTag, ValueError):  # the latter where it was cut short
            raise Unreadable from None


def key_name(sealed: bytes) -> str:
    """What to call the key that a value was sealed under."""
    return sealed[len(FORMAT) : HEAD_BYTES].hex()


def _key_id(key: bytes) -> bytes:
    return hashlib.sha256(b"frontdesk data key" + key).digest()[:KEY_ID_BYTES]
