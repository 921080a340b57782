"""Brings a file in: good rows in short batches, bad rows told and written beside it.

Between two batches others may write, so that texts are answered meanwhile. A rehearsal does all the same, in one
transaction that is never committed: on SQLite over a copy, so that nobody waits for it.
"""

from __future__ import annotations

import contextlib
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Literal, TypeVar

from sqlalchemy import Connection

from bot import notices
from bot.wiring import Desk, build
from scheduler import lifecycle
from scheduler.clinic import Clinic
from scheduler.model import Appointment, AppointmentStatus
from storage.exchange import appointments, patients, sheets
from storage.exchange.outcomes import Outcome, Tally
from storage.exchange.sheets import Fault, Refused, Row, Sheet
from storage.work import Work

# So many rows are written well within the 50 ms that anybody may keep others from writing.
SHORT, SHORTER = 25, 10
# Others poll for the write lock; without a pause an import would win it again and again.
PAUSE_SECONDS = 0.004

T = TypeVar("T")
Run = Callable[[Callable[[Connection], T]], T]
What = Literal["patients", "appointments"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What a file holds: its columns, how a row is read, in which order and how rows are written, how many at once."""

    columns: Sequence[str]
    needed: Sequence[str]
    exported: Sequence[str]
    read_row: Callable[[Row, Clinic], Any]
    in_order: Callable[[list[Any]], Iterator[Any]]
    bring_in: Callable[[Work, Clinic, list[Any]], list[Outcome]]
    batch: int


def tell(work: Work, clinic: Clinic, before: Appointment, after: Appointment) -> None:
    """An upcoming visit was changed: its patient hears of it where a text of ours had named the old time."""
    if after.status is not AppointmentStatus.CANCELLED and not _is_elsewhere(work, before, after):
        return
    if not notices.had_named(work, clinic, before):
        return
    if after.status is AppointmentStatus.CANCELLED:
        notices.tell_cancelled(work, clinic, before)
    else:
        notices.tell_moved(work, clinic, after)


def _is_elsewhere(work: Work, before: Appointment, after: Appointment) -> bool:
    """Whether the patient would now come at a wrong time, to a wrong place or expecting somebody else."""
    old, new = before.slot, after.slot
    moved = (old.starts_at, old.location, old.provider) != (new.starts_at, new.location, new.provider)
    return moved and lifecycle.is_upcoming(after.status, new.starts_at, work.now)


KINDS: dict[str, Kind] = {
    "patients": Kind(
        patients.COLUMNS,
        patients.NEEDED,
        patients.EXPORTED,
        patients.read_row,
        patients.guardians_first,
        patients.bring_in,
        SHORT,
    ),
    "appointments": Kind(
        appointments.COLUMNS,
        appointments.NEEDED,
        appointments.EXPORTED,
        appointments.read_row,
        iter,
        lambda work, clinic, entries: appointments.bring_in(work, clinic, entries, tell),
        SHORTER,
    ),
}


def read(what: What, path: Path) -> Sheet:
    """The file as a whole. Raises `SheetError`."""
    kind = KINDS[what]
    return sheets.read(path, kind.needed, (*kind.columns, *kind.exported))


def bring_in(
    desk: Desk, clinic: Clinic, what: What, sheet: Sheet, done: Callable[[int], object], run: Run[Any] | None = None
) -> Tally:
    """All good rows of the file; `done` is told how many rows a step took."""
    kind, tally = KINDS[what], Tally()
    entries = list(_entries(kind, clinic, sheet, tally))
    done(len(tally.rejected))
    ordered = kind.in_order(entries)
    while step := list(islice(ordered, kind.batch)):
        batch = [entry for entry in step if not isinstance(entry, Outcome)]
        tally.note(entry for entry in step if isinstance(entry, Outcome))
        tally.note((run or desk.database.run)(partial(_write, desk, clinic, kind, batch)))
        done(len(step))
        if run is None:
            time.sleep(PAUSE_SECONDS)
    tally.rejected.sort(key=lambda outcome: outcome.row.line)
    return tally


@contextlib.contextmanager
def rehearsal(desk: Desk) -> Iterator[tuple[Desk, Run[Any]]]:
    """A desk and a way to run steps that leave no trace."""
    with contextlib.ExitStack() as stack:
        desk = stack.enter_context(_over_a_copy(desk)) if desk.settings.database_file else desk
        connection = stack.enter_context(_rolled_back(desk))
        yield desk, lambda step: step(connection)


def _entries(kind: Kind, clinic: Clinic, sheet: Sheet, tally: Tally) -> Iterator[Any]:
    """The rows that can be read; the others go to the tally."""
    lines: dict[str, int] = {}
    for row in sheet.rows:
        try:
            entry = kind.read_row(row, clinic)
            first = lines.setdefault(entry.external_id, row.line)
            if first != row.line:
                raise Refused(Fault("external_id", f'"{entry.external_id}" is on line {first} already'))
        except Refused as refused:
            tally.note([Outcome.rejected(row, refused)])
        else:
            yield entry


def _write(desk: Desk, clinic: Clinic, kind: Kind, batch: list[Any], connection: Connection) -> list[Outcome]:
    return kind.bring_in(desk.work(connection, clinic.id), clinic, batch)


@contextlib.contextmanager
def _over_a_copy(desk: Desk) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory(prefix="frontdesk-") as folder:
        copy = Path(folder) / "rehearsal.db"
        with desk.database.reading() as connection:
            connection.exec_driver_sql("VACUUM INTO ?", (str(copy),))
        other = build(replace(desk.settings, database_url=f"sqlite:///{copy}"))
        try:
            yield other
        finally:
            other.database.close()


@contextlib.contextmanager
def _rolled_back(desk: Desk) -> Iterator[Connection]:
    class _Enough(Exception):
        pass

    with contextlib.suppress(_Enough), desk.database.writing() as connection:
        yield connection
        raise _Enough
