"""Second step of combining: which day belongs to which clock time, what is excluded, and in which order.

"Monday at 9 or Tuesday at 10" is two groups; in "Monday or Tuesday morning" both days share the morning; "any day but
Friday" is a group that is excluded. Periods take in the weekdays said beside them: "Wednesday evening next week".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import pairwise

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import Clock, Days, Mark, Moment, Piece, Wish
from dialogs.understanding.times.merging import merge_clocks, merge_days
from scheduler.wishes import Grain, Order


@dataclass(slots=True)
class Group:
    """A day and a clock time that belong together; either may be missing."""

    days: Days | None = None
    clock: Clock | None = None
    moment: Moment | None = None
    excluded: bool = False
    lent: bool = False

    @property
    def empty(self) -> bool:
        return self.days is None and self.clock is None and self.moment is None


@dataclass(slots=True)
class Grouping:
    """The groups as they are being made."""

    groups: list[Group] = field(default_factory=lambda: [Group()])
    order: Order | None = None
    boundary: str = ""
    heading_to: bool = False
    any_said: bool = False

    @property
    def current(self) -> Group:
        return self.groups[-1]

    def take(self, piece: Piece) -> None:
        """Take in the next piece."""
        atom = piece.atom
        if isinstance(atom, Mark):
            self._mark(atom.kind)
            return
        if isinstance(atom, Wish):
            self.order = atom.order
        elif isinstance(atom, Moment):
            self._start_if(self.current.moment is not None)
            self.current.moment = atom
        elif isinstance(atom, Days):
            self._days(atom)
        elif isinstance(atom, Clock):
            self._clock(atom)
        self.heading_to = False

    def _mark(self, kind: str) -> None:
        if kind in {"or", "and", "comma"}:
            self.boundary = kind
            if self.current.excluded and kind == "comma":
                self._exclude(False)
        elif kind == "stop" and self.current.excluded:
            self._exclude(False)
        elif kind in {"except", "but"}:
            self._except(explicit=kind == "except")
        elif kind == "unfit":
            self._unfit()
        elif kind == "not":
            self._exclude(True)
        elif kind == "any":
            self.any_said = True
        self.heading_to = kind in {"to", "through", "until"}

    def _except(self, explicit: bool) -> None:
        """“Any day but Friday” is an exception, "Monday, but at nine" is none; "except" always is."""
        if self.current.excluded and not self.current.empty:
            self._exclude(False)
        elif explicit or self.any_said or any(_is_period(group) for group in self.groups):
            self._exclude(True)

    def _unfit(self) -> None:
        """“Friday doesn't work”: what was just said is excluded; otherwise what follows."""
        if self.current.empty or self.boundary:
            self._exclude(True)
            return
        self.current.excluded = True
        self.groups.append(Group())

    def _exclude(self, excluded: bool) -> None:
        if self.current.empty:
            self.current.excluded = excluded
        else:
            self.groups.append(Group(excluded=excluded))
        self.boundary = ""

    def _start_if(self, needed: bool) -> None:
        if needed:
            self.groups.append(Group(excluded=self.current.excluded))
        self.boundary = ""

    def _days(self, days: Days) -> None:
        known = self.current.days
        merged = None if known is None else merge_days(known, days)
        apart = self.boundary and known is not None and known.is_one and days.is_one
        if merged is not None and (not apart or (self.boundary == "comma" and known != days)):
            self.current.days = merged
            self.boundary = ""
            return
        if (
            known is not None
            and self.heading_to
            and known.first is not None
            and known.is_one
            and self.current.clock is None
        ):
            self.current.days = days
            return
        self._start_if(known is not None)
        self.current.days = days

    def _clock(self, said: Clock) -> None:
        known = self.current.clock
        if known is None:
            self._start_if(False)
            self.current.clock = said
            return
        merged = merge_clocks(known, said, self.heading_to)
        if merged is not None and not self.boundary:
            self.current.clock = merged
            return
        self._start_if(True)
        self.current.clock = said


def grouped(pieces: Iterable[Piece]) -> Grouping:
    """The groups in the pieces, each with what its neighbours lend it."""
    grouping = Grouping()
    for piece in pieces:
        grouping.take(piece)
    grouping.groups = [group for group in grouping.groups if not group.empty]
    _lend([group for group in grouping.groups if not group.excluded])
    _lend([group for group in grouping.groups if group.excluded])
    return grouping


def _lend(groups: list[Group]) -> None:
    for earlier, later in pairwise(groups):
        _lend_month(earlier, later)
    for earlier, later in pairwise(groups):
        if later.days is None and later.moment is None and earlier.days is not None:
            later.days, later.lent = earlier.days, True
    for earlier, later in zip(reversed(groups[:-1]), reversed(groups), strict=False):
        if (
            earlier.clock is None
            and earlier.moment is None
            and later.clock is not None
            and not later.lent
            and later.days is not None
        ):
            earlier.clock = later.clock
        elif earlier.days is None and earlier.clock is not None and later.days is not None and later.clock is not None:
            earlier.days = later.days


def _lend_month(earlier: Group, later: Group) -> None:
    """“the 3rd and the 4th of May”, "May 3rd and 4th"."""
    for bare, full in ((earlier, later), (later, earlier)):
        day, named = bare.days, full.days
        if day is None or named is None or day.free != "month" or named.free != "year":
            continue
        if day.first is None or named.first is None or not (day.is_one and named.is_one):
            continue
        moved = cal.day_of(named.first.year, named.first.month, day.first.day)
        if moved is not None:
            bare.days = Days(moved, moved + cal.DAY, Grain.DAY, "year")


def _is_period(group: Group) -> bool:
    return (group.days is not None and not group.days.is_one) or (group.clock is not None and not group.clock.is_exact)


def weeks_on(days: Days, weeks: int) -> Days:
    """The same days so many weeks later."""
    move = timedelta(weeks=weeks)
    return replace(
        days,
        first=None if days.first is None else days.first + move,
        last=None if days.last is None else days.last + move,
    )
