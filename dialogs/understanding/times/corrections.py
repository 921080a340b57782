"""What is taken back: "Monday, no wait, Tuesday"; "Monday no, Tuesday yes"; "move it from Monday to Friday"."""

from __future__ import annotations

from dialogs.understanding.times.atoms import Clock, Count, Mark, Piece, mark_of
from dialogs.understanding.times.clocks import clock

_NO = {"no", "not"}


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
    return [piece for piece in before if not isinstance(piece.atom, new)] + behind


def target_of_move(pieces: list[Piece]) -> list[Piece]:
    """Of "move it from Monday to Friday" only what follows the "to"."""
    moves = [at for at, piece in enumerate(pieces) if mark_of(piece) == "move"]
    for at in range(moves[0], len(pieces)) if moves else ():
        rest = pieces[at + 1 :]
        names = any(not isinstance(piece.atom, Mark | Count) for piece in rest[:3])
        if names and mark_of(pieces[at]) in {"to", "through"}:
            return rest
    return pieces
