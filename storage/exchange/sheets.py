"""CSV as clinics have it: UTF-8 with a header, a byte order mark tolerated, line numbers as an editor shows them.

A cell that a spreadsheet would execute goes out behind an apostrophe and comes back without it; a plain E.164 number
is none. What the cells mean is for `patients` and `appointments`.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

# A byte of the file that is not UTF-8, as Python's `surrogateescape` reads it.
_NOT_UTF8 = re.compile("[\udc80-\udcff]")
_EXECUTED = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")
_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
REASON = "reason"


class SheetError(Exception):
    """Nothing of the file was imported; the message says where it is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is not taken: the column, and what is wrong there."""

    column: str
    what: str

    def __str__(self) -> str:
        return f"{self.column}: {self.what}"


class Refused(Exception):
    """The row cannot be taken."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Row:
    """One line of data; `cells` are as they were written, `fault` says that their number is wrong."""

    line: int
    cells: tuple[str, ...]
    values: Mapping[str, str]
    fault: Fault | None = None

    def get(self, column: str) -> str:
        """The cell without the blanks around it; empty where the file has no such column."""
        return self.values.get(column, "")

    def says(self, column: str) -> bool:
        """Whether the file has this column at all."""
        return column in self.values


@dataclass(frozen=True, slots=True)
class Sheet:
    """A file that was read as a whole."""

    name: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


def read(path: Path, needed: Sequence[str], known: Collection[str]) -> Sheet:
    """The file's rows. Raises `SheetError`."""
    try:
        with path.open(encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
            return _read(str(path), file, needed, known)
    except OSError as error:
        raise SheetError(f"{path}: cannot be read ({error.strerror}). Check the name and who may read it.") from None


def _read(name: str, file: TextIO, needed: Sequence[str], known: Collection[str]) -> Sheet:
    lines = _records(name, file)
    _, header = next(lines, (1, []))
    columns = tuple(cell.strip() for cell in header)
    _demand_columns(name, columns, needed, known)
    rows = tuple(_row(line, cells, columns) for line, cells in lines if any(map(str.strip, cells)))
    return Sheet(name, columns, rows)


def _records(name: str, file: TextIO) -> Iterator[tuple[int, list[str]]]:
    """Each record with the line on which it begins."""
    reader = csv.reader(file, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise SheetError(f"{name}:{line}: this is not CSV ({error}). Export the file anew.") from None
        if cells is None:
            return
        if any(map(_NOT_UTF8.search, cells)):
            raise SheetError(f"{name}:{line}: this is not UTF-8 text. Save the file as CSV UTF-8.")
        yield line, cells


def _demand_columns(name: str, columns: Sequence[str], needed: Sequence[str], known: Collection[str]) -> None:
    unknown = [column or "(empty)" for column in columns if column not in known and column != REASON]
    if unknown:
        raise SheetError(f"{name}:1: unknown columns: {', '.join(unknown)}. Known are: {', '.join(known)}.")
    twice = sorted({column for column in columns if columns.count(column) > 1})
    if twice:
        raise SheetError(f"{name}:1: these columns are there twice: {', '.join(twice)}. Keep one of each.")
    missing = [column for column in needed if column not in columns]
    if missing:
        raise SheetError(f"{name}:1: these columns are missing: {', '.join(missing)}. Add them to the header.")


def _row(line: int, cells: list[str], columns: Sequence[str]) -> Row:
    fault = None
    if len(cells) != len(columns):
        column = columns[min(len(cells), len(columns) - 1)]
        fault = Fault(column, f"the row has {len(cells)} cells, the header {len(columns)}")
    values = {column: bare(cell).strip() for column, cell in zip(columns, cells, strict=False)}
    return Row(line, tuple(cells), values, fault)


def write_rejected(sheet: Sheet, rejected: Iterable[tuple[Row, str]]) -> Path:
    """The rows that were not taken, with their reasons, in `NAME.rejected.csv` beside the file."""
    path = rejected_path(Path(sheet.name))
    columns = [column for column in sheet.header if column != REASON]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([*columns, REASON])
        for row, reason in rejected:
            cells = dict(zip(sheet.header, row.cells, strict=False))
            writer.writerow([*(guarded(bare(cells.get(column, ""))) for column in columns), guarded(reason)])
    return path


def rejected_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}.rejected.csv")


def guarded(text: str) -> str:
    """The text as it may stand in a cell: one that a spreadsheet would execute gets an apostrophe in front."""
    return f"'{text}" if _EXECUTED.match(text) and not _E164.fullmatch(text) else text


def bare(cell: str) -> str:
    """The text that `guarded` made a cell of."""
    return cell[1:] if _GUARDED.match(cell) else cell
