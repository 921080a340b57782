"""Staff's passwords: hashed with Argon2id, checked in bounded numbers at once.

Whether an account exists, and who may try how often, is the caller's business.
"""

from __future__ import annotations

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 12
LONGEST = 200
# OWASP's first choice for Argon2id where memory is dear: 19 MiB, two passes, one lane.
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
# A flood of log-ins may not take the memory and the cores that answer patients.
_AT_ONCE = threading.BoundedSemaphore(4)
_PATIENCE_SECONDS = 3.0
# The hash of a password that nobody has: an unknown account takes as long to refuse as a known one.
_NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$ZnJvbnRkZXNrbm9ib2R5IQ$Ew8B2zB5xYhkV9mFhVtHcTq4yJmYf3C0rX1bq0F0m9I"


class Busy(Exception):
    """Too many passwords are being checked at this moment. Try again in a few seconds."""


def fault(password: str) -> str | None:
    """Why this password will not do, in one sentence; None when it will."""
    if len(password) < SHORTEST:
        return f"Use at least {SHORTEST} characters; a few words in a row are easy to remember."
    if len(password) > LONGEST:
        return f"Use at most {LONGEST} characters."
    if len(set(password)) < 5:
        return "Use a password with more than a few different characters."
    return None


def hashed(password: str) -> str:
    """The text to store. Raises `Busy`."""
    with _Turn():
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether this is the password; takes the same time where there is none. Raises `Busy`."""
    with _Turn():
        try:
            _HASHER.verify(stored or _NOBODY, password)
        except (VerificationError, InvalidHashError):
            return False
    return bool(stored)


def is_outdated(stored: str) -> bool:
    """Whether the hash was made with older parameters and should be made anew at this log-in."""
    return _HASHER.check_needs_rehash(stored)


class _Turn:
    """A place among the few passwords that are hashed at one time."""

    def __enter__(self) -> None:
        if not _AT_ONCE.acquire(timeout=_PATIENCE_SECONDS):
            raise Busy

    def __exit__(self, *_error: object) -> None:
        _AT_ONCE.release()
