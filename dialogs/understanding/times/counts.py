"""Bare numbers: clock times where their neighbours or the question say so, otherwise nothing."""

from __future__ import annotations

from collections.abc import Iterable

from dialogs.understanding.times.atoms import Clock, Count, Days, Piece, mark_of
from dialogs.understanding.times.clocks import clock
from scheduler.wishes import Grain

LAST_HOUR = 24
_BOUNDS = {"at", "after", "before", "by", "until", "to"}


def counts_settled(pieces: list[Piece], asked: str) -> list[Piece]:
    """The pieces with numbers as clock times; those that are none are dropped."""
    if not any(isinstance(piece.atom, Count) for piece in pieces):
        return pieces
    settled = [_settled(pieces, at, asked) for at in range(len(pieces))]
    _beside_or(settled, range(len(settled)), -1)
    _beside_or(settled, reversed(range(len(settled))), 1)
    return [piece for piece in settled if not isinstance(piece.atom, Count)]


def _settled(pieces: list[Piece], at: int, asked: str) -> Piece:
    count = pieces[at].atom
    if not isinstance(count, Count) or count.day_only or count.value > LAST_HOUR:
        return pieces[at]
    before = pieces[at - 1] if at else None
    bound = before is not None and mark_of(before) in _BOUNDS and before.end == pieces[at].begin
    if not bound and asked != "time" and (count.said or not _in_place(pieces, at)):
        return pieces[at]
    return _as_clock(pieces[at], count)


def _as_clock(piece: Piece, count: Count) -> Piece:
    said = clock(count.value, count.minutes)
    return piece if said is None else piece._replace(atom=said, rule="number_in_place")


def _in_place(pieces: list[Piece], at: int) -> bool:
    before = pieces[at - 1] if at else None
    behind = pieces[at + 1] if at + 1 < len(pieces) else None
    count = pieces[at].atom
    if isinstance(count, Count) and count.minutes and _ends(behind) and (len(pieces) == 1 or mark_of(before) == "for"):
        return True
    if _beside_day(before, pieces[at]) or (_beside_day(pieces[at], behind) and mark_of(before) != "for"):
        return True
    return _ends(behind) and (_said_so(before, pieces[at]) or _for_hour(pieces, at))


def _ends(behind: Piece | None) -> bool:
    return behind is None or mark_of(behind) in {"stop", "comma", "or"}


def _said_so(before: Piece | None, count: Piece) -> bool:
    """“how about 3?”"""
    return before is not None and mark_of(before) in {"say", "correction"} and before.end == count.begin


def _for_hour(pieces: list[Piece], at: int) -> bool:
    """“on Monday for 5.”"""
    return at > 1 and mark_of(pieces[at - 1]) == "for" and _beside_day(pieces[at - 2], pieces[at - 1])


def _beside_day(left: Piece | None, right: Piece | None) -> bool:
    if left is None or right is None or left.end != right.begin:
        return False
    return any(isinstance(piece.atom, Days) and piece.atom.grain is Grain.DAY for piece in (left, right))


def _beside_or(settled: list[Piece], order: Iterable[int], side: int) -> None:
    """The 6 of "at 5 or 6", and the 5 of "5 or 6 on Thursday"."""
    for at in order:
        count = settled[at].atom
        other = at + 2 * side
        if not isinstance(count, Count) or count.day_only or not 0 <= other < len(settled):
            continue
        known = settled[other].atom
        if mark_of(settled[at + side]) == "or" and isinstance(known, Clock) and known.is_exact:
            settled[at] = _as_clock(settled[at], count)
