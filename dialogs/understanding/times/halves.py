"""Morning or afternoon, where nobody said which: the clinic's hours decide it if only one half is within them."""

from __future__ import annotations

from dataclasses import replace

from dialogs.understanding.times.atoms import FULL_DAY, Clock, Days
from dialogs.understanding.times.groups import Group
from dialogs.understanding.times.rules import Reference

_HALF = FULL_DAY // 2


def other_half(clock: Clock | None) -> Clock | None:
    """The same clock time twelve hours away; a part of the day and what was said outright stay."""
    if clock is None or clock.sure or clock.is_part:
        return clock
    start = None if clock.start is None else (clock.start + _HALF) % FULL_DAY
    length = 0 if clock.start is None or clock.end is None else clock.end - clock.start
    end = (start + length if start is not None else (clock.end + _HALF) % FULL_DAY) if clock.end is not None else None
    return replace(clock, start=start, end=end)


def by_hours(group: Group, reference: Reference) -> Group:
    """A group whose clock time is sure where only one half of the day is within the hours of its weekday."""
    clock = group.clock
    other = other_half(clock)
    if clock is None or other is None or other is clock:
        return group
    hours = _on(group.days, reference)
    fits = _within(clock, hours)
    if fits is _within(other, hours):
        return group
    return replace(group, clock=replace(clock if fits else other, sure=True))


def _on(days: Days | None, reference: Reference) -> list[tuple[int, int]]:
    """The hours of the weekday that was named; of the whole week where none was, or it is a closed one."""
    every = [hours for hours in reference.hours if hours[0] < hours[1]]
    if not every or days is None or not days.is_one or days.first is None:
        return every
    own = reference.hours[days.first.weekday()]
    return [own] if own in every else every


def _within(clock: Clock, hours: list[tuple[int, int]]) -> bool:
    minute = clock.start if clock.start is not None else clock.end
    return minute is not None and any(opens <= minute <= closes for opens, closes in hours)
