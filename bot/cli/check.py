"""`frontdesk check`: whether the database keeps what always holds."""

from __future__ import annotations

import click

from bot.cli.errors import FAULTS_FOUND
from bot.cli.options import open_desk, progress


@click.command()
def check() -> int:
    """Verify every invariant over all clinics. One line a violation, and exit 1 where there is one."""
    from storage import clinics, invariants

    rows, violations = 0, 0
    with open_desk() as desk:
        with desk.database.reading() as connection:
            known = clinics.all_ids(connection)
        with progress(len(known) * len(invariants.INVARIANTS), "Invariants") as done:
            for clinic_id in known:
                with desk.database.reading() as connection:
                    work, clinic = desk.work(connection, clinic_id), desk.clinic(connection, clinic_id)
                    found = invariants.check(work, clinic, done)
                rows += found.rows
                violations += len(found.violations)
                for violation in found.violations:
                    click.echo(f"{clinic_id}: {violation}")
    if violations:
        return FAULTS_FOUND
    click.echo(f"{len(invariants.INVARIANTS)} invariants hold over {rows} rows.")
    return 0
