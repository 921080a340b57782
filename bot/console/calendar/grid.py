"""A calendar as a table: columns of what is free, closed and taken become rows of cells that span several rows.

A row is a stretch of real time, so that days on which clocks change are drawn as long as they are. Visits that lie
beside each other in one column (overbooked, group visits) stand in lanes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import gcd
from zoneinfo import ZoneInfo

STEP = 5
COARSEST = 15
LABELLED = 30
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Block:
    """Something that takes time: `kind` is "visit", "hold" or "offer"; `view` is what the page says of it."""

    start: datetime
    end: datetime
    kind: str
    view: object = None


@dataclass(frozen=True, slots=True)
class Column:
    """A provider, a room or a day: when it is open, and what is in it. `key` names it in addresses."""

    title: str
    key: str
    open: tuple[Span, ...]
    blocks: tuple[Block, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: how many rows it spans, what it is, and from when on."""

    rows: int
    kind: str
    start: datetime
    key: str = ""
    view: object = None


@dataclass(slots=True)
class Row:
    """What begins in one row; `label` is the wall clock where a half hour begins, over `label_rows` rows."""

    label: str
    label_rows: int
    on_the_hour: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    """`heads` are the columns with the number of their lanes; a row lasts `minutes`."""

    minutes: int
    heads: tuple[tuple[Column, int], ...]
    rows: tuple[Row, ...]


def drawn(columns: Sequence[Column], zone: ZoneInfo, clock: Callable[[datetime], str]) -> Grid | None:
    """The grid from the first to the last hour in which anything is; None where nothing is."""
    moments = [moment.astimezone(UTC) for column in columns for span in _spans(column) for moment in span]
    if not moments:
        return None
    first, last = _hour_before(min(moments), zone), _hour_after(max(moments), zone)
    minutes = _row_minutes(first, moments)
    count = (last - first) // (minutes * MINUTE)
    scale = _Scale(first, minutes, count, zone)
    rows = [_row(scale, number, clock) for number in range(count)]
    heads = []
    for column in columns:
        lanes = _lanes(column.blocks)
        heads.append((column, len(lanes)))
        for number, lane in enumerate(lanes):
            for at, cell in _cells(scale, column, lane, is_first=number == 0):
                rows[at].cells.append(cell)
    return Grid(minutes, tuple(heads), tuple(rows))


@dataclass(frozen=True, slots=True)
class _Scale:
    first: datetime
    minutes: int
    count: int
    zone: ZoneInfo

    def at(self, row: int) -> datetime:
        return self.first + row * self.minutes * MINUTE

    def row(self, moment: datetime) -> int:
        return min(self.count, max(0, (moment - self.first) // (self.minutes * MINUTE)))

    def is_half_hour(self, row: int) -> bool:
        return self.at(row).astimezone(self.zone).minute % LABELLED == 0


def _spans(column: Column) -> Iterator[Span]:
    yield from column.open
    yield from ((block.start, block.end) for block in column.blocks)


def _row_minutes(first: datetime, moments: Iterable[datetime]) -> int:
    """The longest row, up to a quarter of an hour, whose borders meet all that begins or ends."""
    step = COARSEST
    for moment in moments:
        step = gcd(step, (moment - first) // MINUTE)
    return max(STEP, step)


def _row(scale: _Scale, number: int, clock: Callable[[datetime], str]) -> Row:
    if not scale.is_half_hour(number):
        return Row("", 0, on_the_hour=False)
    after = next((later for later in range(number + 1, scale.count) if scale.is_half_hour(later)), scale.count)
    at = scale.at(number)
    return Row(clock(at), after - number, on_the_hour=at.astimezone(scale.zone).minute == 0)


def _lanes(blocks: Iterable[Block]) -> list[list[Block]]:
    """Each block in the first lane where it meets no other."""
    lanes: list[list[Block]] = [[]]
    for block in sorted(blocks, key=lambda one: (one.start, one.end)):
        free = next((lane for lane in lanes if not lane or lane[-1].end <= block.start), None)
        if free is None:
            lanes.append([block])
        else:
            free.append(block)
    return lanes


def _cells(scale: _Scale, column: Column, lane: list[Block], *, is_first: bool) -> Iterator[tuple[int, Cell]]:
    """The cells of one lane, without a gap: blocks, and between them what is free or closed."""
    starts = {scale.row(block.start): block for block in lane}
    row = 0
    while row < scale.count:
        block = starts.get(row)
        if block is not None:
            length = max(1, scale.row(block.end) - row)
            yield row, Cell(length, block.kind, block.start, column.key, block.view)
        else:
            is_open = _is_open(scale, column, row)
            length = _length(scale, column, starts, row, is_open)
            kind = "closed" if not is_open else "free" if is_first else "beside"
            yield row, Cell(length, kind, scale.at(row), column.key)
        row += length


def _length(scale: _Scale, column: Column, starts: dict[int, Block], row: int, is_open: bool) -> int:
    """Until the next block, change of hours or, where it is free, half hour."""
    end = row + 1
    while end < scale.count and end not in starts and _is_open(scale, column, end) is is_open:
        if is_open and scale.is_half_hour(end):
            break
        end += 1
    return end - row


def _is_open(scale: _Scale, column: Column, row: int) -> bool:
    at = scale.at(row)
    return any(opens <= at < closes for opens, closes in column.open)


def _hour_before(moment: datetime, zone: ZoneInfo) -> datetime:
    local = moment.astimezone(zone)
    return moment - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond)


def _hour_after(moment: datetime, zone: ZoneInfo) -> datetime:
    whole = _hour_before(moment, zone)
    return whole if whole == moment else whole + HOUR
