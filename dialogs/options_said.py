"""Which of the options shown the words mean, and what else they say beside it."""

from __future__ import annotations

from collections.abc import Sequence

from dialogs.table import zone_of
from dialogs.visits import slot_of
from dialogs.wishing import fits
from scheduler.clinic import Clinic
from scheduler.wishes import ANY_TIME, Order, When


def only_fitting(options: Sequence[object], when: When | None, provider: str | None, clinic: Clinic) -> int | None:
    """The number of the only option that the time or the provider said fits."""
    if when is not None and not when.windows and when.order is not None:
        return 1 if when.order is Order.EARLIEST else len(options)
    if when is None and provider is None:
        return None
    found = [
        number
        for number, slot in enumerate(map(slot_of, options), start=1)
        if slot is not None
        and (when is None or fits(when, slot.starts_at, zone_of(slot, clinic)))
        and provider in (None, slot.provider)
    ]
    return found[0] if len(found) == 1 else None


def time_beside(number: int, options: Sequence[object], when: When | None, clinic: Clinic) -> When:
    """The time that is named beside an option and is not the option's own: "the second one, to Friday"."""
    slot = slot_of(options[number - 1]) if number <= len(options) else None
    if when is None or slot is None or fits(when, slot.starts_at, zone_of(slot, clinic)):
        return ANY_TIME
    return when
