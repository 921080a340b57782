"""`frontdesk clinic`: check a clinic's file, or bring it into the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.errors import CommandError

if TYPE_CHECKING:
    from scheduler.clinic import Clinic

FILE = click.argument("file", metavar="FILE.toml", type=click.Path(exists=True, dir_okay=False, path_type=Path))


@click.group()
def clinic() -> None:
    """Check a clinic's file, or create or update the clinic from it."""


@clinic.command()
@FILE
def check(file: Path) -> None:
    """Name every fault of FILE.toml; exit 1 where there is one."""
    from scheduler.errors import ClinicFileError

    if overlong := _overlong(_read(file), file):
        raise ClinicFileError(overlong)
    click.echo(f"{file.name}: no faults.")


@clinic.command()
@FILE
def apply(file: Path) -> None:
    """Create or update the clinic. Booked visits are never touched; those that no longer fit are named."""
    from bot.cli.options import open_desk
    from storage import clinics

    read = _read(file)
    for line in _overlong(read, file):
        click.echo(line, err=True)
    with open_desk() as desk, desk.database.writing() as connection:
        report = clinics.apply(connection, read, desk.clock.now())
    click.echo(f"{read.name} ({read.id}): {report}")


def _overlong(clinic: Clinic, file: Path) -> list[str]:
    """The answers that would take too many segments: named, but no reason to refuse the clinic."""
    from dialogs.clinic_texts import overlong_answers

    return [f"{file.name}: {line}" for line in overlong_answers(clinic)]


def _read(file: Path) -> Clinic:
    from scheduler.clinic import parse_clinic
    from scheduler.errors import ClinicFileError

    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise ClinicFileError([f"{file.name}: this is not UTF-8 text. Save it as UTF-8."]) from None
    except OSError as error:
        raise CommandError(
            f"{file.name}: cannot be read ({error.strerror}). Check the name and who may read it."
        ) from None
    return parse_clinic(text, file.name)
