"""How long each call took, in microseconds: mean, p50 and p99."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from time import perf_counter
from typing import Any


class Timed:
    """A reader that notes how long it takes; what it raises is a miss and counted."""

    def __init__(self, reader: Callable[..., Any]) -> None:
        self._reader = reader
        self._warm = False
        self.crashes = 0
        self.micros: list[float] = []

    def __call__(self, *arguments: Any) -> Any:
        if not self._warm:
            self._warm = True
            self._called(*arguments)
        start = perf_counter()
        answer = self._called(*arguments)
        self.micros.append((perf_counter() - start) * 1e6)
        return answer

    def _called(self, *arguments: Any) -> Any:
        try:
            return self._reader(*arguments)
        except Exception:  # noqa: BLE001  # other people's parsers: whatever they raise is a miss
            self.crashes += 1
            return None

    def told(self) -> str:
        ordered = sorted(self.micros)
        p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
        return f"{statistics.mean(ordered):.0f} / {statistics.median(ordered):.0f} / {p99:.0f}"
