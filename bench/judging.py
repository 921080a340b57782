"""Whether an answer allows the times that were meant: moments are compared, not how they were written.

What is past does not count. Everything is local wall-clock time without a zone, from the first midnight before `now` to
the horizon. `expect` and answers are wishes as contract section 7 writes them; tests/understanding_sets/README.md says
what `expect` adds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Any

HORIZON = timedelta(days=120)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)

Span = tuple[datetime, datetime]
Wish = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class View:
    """The stretch of time in which wishes are compared."""

    now: datetime
    first: datetime
    last: datetime
    zone: tzinfo

    @classmethod
    def at(cls, now: datetime, zone: tzinfo) -> View:
        local = now.astimezone(zone).replace(tzinfo=None)
        midnight = datetime.combine(local.date(), time.min)
        return cls(local, midnight, midnight + HORIZON, zone)


def right(expect: Wish | None, answer: Wish | None, view: View) -> bool:
    """Whether the first reading of an answer is one of those that were meant."""
    if expect is None or answer is None:
        return expect is None and answer is None
    return any(_fits(meant, answer, view) for meant in (expect, *expect.get("alternatives", ())))


def _fits(meant: Wish, answer: Wish, view: View) -> bool:
    least = _without(_wished(meant, _core, view), _refused(meant, _widest, view))
    most = _without(_wished(meant, _widest, view), _refused(meant, _core, view))
    allowed = _without(_wished(answer, _core, view), _refused(answer, _core, view))
    past = [(view.first, view.now)]
    short, over = _without(least, [*allowed, *past]), _without(allowed, [*most, *past])
    return meant["order"] == answer["order"] and not short and not over


Measure = Callable[[Wish, View], Iterator[Span]]


def _wished(wish: Wish, measure: Measure, view: View) -> list[Span]:
    """The moments of the windows; no window at all is any time."""
    if not wish["windows"]:
        return [(view.first, view.last)]
    return _merged(span for window in wish["windows"] for span in measure(window, view))


def _refused(wish: Wish, measure: Measure, view: View) -> list[Span]:
    return _merged(span for window in wish["except"] for span in measure(window, view))


def _core(window: Wish, view: View) -> Iterator[Span]:
    """What a window says at least."""
    if not window.get("optional"):
        yield from _spread(window["start"], window["end"], view)


def _widest(window: Wish, view: View) -> Iterator[Span]:
    """What it may be taken for at most."""
    borders = window.get("within", window)
    weeks = range(-1, HORIZON // WEEK + 1) if window.get("weekly") else range(1)
    for start, end in _spread(borders["start"], borders["end"], view):
        yield from ((start + week * WEEK, end + week * WEEK) for week in weeks)


def _spread(start: str | None, end: str | None, view: View) -> Iterator[Span]:
    """The moments between two borders; bare clock times are those of every day."""
    if any(border is not None and "T" in border for border in (start, end)):
        yield _moment(start, view) or view.first, _moment(end, view) or view.last
        return
    for number in range(HORIZON.days):
        midnight = view.first + number * DAY
        opens, closes = midnight + _clock(start, timedelta(0)), midnight + _clock(end, DAY)
        yield opens, closes if closes > opens else closes + DAY


def _moment(border: str | None, view: View) -> datetime | None:
    return None if border is None else datetime.fromisoformat(border).astimezone(view.zone).replace(tzinfo=None)


def _clock(border: str | None, otherwise: timedelta) -> timedelta:
    if border is None:
        return otherwise
    hours, minutes = border.split(":")[:2]
    return timedelta(hours=int(hours), minutes=int(minutes))


def _merged(spans: Iterable[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _without(spans: Iterable[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of some spans when others are taken out of them."""
    left = list(spans)
    for gone in taken:
        left = [piece for span in left for piece in _cut(span, gone)]
    return left


def _cut(span: Span, gone: Span) -> Iterator[Span]:
    if gone[1] <= span[0] or span[1] <= gone[0]:
        yield span
        return
    if span[0] < gone[0]:
        yield span[0], gone[0]
    if gone[1] < span[1]:
        yield gone[1], span[1]
