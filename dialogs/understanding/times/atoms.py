"""What rules read out of words: days, clock times, moments, and the marks that say how they belong together."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from scheduler.wishes import Grain, Order

FULL_DAY = 24 * 60


@dataclass(frozen=True, slots=True)
class Days:
    """The days `[first, last)`; None is open. `free` names what the words left open: the year, the month or nothing.

    `weekdays` restricts to some days of the week: "mornings on weekdays".
    """

    first: date | None
    last: date | None
    grain: Grain = Grain.DAY
    free: str = ""
    weekdays: tuple[int, ...] = ()
    repeats: bool = False

    @property
    def is_one(self) -> bool:
        return self.first is not None and self.last is not None and (self.last - self.first).days == 1


@dataclass(frozen=True, slots=True)
class Clock:
    """Minutes of a day `[start, end)`; None is open. `sure` where am or pm was said or cannot be otherwise."""

    start: int | None
    end: int | None
    grain: Grain = Grain.MINUTE
    sure: bool = True

    @property
    def is_exact(self) -> bool:
        return self.grain is Grain.MINUTE and self.start is not None and self.end == self.start + 1

    @property
    def is_part(self) -> bool:
        return self.grain is Grain.PART_OF_DAY


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant on the wall clock, counted from now: "in two hours"."""

    at: datetime
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A bare number that may become a clock time or a day beside something else."""

    value: int
    minutes: int = 0
    said: bool = False
    day_only: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """An order of preference: as soon as possible."""

    order: Order


@dataclass(frozen=True, slots=True)
class Mark:
    """A word between atoms, by its kind: to, until, and, or, between, from, before, after, except, not …"""

    kind: str


Atom = Days | Clock | Moment | Count | Wish | Mark


class Piece(NamedTuple):
    """An atom, the words `[begin, end)` it was read from, and the rule that read it."""

    atom: Atom
    begin: int
    end: int
    rule: str = ""


def mark_of(piece: Piece | None) -> str:
    """The kind of a piece that is a mark; empty for any other."""
    atom = None if piece is None else piece.atom
    return atom.kind if isinstance(atom, Mark) else ""
