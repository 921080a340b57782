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
from dialogs.understanding.times.atoms import FULL_DAY, Clock, Count, Days, Mark, Moment, Piece, Wish
from dialogs.understanding.times.clocks import clock
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
        elif kind == "except":
            self._except()
        elif kind == "unfit":
            self._unfit()
        elif kind == "not":
            self._exclude(True)
        elif kind == "any":
            self.any_said = True
        self.heading_to = kind in {"to", "through", "until"}

    def _except(self) -> None:
        if self.current.excluded and not self.current.empty:
            self._exclude(False)
        elif self.any_said or any(_is_period(group) for group in self.groups):
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


def _is_period(group: Group) -> bool:
    return (group.days is not None and not group.days.is_one) or (group.clock is not None and not group.clock.is_exact)


def merge_days(known: Days, said: Days) -> Days | None:
    """One meaning of two mentions of days: the same day twice, or a weekday inside a period."""
    if (known.first, known.last) == (said.first, said.last) and known.weekdays == said.weekdays:
        return known
    if known.last is None and said.first is None and known.first and said.last and known.first < said.last:
        return replace(known, last=said.last, grain=Grain.INTERVAL)
    if known.first is None and said.last is None and not known.repeats and not said.repeats:
        return merge_days(said, known)
    for weekday, day in ((known, said), (said, known)):
        if weekday.free == "week" and day.free in {"month", "year"} and _agree(weekday, day):
            return day
    for period, day in ((known, said), (said, known)):
        if period.is_one or period.repeats or (period.grain in {Grain.INTERVAL, Grain.DAY} and period.first is None):
            continue
        inside = within(period, day)
        if inside is not None:
            return inside
    return None


def _agree(weekday: Days, day: Days) -> bool:
    """“Friday please, the 12th”."""
    if weekday.first is None or day.first is None or not (weekday.is_one and day.is_one):
        return False
    return weekday.first.weekday() == day.first.weekday()


def within(period: Days, day: Days) -> Days | None:
    """A day, or days of the week, inside a period."""
    if period.first is None or period.last is None:
        return None
    if day.repeats:
        return replace(period, weekdays=day.weekdays)
    if not day.is_one or day.first is None:
        return None
    if period.first <= day.first < period.last:
        return day
    if day.free == "week":
        moved = cal.weekday_from(period.first, day.first.weekday())
        return Days(moved, moved + cal.DAY) if moved < period.last else None
    if day.free == "month":
        moved_day = cal.next_day_of_month(period.first, day.first.day)
        return Days(moved_day, moved_day + cal.DAY) if moved_day is not None and moved_day < period.last else None
    return None


def merge_clocks(known: Clock, said: Clock, heading_to: bool) -> Clock | None:
    """One meaning of two mentions of clock times: a part of the day and the hour in it, or a start and an end."""
    for part, exact in ((known, said), (said, known)):
        if part.is_part and not exact.is_part:
            return into_part(exact, part)
    if known.is_part and said.is_part:
        return None
    if known.start == said.start and known.end == said.end:
        return known
    if known.is_exact and known.start is not None:
        finish = said.end if said.start is None else said.start if heading_to and said.is_exact else None
        if finish is not None:
            finish = finish if finish > known.start or finish + FULL_DAY // 2 > FULL_DAY else finish + FULL_DAY // 2
            return Clock(known.start, finish, Grain.INTERVAL, known.sure) if finish > known.start else None
    if known.end is None and said.start is None:
        return Clock(known.start, said.end, Grain.INTERVAL, known.sure and said.sure)
    return None


def into_part(exact: Clock, part: Clock) -> Clock:
    """A clock time, with am or pm told by a part of the day: "tomorrow evening at 7"."""
    start = exact.start if exact.start is not None else exact.end
    if exact.sure or start is None or part.start is None or part.end is None:
        return exact
    half = FULL_DAY // 2
    if part.start <= start < part.end + 60:
        return replace(exact, sure=True)
    shift = half if start < half else -half
    if not part.start - 60 <= start + shift < part.end + 60:
        return exact
    shifted = [None if value is None else value + shift for value in (exact.start, exact.end)]
    return replace(exact, start=shifted[0], end=shifted[1], sure=True)


def counts_settled(pieces: list[Piece], asked: str) -> list[Piece]:
    """Bare numbers as clock times or days where their neighbours or the question say so; otherwise they are dropped."""
    settled: list[Piece] = []
    for at, piece in enumerate(pieces):
        if not isinstance(piece.atom, Count):
            settled.append(piece)
            continue
        atom = _count_meant([*settled, *pieces[at:]] if len(settled) == at else pieces, at, asked)
        if atom is not None:
            settled.append(replace(piece, atom=atom, rule="number_in_place"))
    return settled


def _count_meant(pieces: list[Piece], at: int, asked: str) -> Clock | Days | None:
    count = pieces[at].atom
    before = pieces[at - 1] if at else None
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    if not isinstance(count, Count) or count.value > 24 or count.day_only:
        return None
    beside_day = _beside(before, pieces[at]) or (_beside(pieces[at], behind) and not _for(before))
    after_bound = (
        before is not None
        and isinstance(before.atom, Mark)
        and before.atom.kind in {"at", "after", "before", "by", "until", "to"}
        and before.end == pieces[at].begin
    )
    if count.said and not after_bound and asked != "time":
        return None
    if (
        beside_day
        or _for_hour(pieces, at)
        or _or_hour(pieces, at)
        or _said_so(pieces, at)
        or after_bound
        or asked == "time"
    ):
        return clock(count.value, count.minutes)
    return None


def _said_so(pieces: list[Piece], at: int) -> bool:
    """“how about 3?”"""
    said = at > 0 and isinstance(pieces[at - 1].atom, Mark) and pieces[at - 1].atom.kind in {"say", "correction"}
    return said and _ends(pieces, at) and pieces[at - 1].end == pieces[at].begin


def _ends(pieces: list[Piece], at: int) -> bool:
    behind = pieces[at + 1].atom if at + 1 < len(pieces) else None
    return behind is None or (isinstance(behind, Mark) and behind.kind in {"stop", "comma", "or"})


def _or_hour(pieces: list[Piece], at: int) -> bool:
    """The 5 of "5 or 6 on Thursday", and the 6 of "at 5 or 6"."""
    if at > 1 and _is_or(pieces[at - 1]) and isinstance(pieces[at - 2].atom, Clock) and pieces[at - 2].atom.is_exact:
        return True
    following = pieces[at + 1 : at + 3]
    return len(following) == 2 and _is_or(following[0]) and _count_meant(pieces, at + 2, "") is not None


def _is_or(piece: Piece) -> bool:
    return isinstance(piece.atom, Mark) and piece.atom.kind == "or"


def _for_hour(pieces: list[Piece], at: int) -> bool:
    """“on Monday for 5.”"""
    return _ends(pieces, at) and at > 1 and _for(pieces[at - 1]) and _beside(pieces[at - 2], pieces[at - 1])


def _beside(left: Piece | None, right: Piece | None) -> bool:
    if left is None or right is None or left.end != right.begin:
        return False
    return any(isinstance(piece.atom, Days) and piece.atom.grain is Grain.DAY for piece in (left, right))


def _for(piece: Piece | None) -> bool:
    return piece is not None and isinstance(piece.atom, Mark) and piece.atom.kind == "for"


def weeks_on(days: Days, weeks: int) -> Days:
    """The same days so many weeks later."""
    move = timedelta(weeks=weeks)
    return replace(
        days,
        first=None if days.first is None else days.first + move,
        last=None if days.last is None else days.last + move,
    )
