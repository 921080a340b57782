"""What the scheduler asks of the world; `storage` answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol


class Occupancy(Protocol):
    """Who is busy when: five-minute cells of UTC days, as bit sets."""

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[tuple[str, int], int]:
        """For (resource, day number since 1970-01-01) the 288 cells of that UTC day, bit 0 at 00:00 UTC.

        Both days are included. A set bit is busy: an active visit with its buffer, a hold that has not
        expired, time off. What is missing from the answer is free all day.
        """
        ...
