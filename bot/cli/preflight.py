"""`frontdesk preflight`: whether Twilio is set up for real phones."""

from __future__ import annotations

import click

from bot.cli.errors import FAULTS_FOUND
from bot.cli.options import open_desk


@click.command()
def preflight() -> int:
    """Check credentials, public address, numbers and registration at Twilio, and say what to change there."""
    from bot import preflight as checks
    from storage import clinics

    with open_desk() as desk, desk.database.reading() as connection:
        known = [desk.clinic(connection, clinic_id) for clinic_id in clinics.all_ids(connection)]
        settings = desk.settings
    to_mend = 0
    for finding in checks.look(settings, known):
        click.echo(f"ok    {finding.what}" if finding.is_well else f"MEND  {finding.what}: {finding.mend}.")
        to_mend += not finding.is_well
    if not known:
        click.echo("MEND  Clinic: there is none yet; bring its file: frontdesk clinic apply FILE.toml.")
    click.echo("What nobody can look up for you (contract, redaction, backup) is in docs/going-live.md.")
    return FAULTS_FOUND if to_mend or not known else 0
