"""What is known of a patient from the visits that they had: whom they see, and at what time of day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from statistics import median_low
from zoneinfo import ZoneInfo

from scheduler.model import Slot

# A time of day is usual where it was kept at least twice, and never missed by more.
TWICE, AROUND = 2, 120


@dataclass(frozen=True, slots=True)
class Habits:
    """Whom a patient sees, and at what time of day; None where it is not known."""

    provider: str | None = None
    clock: time | None = None


NO_HABITS = Habits()


def habits_of(visits: Sequence[Slot], zone: ZoneInfo) -> Habits:
    """From the latest visits, the last one first; of providers seen equally often, the last one."""
    if not visits:
        return NO_HABITS
    provider = Counter(slot.provider for slot in visits).most_common(1)[0][0]
    return Habits(provider, _clock([slot.starts_at.astimezone(zone).time() for slot in visits]))


def _clock(times: Sequence[time]) -> time | None:
    minutes = [clock.hour * 60 + clock.minute for clock in times]
    usual = median_low(minutes)
    if len(minutes) < TWICE or any(abs(each - usual) > AROUND for each in minutes):
        return None
    return time(*divmod(usual, 60))
