"""`frontdesk backup` and `frontdesk restore`."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.errors import FAULTS_FOUND, CommandError
from storage.cipher import Keyring

if TYPE_CHECKING:
    from bot.settings import Settings

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))


@click.command()
@FILE
def backup(file: Path) -> None:
    """Copy the database to FILE while it is in use. For PostgreSQL the command to do so is printed."""
    from bot import settings
    from bot.kept import Journal
    from storage import backups

    read = settings.read()
    if read.database_file is None:
        click.echo(f"pg_dump --format=custom --file={shlex.quote(str(file))} {shlex.quote(_without_password(read))}")
        _tell_keys(Keyring(read.data_keys).key_names)
        return
    try:
        copied = backups.copy(read.database_file, file)
    except backups.BadCopy as error:
        raise CommandError(str(error)) from None
    click.echo(f"Copied {read.database_file} to {copied.file}: {copied.bytes:,} bytes, checked.")
    _tell_keys(backups.key_names(copied.file) or Keyring(read.data_keys).key_names[:1])
    if waiting := Journal.of(read).waiting():
        click.echo(f"Texts that wait in the journal and are not in the copy: {len(waiting)}.", err=True)


@click.command()
@FILE
def restore(file: Path) -> int:
    """Make the copy FILE the database again. What was there is kept beside it. Stop Frontdesk first."""
    from bot import processes, settings
    from storage import backups

    read = settings.read()
    if read.database_file is None:
        click.echo(
            "pg_restore --clean --if-exists --no-owner --single-transaction "
            f"--dbname={shlex.quote(_without_password(read))} {shlex.quote(str(file))}"
        )
        click.echo("Then: frontdesk migrate, and frontdesk check.", err=True)
        return 0
    try:
        backups.check(file)
        _demand_key(read, file)
        with processes.nobody_else(read.database_file):
            aside = _aside(read.database_file)
            backups.put_back(file, read.database_file, aside)
    except backups.BadCopy as error:
        raise CommandError(str(error)) from None
    if aside.exists():
        click.echo(f"What was there is kept as {aside}.")
    return _checked(file)


def _checked(file: Path) -> int:
    """Bring it to the current schema, and see whether what always holds holds."""
    from bot.cli.check import faults
    from bot.cli.options import open_desk

    with open_desk() as desk:
        found, rows = faults(desk)
    click.echo(f"Restored {file}: {rows} rows.")
    for fault in found:
        click.echo(fault)
    return FAULTS_FOUND if found else 0


def _demand_key(read: Settings, file: Path) -> None:
    """Raises `CommandError` where our keys do not open what is in the copy."""
    from storage import backups

    ours = Keyring(read.data_keys).key_names
    if missing := sorted(set(backups.key_names(file)) - set(ours)):
        raise CommandError(
            f"{file} was written with data key {', '.join(missing)}; FRONTDESK_DATA_KEY holds {', '.join(ours)}. "
            "Set the missing key, too, after the first one."
        )


def _tell_keys(names: Sequence[str]) -> None:
    click.echo(f"To read it you need data key {' and '.join(names)}: keep that in another place.")


def _aside(database: Path) -> Path:
    from bot.clock import real_now

    return database.with_name(f"{database.name}.before-{real_now():%Y%m%dT%H%M%SZ}")


def _without_password(read: Settings) -> str:
    from sqlalchemy.engine import make_url

    url = make_url(read.database_url).set(drivername="postgresql", password=None)
    return url.render_as_string()
