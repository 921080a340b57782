"""How long a log-in has to wait after wrong passwords.

Waits are short and grow: guessing becomes slow, yet nobody can shut a colleague out. One person's typing errors slow
only that account from that address; one address slows down only after many; one account everywhere only a little.
Counted in memory, for each process by itself: a restart forgives.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta

FORGOTTEN_AFTER = timedelta(minutes=15)
MOST_KEYS = 10_000


@dataclass(frozen=True, slots=True)
class Limit:
    """So many wrong tries are free; then each next one doubles the wait, up to the longest."""

    free: int
    longest: timedelta

    def wait(self, failures: int) -> timedelta:
        beyond = failures - self.free
        return min(timedelta(seconds=2 ** min(beyond, 10)), self.longest) if beyond >= 0 else timedelta(0)


HERE = Limit(free=5, longest=timedelta(seconds=60))  # this account from this address
ADDRESS = Limit(free=30, longest=timedelta(seconds=15))  # a clinic often shares one
ACCOUNT = Limit(free=50, longest=timedelta(seconds=5))  # from anywhere
PASSWORDS = (HERE, ADDRESS, ACCOUNT)
# Only whoever knows the password gets as far as a code, so that a longer wait can be turned against nobody.
CODES = (HERE, ADDRESS, Limit(free=10, longest=timedelta(seconds=60)))


@dataclass(slots=True)
class _Failures:
    count: int
    last: datetime


class Throttle:
    """Counts wrong tries. Keys are opaque; nothing is kept of an e-mail but what the caller passes."""

    def __init__(self, limits: tuple[Limit, Limit, Limit] = PASSWORDS) -> None:
        self._limits = limits
        self._lock = threading.Lock()
        self._failures: dict[tuple[str, str], _Failures] = {}

    def wait(self, account: str, address: str, now: datetime) -> timedelta:
        """How much longer this log-in must wait; zero when it may try."""
        with self._lock:
            return max(self._left(key, limit, now) for key, limit in self._keys(account, address))

    def failed(self, account: str, address: str, now: datetime) -> None:
        with self._lock:
            if len(self._failures) >= MOST_KEYS:
                self._forget(now)
            for key, _limit in self._keys(account, address):
                known = self._failures.get(key)
                count = known.count if known and now - known.last < FORGOTTEN_AFTER else 0
                self._failures[key] = _Failures(count + 1, now)

    def succeeded(self, account: str, address: str) -> None:
        """The right password forgives this person here, not the address and not the account elsewhere."""
        with self._lock:
            self._failures.pop((account, address), None)

    def _left(self, key: tuple[str, str], limit: Limit, now: datetime) -> timedelta:
        known = self._failures.get(key)
        if known is None or now - known.last >= FORGOTTEN_AFTER:
            return timedelta(0)
        return max(known.last + limit.wait(known.count) - now, timedelta(0))

    def _forget(self, now: datetime) -> None:
        """Drop what no longer counts; under a flood of keys, the oldest half as well."""
        fresh = {key: known for key, known in self._failures.items() if now - known.last < FORGOTTEN_AFTER}
        newest = sorted(fresh.items(), key=lambda item: item[1].last)[-MOST_KEYS // 2 :]
        self._failures = dict(newest)

    def _keys(self, account: str, address: str) -> tuple[tuple[tuple[str, str], Limit], ...]:
        """This account from this address, the address, the account from anywhere."""
        return tuple(zip(((account, address), ("", address), (account, "")), self._limits, strict=True))
