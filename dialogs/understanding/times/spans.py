"""First step of combining: two atoms with a "to" between them become one, and bounds take hold of what they bound.

"between 2 and 4", "13th to 15th of July", "after 3", "from Monday on": what comes out are days and clocks that may be
long or open, and the marks that still matter.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from dialogs.understanding.times import calendar as cal
from dialogs.understanding.times.atoms import FULL_DAY, Clock, Count, Days, Mark, Moment, Piece, mark_of
from dialogs.understanding.times.clocks import clock
from scheduler.wishes import Grain

_JOINING = {"to", "through", "until"}
_BOUNDS = {"after", "past", "before", "by", "until", "from", "onward", "backward"}


def joined(pieces: list[Piece]) -> list[Piece]:
    """The pieces with ranges made one."""
    if _JOINING.isdisjoint(map(mark_of, pieces)) and "between" not in map(mark_of, pieces):
        return pieces
    result = list(pieces)
    at = 0
    while at < len(result):
        made = _moment_range_at(result, at) or _range_at(result, at)
        if made is None:
            at += 1
        else:
            piece, length = made
            result[at : at + length] = [piece]
    return result


def _moment_range_at(pieces: list[Piece], at: int) -> tuple[Piece, int] | None:
    """“from Monday at 4 until Tuesday at 5”."""
    opened = 1 if mark_of(pieces[at]) in {"from", "between"} else 0
    found = pieces[at + opened : at + opened + 5]
    joins = _JOINING | {"and"} if mark_of(pieces[at]) == "between" else _JOINING
    if len(found) < 5 or mark_of(found[2]) not in joins:
        return None
    start, end = _moment(found[0].atom, found[1].atom), _moment(found[3].atom, found[4].atom)
    if start is None or end is None or end <= start or found[-1].end - found[0].begin > _spread(found) + 2:
        return None
    return Piece(Moment(start, end), pieces[at].begin, found[-1].end, f"{found[0].rule} to {found[3].rule}"), opened + 5


def _spread(pieces: list[Piece]) -> int:
    return sum(piece.end - piece.begin for piece in pieces)


def _moment(day: object, said: object) -> datetime | None:
    if not isinstance(day, Days) or not isinstance(said, Clock) or not day.is_one or not said.is_exact:
        return None
    if day.first is None or said.start is None:
        return None
    return datetime.combine(day.first, time()) + timedelta(minutes=said.start)


def _range_at(pieces: list[Piece], at: int) -> tuple[Piece, int] | None:
    opened = 1 if mark_of(pieces[at]) in {"from", "between"} else 0
    if opened and at + 1 < len(pieces) and mark_of(pieces[at + 1]) in {"on", "at", "for"}:
        opened = 2
    first = at + opened
    middle = first + 1
    if middle + 1 >= len(pieces):
        return None
    between = mark_of(pieces[at]) == "between"
    joins = mark_of(pieces[middle]) in _JOINING or (between and mark_of(pieces[middle]) == "and")
    if not joins or not _touch(pieces[first], pieces[middle]):
        return None
    last = middle + 1
    if mark_of(pieces[last]) in {"on", "at", "for", "from"} and last + 1 < len(pieces):
        last += 1
    atom = _range(pieces[first].atom, pieces[last].atom)
    if atom is None:
        return None
    return Piece(
        atom, pieces[at].begin, pieces[last].end, f"{pieces[first].rule} to {pieces[last].rule}"
    ), last - at + 1


def _touch(left: Piece, right: Piece) -> bool:
    return right.begin - left.end <= 1


def _range(first: object, last: object) -> Days | Clock | Moment | None:
    if isinstance(first, Days) and isinstance(last, Days):
        return _days_range(first, last)
    if isinstance(first, Moment) and first.until is None:
        return _from_now(first, last)
    if isinstance(first, Clock | Count) and isinstance(last, Clock | Count):
        return None if _is_day_number(first) or _is_day_number(last) else clock_range(first, last)
    if isinstance(first, Count) and isinstance(last, Days):
        return _days_from_number(first, last)
    if isinstance(first, Days) and isinstance(last, Count) and first.first is not None:
        day = cal.next_day_of_month(first.first, last.value)
        return (
            None if day is None or first.free not in {"year", "month"} else _days_range(first, Days(day, day + cal.DAY))
        )
    return None


def _from_now(first: Moment, last: object) -> Days | Moment | None:
    """“from now until Friday”, "between now and eight"."""
    if isinstance(last, Days) and last.last is not None:
        return Days(first.at.date(), last.last, Grain.INTERVAL)
    if not isinstance(last, Clock) or last.start is None:
        return None
    midnight = datetime.combine(first.at.date(), time())
    ends = [midnight + timedelta(minutes=minutes) for minutes in (last.start, last.start + FULL_DAY // 2)]
    end = next((end for end in ends[: 1 if last.sure else 2] if end > first.at), None)
    return None if end is None else Moment(first.at, end)


def _days_from_number(first: Count, last: Days) -> Days | None:
    """“13 to 15 July”."""
    if last.first is None or last.free == "week" or not last.is_one:
        return None
    start = cal.day_of(last.first.year, last.first.month, first.value)
    return None if start is None or start > last.first else replace(last, first=start, grain=Grain.INTERVAL)


def _days_range(first: Days, last: Days) -> Days | None:
    if first.first is None or last.last is None or last.first is None:
        return None
    first = _in_year_of(_in_month_of(first, last), last)
    if first.first is None:
        return None
    end = last.last
    if end <= first.first:
        end = _moved_on(first, last) or end
    if end <= first.first:
        return None
    return Days(first.first, end, Grain.INTERVAL, first.free)


def _in_month_of(first: Days, last: Days) -> Days:
    """“from the 4th to the 8th of June”: the first day, too, is in July."""
    if first.free != "month" or last.free != "year" or first.first is None or last.first is None:
        return first
    start = cal.day_of(last.first.year, last.first.month, first.first.day)
    return first if start is None or start > last.first else replace(first, first=start, last=start + cal.DAY)


def _in_year_of(first: Days, last: Days) -> Days:
    """“from May to October 2028”: May, too, is in that year."""
    if first.free != "year" or last.free or first.first is None or first.last is None or last.first is None:
        return first
    years = last.first.year - first.first.year
    start = cal.day_of(first.first.year + years, first.first.month, first.first.day)
    length = first.last - first.first
    return first if start is None or start > last.first else replace(first, first=start, last=start + length)


def _moved_on(first: Days, last: Days) -> date | None:
    """The end of a range whose end lies before its start: a month, a week or a year later."""
    if last.first is None or last.last is None or first.first is None:
        return None
    length = last.last - last.first
    if last.free == "month":
        day = cal.next_day_of_month(first.first, last.first.day)
    elif last.free == "year":
        day = cal.next_month_day(first.first, last.first.month, last.first.day)
    else:
        day = cal.weekday_after(first.first, last.first.weekday())
    return None if day is None else day + length


def clock_range(first: Clock | Count, last: Clock | Count) -> Clock | None:
    """From one clock time to another, each telling am or pm to the other."""
    start, end = _as_clock(first), _as_clock(last)
    if start is None or end is None or start.start is None:
        return None
    if end.is_part and not start.is_part:
        return None
    finish = end.end if end.is_part else end.start or FULL_DAY
    if finish is None:
        return None
    low, high, sure = _settled(start.start, start.sure, finish, end.sure or end.is_part)
    return Clock(low, high, Grain.INTERVAL, sure) if low < high or high < low else None


def _settled(low: int, low_sure: bool, high: int, high_sure: bool) -> tuple[int, int, bool]:
    """Both ends, with am and pm of the one telling about the other: "2-5pm", "9 to 1"; where both are sure, as said."""
    half = FULL_DAY // 2
    if low_sure and high_sure:
        return low, high or FULL_DAY, True
    if high_sure and not low_sure:
        choices = [value for value in (low % half + half, low % half) if value < high]
        low = choices[0] if choices else low
    elif low_sure and not high_sure:
        choices = [value for value in (high % half, high % half + half) if value > low]
        high = choices[0] if choices else high % half
    elif high <= low:
        high = high + half if high + half <= FULL_DAY else high
        if high <= low:
            low = low - half if low >= half else low
    return low, (high or FULL_DAY), low_sure or high_sure


def _is_day_number(atom: Clock | Count) -> bool:
    return isinstance(atom, Count) and atom.day_only


def _as_clock(atom: Clock | Count) -> Clock | None:
    if isinstance(atom, Clock):
        return atom
    return clock(atom.value, atom.minutes) if atom.value <= 24 else None


def bounded(pieces: list[Piece]) -> list[Piece]:
    """The pieces with open bounds taken in: "after 3", "before noon", "from Monday on", "3 or later"."""
    if _BOUNDS.isdisjoint(map(mark_of, pieces)):
        return pieces
    result: list[Piece] = []
    at = 0
    while at < len(pieces):
        piece = pieces[at]
        behind = pieces[at + 1] if at + 1 < len(pieces) else None
        if mark_of(piece) in {"after", "past", "before", "by", "until", "from"} and behind is not None:
            skip = 2 if mark_of(behind) in {"on", "at", "for"} and at + 2 < len(pieces) else 1
            target = pieces[at + skip]
            atom = _bound(piece, target)
            if atom is not None and target.begin - piece.end <= 1:
                result.append(Piece(atom, piece.begin, target.end, f"{_kind(piece)} {target.rule}"))
                at += skip + 1
                continue
        if mark_of(behind) in {"onward", "backward"} and behind is not None:
            atom = _open(piece.atom, up=mark_of(behind) == "onward", inclusive=True)
            if atom is not None:
                result.append(Piece(atom, piece.begin, behind.end, f"{piece.rule} {_kind(behind)}"))
                at += 2
                continue
        result.append(piece)
        at += 1
    return result


def _kind(piece: Piece) -> str:
    return piece.atom.kind if isinstance(piece.atom, Mark) else piece.rule


def _bound(mark: Piece, target: Piece) -> Days | Clock | None:
    kind = _kind(mark)
    if kind == "from" and not isinstance(target.atom, Days | Clock | Count):
        return None
    up = kind in {"after", "past", "from"}
    return _open(target.atom, up, inclusive=kind in {"from", "until", "by"} or target.rule.startswith("part_of_"))


def _open(atom: object, up: bool, inclusive: bool) -> Days | Clock | None:
    if isinstance(atom, Count):
        atom = _as_clock(atom)
    if isinstance(atom, Clock):
        return _open_clock(atom, up)
    if isinstance(atom, Days) and atom.first is not None and atom.last is not None:
        if up:
            return Days(atom.first if inclusive else atom.last, None, atom.grain, atom.free)
        return Days(None, atom.last if inclusive else atom.first, atom.grain, atom.free)
    return None


def _open_clock(atom: Clock, up: bool) -> Clock | None:
    if atom.start is None or atom.end is None:
        return None
    if up:
        return Clock(atom.end if atom.is_part else atom.start, None, Grain.INTERVAL, atom.sure)
    return Clock(None, atom.start, Grain.INTERVAL, atom.sure)
