"""Times in an utterance: words to atoms (`rules` and their modules), atoms to days and clocks, and these to windows.

`read` is the whole of it. What is said about the visit itself rather than about a wish is not told apart here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo

from dialogs.understanding.lexicon import Lexicon
from dialogs.understanding.normalise import Token
from dialogs.understanding.times import clocks as _clocks
from dialogs.understanding.times import counting as _counting
from dialogs.understanding.times import days as _days
from dialogs.understanding.times import feasts as _feasts
from dialogs.understanding.times import parts as _parts
from dialogs.understanding.times import periods as _periods
from dialogs.understanding.times import ranges as _ranges
from dialogs.understanding.times import relations as _relations
from dialogs.understanding.times.atoms import Clock, Days, Mark, Moment, Piece, mark_of
from dialogs.understanding.times.corrections import corrected, refused, replaced, target_of_move
from dialogs.understanding.times.counts import counts_settled
from dialogs.understanding.times.grammar import GRAMMAR
from dialogs.understanding.times.groups import grouped
from dialogs.understanding.times.rules import Grammar, Reference, no_visit
from dialogs.understanding.times.spans import bounded, joined
from dialogs.understanding.times.windows import when_of
from dialogs.understanding.times.words import Word, says_nothing, words_of
from scheduler.wishes import When

RULE_MODULES = (_relations, _days, _counting, _feasts, _periods, _parts, _clocks, _ranges)


@dataclass(frozen=True, slots=True)
class TimeReading:
    """The wish, whether a day and a clock were said, how much of the text was about time, and the rules it rests on."""

    when: When | None = None
    has_day: bool = False
    has_clock: bool = False
    because: tuple[str, ...] = ()
    only_parts: bool = False


_REFUSING = frozenset({"any", "not", "no", "unfit"})
_LEADING_ON = frozenset({"on", "at", "for"})
NOTHING = TimeReading(only_parts=True)


def read(
    tokens: Sequence[Token],
    now: datetime,
    zone: tzinfo,
    lexicon: Lexicon,
    asked: str,
    day_first: bool,
    grammar: Grammar = GRAMMAR,
    visit_named: Callable[[], datetime | None] = no_visit,
    hours: tuple[tuple[int, int], ...] = (),
) -> TimeReading:
    """What was said about time, relative to `now` and to a visit on the wall clock of `zone`.

    `visit_named` is asked for it only where words speak of it. `asked` is "time", "day" or empty; `hours` are those of
    each weekday, Monday first, where they are known.
    """
    words = words_of(tokens, lexicon)
    if says_nothing(words):
        return NOTHING
    reference = Reference(now.astimezone(zone).replace(tzinfo=None), day_first, visit_named, hours)
    pieces = grammar.pieces(words, reference)
    if len(pieces) > 1:
        pieces = _but_on(pieces, words)
        pieces = bounded(_without_now(joined(corrected(target_of_move(refused(replaced(pieces)))))))
    pieces = counts_settled(pieces, asked)
    grouping = grouped(pieces)
    atoms = [piece.atom for piece in pieces]
    return TimeReading(
        when_of(grouping, reference, zone),
        any(isinstance(atom, Days) for atom in atoms),
        any(isinstance(atom, Clock | Moment) for atom in atoms),
        tuple(_reason(piece, words) for piece in pieces if mark_of(piece) in {"", "no_such_day"}),
        all(atom.is_part for atom in atoms if isinstance(atom, Clock))
        and not any(isinstance(atom, Moment) for atom in atoms),
    )


def _but_on(pieces: list[Piece], words: Sequence[Word]) -> list[Piece]:
    """“In the morning, but on the 14th” adds a day; "any day but on Friday" takes one away."""
    if not _REFUSING.isdisjoint(map(mark_of, pieces)):
        return pieces
    result = list(pieces)
    for at, piece in enumerate(pieces):
        if mark_of(piece) == "but" and piece.end < len(words) and words[piece.end].kind in _LEADING_ON:
            result[at] = piece._replace(atom=Mark("comma"))
    return result


def _without_now(pieces: list[Piece]) -> list[Piece]:
    """“Now book Thursday at 2” is not about now."""
    others = any(isinstance(piece.atom, Days | Clock | Moment) and piece.rule != "right_now" for piece in pieces)
    return [piece for piece in pieces if piece.rule != "right_now"] if others else pieces


def _reason(piece: Piece, words: Sequence[Word]) -> str:
    said = " ".join([word.text for word in words[piece.begin : piece.end]])
    return f"{mark_of(piece) or piece.rule}: {said}"
