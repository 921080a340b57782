"""When the request that this thread is answering came in: deadlines count from then, time in the queue included."""

from __future__ import annotations

import time
from contextvars import ContextVar

_arrived_at: ContextVar[float | None] = ContextVar("arrived_at", default=None)


def mark(arrived_at: float | None) -> None:
    """Say when the request came in, as `time.monotonic` counts."""
    _arrived_at.set(arrived_at)


def seconds_ago() -> float:
    """How long the request has been here; nothing where nobody said."""
    arrived_at = _arrived_at.get()
    return 0.0 if arrived_at is None else time.monotonic() - arrived_at
