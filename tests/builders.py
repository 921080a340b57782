"""A small clinic and its people, for tests: made once, told apart at a glance."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Callable
from datetime import UTC, datetime

# Friday 12 March 2027, ten in the morning in Chicago: in the night to Sunday the clocks go forward, so "Monday at
# nine" and "three days before" both cross the change.
NOW = datetime(2027, 3, 12, 16, 0, tzinfo=UTC)
FIRST_ID = 0x0195_8A3B_7C00_7000_8000_0000_0000_0000


def ids() -> Callable[[], str]:
    """Version 7 UUIDs that count up."""
    numbers = itertools.count(1)
    return lambda: str(uuid.UUID(int=FIRST_ID + next(numbers)))
