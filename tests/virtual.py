"""A clock and dice for simulations: the house's own clock and ids, driven from outside, the same in every run.

Within `seeded` the three things that `bot/clock.py` asks the machine for (the time, its nanoseconds, random bytes)
come from here, and so do the gaps between attempts; what is sent at once is sent one after the other. Production
keeps its own: nothing of the product is changed, only what its modules find under those names.
"""

from __future__ import annotations

import contextlib
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from types import SimpleNamespace
from typing import Any
from unittest import mock


@dataclass(slots=True)
class VirtualClock:
    """The true time, and how far ahead of it the machine is that looks just now."""

    true: datetime
    ahead: timedelta = timedelta()

    def now(self) -> datetime:
        return self.true + self.ahead

    def to(self, instant: datetime) -> None:
        """Never back."""
        self.true = max(self.true, instant)


class NoPause(threading.Event):
    """Who waits for it by this clock has waited at once."""

    def wait(self, timeout: float | None = None) -> bool:
        return self.is_set()


class OneByOne(contextlib.nullcontext[Any]):
    """Does at once, and in order, what a pool of threads would do in whatever order."""

    def __init__(self, *_: object, **__: object) -> None:
        super().__init__(self)

    def map(self, call: Callable[..., Any], todo: Iterable[Any]) -> Iterator[Any]:
        return map(call, todo)


@contextlib.contextmanager
def seeded(clock: VirtualClock, seed: int) -> Iterator[None]:
    """The house's time is the clock's, and chance is the seed's."""
    dice = random.Random(f"house {seed}")

    class Now(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Any:
            return clock.now().astimezone(tz)

    chance = SimpleNamespace(randbelow=dice.randrange)
    nanoseconds = SimpleNamespace(time_ns=lambda: int(clock.now().timestamp() * 1000) * 1_000_000)
    with contextlib.ExitStack() as stack:
        for name, instead in {
            "bot.clock.datetime": Now,
            "bot.clock.time": nanoseconds,
            "bot.clock.os": SimpleNamespace(urandom=dice.randbytes),
            "bot.clock._last_id": 0,
            "bot.outbox.secrets": chance,
            "bot.delivery.secrets": chance,
            "bot.outbox.ThreadPoolExecutor": OneByOne,
        }.items():
            stack.enter_context(mock.patch(name, instead))
        yield
