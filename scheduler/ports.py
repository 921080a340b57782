"""What the scheduler asks of the world; `storage` answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from scheduler.model import Slot


@dataclass(frozen=True, slots=True)
class Start:
    """A visit that keeps its provider busy, or a hold that has not expired; `new_patient`: their first here."""

    slot: Slot
    new_patient: bool = False


class Occupancy(Protocol):
    """Who is busy when: five-minute cells of UTC days, as bit sets; and what starts then."""

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        """For each resource its cells from day number `first_day` (since 1970-01-01) on, bit 0 at its 00:00 UTC.

        Both days are included. A set bit is busy: an active visit with its buffers, or a hold that has not expired.
        A resource that is missing from the answer is free all the time.
        """
        ...

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        """All that starts in these UTC days, both included; asked only where a capacity or a quota counts visits."""
        ...
