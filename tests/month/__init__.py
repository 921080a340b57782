"""A clinic's month, on a virtual clock, over the real webhook: `python -m tests.month`, or `make simulate`.

`people` have wishes and text about them, each in their own way: late, in families, from wrong numbers, in anger, in
crisis, in Spanish, or by machine. `premises` are the house itself: its web application and its worker, with a fake
Twilio and staff at the API. `observer` knows what each person wanted with each text and judges from the transcript and
the database whether it was kept to. The same seed gives the same report, byte for byte.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.month.running import Month

MEMORY = "/dev/shm" if Path("/dev/shm").is_dir() else None


def simulate(people: int, days: int, seed: int, meddle: Callable[[Month, str], None] | None = None) -> Month:
    """A month, to its end."""
    from tests.month.premises import premises
    from tests.month.running import BEGIN, Month
    from tests.virtual import VirtualClock, seeded

    clock = VirtualClock(BEGIN)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder, seeded(clock, seed), premises(Path(folder), clock) as house:
        return Month(house, clock, people, days, seed, meddle).run()
