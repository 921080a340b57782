"""Integers as bit sets over the five-minute cells of UTC days: bit 0 is the first cell."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from scheduler.cells import CELLS_A_DAY

FULL_DAY = (1 << CELLS_A_DAY) - 1


def span(first: int, stop: int, size: int) -> int:
    """The bits from `first` up to, not including, `stop`, as far as they lie within `size` bits."""
    first, stop = max(first, 0), min(stop, size)
    return (1 << stop) - (1 << first) if first < stop else 0


def runs(bits: int, length: int) -> int:
    """Every bit at which `length` set bits begin, by shift-and-and in doubling steps."""
    have = 1
    while have < length:
        step = min(have, length - have)
        bits &= bits >> step
        have += step
    return bits


def rotated(day: int, cells: int) -> int:
    """A day's bits moved `cells` towards bit 0; what falls off comes in at the top."""
    cells %= CELLS_A_DAY
    return (day >> cells | day << (CELLS_A_DAY - cells)) & FULL_DAY


def joined(days: Iterable[int]) -> int:
    """Days side by side, the first lowest."""
    bits = 0
    for number, day in enumerate(days):
        if day:
            bits |= day << (number * CELLS_A_DAY)
    return bits


def lowest(bits: int) -> int:
    """The number of the lowest set bit; there has to be one."""
    return (bits & -bits).bit_length() - 1


def ascending(bits: int) -> Iterator[int]:
    """The numbers of the set bits, the lowest first."""
    while bits:
        first = bits & -bits
        yield first.bit_length() - 1
        bits ^= first


def descending(bits: int) -> Iterator[int]:
    """The numbers of the set bits, the highest first."""
    while bits:
        highest = bits.bit_length() - 1
        yield highest
        bits ^= 1 << highest
