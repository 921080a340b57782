"""`frontdesk check`: whether the database keeps what always holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.errors import FAULTS_FOUND
from bot.cli.options import open_desk, progress

if TYPE_CHECKING:
    from bot.wiring import Desk


@click.command()
def check() -> int:
    """Verify every invariant over all clinics. One line a violation, and exit 1 where there is one."""
    from storage import invariants

    with open_desk() as desk:
        found, rows = faults(desk)
    for fault in found:
        click.echo(fault)
    if found:
        return FAULTS_FOUND
    click.echo(f"{len(invariants.INVARIANTS)} invariants hold over {rows} rows.")
    return 0


def faults(desk: Desk) -> tuple[list[str], int]:
    """A line for each violation in the whole database, and over how many rows was looked."""
    from storage import clinics, invariants

    lines, rows = [], 0
    with desk.database.reading() as connection:
        known = clinics.all_ids(connection)
    with progress(len(known) * len(invariants.INVARIANTS), "Invariants") as done:
        for clinic_id in known:
            with desk.database.reading() as connection:
                work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
                found = invariants.check(work, clinic, done)
            rows += found.rows
            lines += [f"{clinic_id}: {violation}" for violation in found.violations]
    return lines, rows
