"""`frontdesk export`: rows to standard output, as JSON lines or as CSV that a spreadsheet may open safely."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TextIO

import click

from bot.cli.options import clinic_option, open_desk, which_clinic

if TYPE_CHECKING:
    from bot.wiring import Desk

KINDS = ("appointments", "patients", "messages", "cases", "reminders", "waitlist", "forms", "insurance", "audit")
Told = Mapping[str, Any]


@click.command()
@click.argument("what", type=click.Choice(KINDS))
@clinic_option
@click.option("--format", "form", type=click.Choice(["jsonl", "csv"]), default="jsonl", show_default=True)
def export(what: str, clinic_id: str | None, form: str) -> None:
    """Write all rows of one kind to standard output, in the order of their creation."""
    from storage.exchange.exports import EXPORTS

    sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
    with open_desk() as desk:
        write = _csv(sys.stdout, EXPORTS[what].keys) if form == "csv" else _jsonl(sys.stdout)
        try:
            for row in _rows(desk, clinic_id, what):
                write(row)
            sys.stdout.flush()
        except BrokenPipeError:
            _let_go_of_stdout()


def _rows(desk: Desk, clinic_id: str | None, what: str) -> Iterator[Told]:
    from storage.exchange import exports

    with desk.database.reading() as connection:
        chosen = which_clinic(connection, clinic_id)
        yield from exports.rows(desk.work(connection, chosen), desk.clinic(connection, chosen), what)


def _jsonl(out: TextIO) -> Callable[[Told], None]:
    def write(row: Told) -> None:
        line = json.dumps(row, ensure_ascii=False)
        # Half a character, which some phones send, cannot be written as UTF-8 but as an escape.
        out.write((line if _is_writable(line) else json.dumps(row)) + "\n")

    return write


def _csv(out: TextIO, keys: tuple[str, ...]) -> Callable[[Told], None]:
    writer = csv.writer(out)
    writer.writerow(keys)
    return lambda row: writer.writerow([_cell(row[key]) for key in keys])


def _cell(value: object) -> str:
    from storage.exchange.sheets import guarded

    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return guarded(value)
    return json.dumps(value, ensure_ascii=False)


def _is_writable(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return False
    return True


def _let_go_of_stdout() -> None:
    """Whoever read has had enough; what is still buffered goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
