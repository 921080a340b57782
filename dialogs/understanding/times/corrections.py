"""What is taken back: "Monday, no wait, Tuesday"; "Monday no, Tuesday yes"; "move it from Monday to Friday"."""

from __future__ import annotations

from dataclasses import replace

from dialogs.understanding.times.atoms import Clock, Count, Mark, Piece, mark_of
from dialogs.understanding.times.clocks import clock
from scheduler.wishes import Grain

_NO = {"no", "not"}


def replaced(pieces: list[Piece]) -> list[Piece]:
    """“10 instead of 9:30”: two clock times, of which the second is refused."""
    if not any(mark_of(piece) == "instead" for piece in pieces):
        return pieces
    result = list(pieces)
    for at, piece in enumerate(pieces):
        if mark_of(piece) != "instead":
            continue
        result[at] = piece._replace(atom=Mark("not"))
        beside = (*pieces[max(0, at - 1) : at], *pieces[at + 1 : at + 2])
        if len(beside) > 1 and all(isinstance(each.atom, Count | Clock) for each in beside):
            result[at - 1], result[at + 1] = map(_as_clock, beside)
    return result


def _as_clock(piece: Piece) -> Piece:
    count = piece.atom
    if not isinstance(count, Count) or count.day_only:
        return piece
    return piece._replace(atom=clock(count.value, count.minutes) or count)


def refused(pieces: list[Piece]) -> list[Piece]:
    """With the "no" of "Monday no, Tuesday yes" as a refusal, and that of "Monday, no, Tuesday" as a correction."""
    if _NO.isdisjoint(map(mark_of, pieces)):
        return pieces
    result = list(pieces)
    for at, piece in enumerate(pieces):
        if not at or mark_of(piece) not in _NO:
            continue
        if at + 1 < len(pieces) and mark_of(pieces[at + 1]) not in {"comma", "stop"}:
            continue
        before = pieces[at - 1]
        if not isinstance(before.atom, Mark) and before.end == piece.begin:
            result[at] = piece._replace(atom=Mark("unfit"))
        elif mark_of(before) == "comma":
            result[at] = piece._replace(atom=Mark("correction"))
    return result


def corrected(pieces: list[Piece]) -> list[Piece]:
    """Without what was taken back: of "Monday, no wait, Tuesday" the Tuesday; "at 3, I mean 4" is at four."""
    last = max((at for at, piece in enumerate(pieces) if mark_of(piece) == "correction"), default=0)
    before, behind = pieces[:last], pieces[last + 1 :]
    first = next((at for at, piece in enumerate(behind) if not isinstance(piece.atom, Mark)), None)
    if not last or first is None:
        return pieces
    count = behind[first].atom
    if isinstance(count, Count) and any(isinstance(piece.atom, Clock) for piece in before):
        behind[first] = behind[first]._replace(atom=clock(count.value, count.minutes) or count)
    new = tuple({type(piece.atom) for piece in behind} - {Mark})
    taken_back = [isinstance(piece.atom, new) for piece in before]
    kept = [
        piece
        for at, piece in enumerate(before)
        if not taken_back[at] and not (mark_of(piece) and at + 1 < len(before) and taken_back[at + 1])
    ]
    return kept + behind


def target_of_move(pieces: list[Piece]) -> list[Piece]:
    """Of "move it from Monday to Friday" only what follows the "to"."""
    start = next((at for at, piece in enumerate(pieces) if mark_of(piece) == "move"), len(pieces))
    for at in range(start, len(pieces)):
        rest = pieces[at + 1 :]
        leads_on = mark_of(pieces[at]) in {"to", "through"}
        if leads_on and any(not isinstance(piece.atom, Mark | Count) for piece in rest[:3]):
            return rest
        clock_range = pieces[at].atom
        if pieces[at].rule == "two_clocks" and isinstance(clock_range, Clock) and clock_range.end is not None:
            end = replace(clock_range, start=clock_range.end, end=clock_range.end + 1, grain=Grain.MINUTE)
            return [pieces[at]._replace(atom=end), *rest]
    return pieces
