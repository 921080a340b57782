"""`frontdesk import`: patients and appointments from CSV files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.errors import FAULTS_FOUND
from bot.cli.options import clinic_option, open_desk, progress, which_clinic

if TYPE_CHECKING:
    from bot.importing import What
    from storage.exchange.outcomes import Tally
    from storage.exchange.sheets import Sheet

FILE = click.argument("file", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing and write no file.")


@click.group(name="import")
def import_() -> None:
    """Bring rows in from a CSV file: all good ones; bad ones are named and written to NAME.rejected.csv.

    Bringing the same file in again changes nothing.
    """


@import_.command()
@FILE
@clinic_option
@DRY_RUN
def patients(file: Path, clinic_id: str | None, dry_run: bool) -> int:
    """Create or update patients. A guardian may stand anywhere in the file."""
    return _bring_in("patients", file, clinic_id, dry_run)


@import_.command()
@FILE
@clinic_option
@DRY_RUN
def appointments(file: Path, clinic_id: str | None, dry_run: bool) -> int:
    """Book, move or cancel appointments. Times are the location's wall clock, or have an offset."""
    return _bring_in("appointments", file, clinic_id, dry_run)


def _bring_in(what: What, file: Path, clinic_id: str | None, dry_run: bool) -> int:
    from bot import importing
    from storage.exchange.sheets import SheetError, rejected_path

    with open_desk() as desk:
        with desk.database.reading() as connection:
            clinic = desk.clinic(connection, which_clinic(connection, clinic_id))
        try:
            sheet = importing.read(what, file)
        except SheetError as error:
            click.echo(str(error), err=True)
            return FAULTS_FOUND
        with progress(len(sheet.rows), what.capitalize()) as done:
            if dry_run:
                with importing.rehearsal(desk) as (rehearsing, run):
                    tally = importing.bring_in(rehearsing, clinic, what, sheet, done, run)
            else:
                tally = importing.bring_in(desk, clinic, what, sheet, done)
    _tell(sheet, tally, "Dry run, nothing was changed: " if dry_run else "")
    if not dry_run:
        _keep_rejected(sheet, tally, rejected_path(file))
    return FAULTS_FOUND if tally.rejected else 0


def _tell(sheet: Sheet, tally: Tally, preface: str) -> None:
    for outcome in tally.rejected:
        click.echo(f"{sheet.name}:{outcome.row.line}: {outcome.reason}", err=True)
    counts: dict[str, Any] = {
        change: tally.counts[change] for change in ("created", "updated", "unchanged", "rejected")
    }
    click.echo(preface + ", ".join(f"{count} {change}" for change, count in counts.items()) + ".", err=True)


def _keep_rejected(sheet: Sheet, tally: Tally, path: Path) -> None:
    """The bad rows beside the file; a file of an earlier try goes once everything is in."""
    from bot.cli.errors import CommandError
    from storage.exchange.sheets import write_rejected

    try:
        if tally.rejected:
            write_rejected(sheet, [(outcome.row, outcome.reason) for outcome in tally.rejected])
            click.echo(f"The rejected rows are in {path}", err=True)
        else:
            path.unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(f"{path}: cannot be written ({error.strerror}). Check the folder and its rights.") from None
