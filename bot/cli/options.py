"""What many commands share: the desk, the clinic they are about, and how progress is shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.cli.errors import CommandError

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from bot.wiring import Desk
    from storage.work import Work

F = TypeVar("F", bound=Callable[..., Any])


def clinic_option(command: F) -> F:
    """`--clinic ID`, which may be left out while there is one clinic."""
    return click.option("--clinic", "clinic_id", metavar="ID", help="Which clinic; needed where there are several.")(
        command
    )


@contextmanager
def open_desk() -> Iterator[Desk]:
    """The desk over a database with the current schema. An embedded database is brought up to date on the way."""
    from bot import log, settings, wiring

    read = settings.read()
    log.configure(as_json=not read.development)
    desk = wiring.build(read)
    try:
        if not desk.database.schema_is_current():
            if read.database_file is None or not read.development:
                raise CommandError("The database does not have the current schema; run: frontdesk migrate")
            from storage.migrations import migrate

            migrate(desk.database)
        desk.clock.start()
        yield desk
    finally:
        desk.database.close()


def which_clinic(connection: Connection, clinic_id: str | None) -> str:
    """The clinic that was named, or the only one there is."""
    from storage import clinics

    known = clinics.all_ids(connection)
    if not known:
        raise CommandError("There is no clinic yet; bring its file: frontdesk clinic apply FILE.toml")
    if clinic_id is None:
        if len(known) > 1:
            raise CommandError(f"There are several clinics; say which with --clinic: {', '.join(known)}.")
        return known[0]
    if clinic_id not in known:
        raise CommandError(f'There is no clinic "{clinic_id}"; there is: {", ".join(known)}.')
    return clinic_id


def clinics_of(desk: Desk, connection: Connection, clinic_id: str | None) -> Iterator[Work]:
    """The clinic that was named, or all."""
    from storage import clinics

    named = [which_clinic(connection, clinic_id)] if clinic_id else clinics.all_ids(connection)
    return (desk.work(connection, each) for each in named)


ROLE = click.option(
    "--role", type=click.Choice(["agent", "manager", "admin"]), required=True, help="What they may see and do."
)


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """A bar on a terminal, one plain line elsewhere; both on standard error. Call the value with steps taken."""
    if sys.stderr.isatty():
        with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
            yield bar.update
    else:
        click.echo(f"{label}: {length}", err=True)
        yield lambda steps: None
