"""`frontdesk token`: which other systems may use the API."""

from __future__ import annotations

import secrets

import click

from bot.cli.errors import CommandError
from bot.cli.options import ROLE, clinics_of, open_desk, which_clinic

SECRET_BYTES = 24
LONGEST_NAME = 120


@click.group()
def token() -> None:
    """Bearer tokens of the JSON API: add one, list them, revoke one."""


@token.command()
@click.option(
    "--clinic", "clinic_id", metavar="ID", help="The clinic whose cases it may see; needed where several are."
)
@ROLE
@click.option("--name", metavar="NAME", help="What the clinic's staff see where the system acts.")
def add(clinic_id: str | None, role: str, name: str | None) -> None:
    """Make a token and show it, this once."""
    from storage import tokens

    if name is not None and (not name.strip() or len(name) > LONGEST_NAME or not name.isprintable()):
        raise CommandError(f"A name has 1 to {LONGEST_NAME} characters on one line.")
    with open_desk() as desk, desk.database.writing() as connection:
        work = desk.work(connection, which_clinic(connection, clinic_id))
        text = tokens.written(work.clinic_id, secrets.token_bytes(SECRET_BYTES))
        made = tokens.add(work, text, role, name.strip() if name else f"system {len(tokens.all_of(work)) + 1}")
    click.echo(f'Token {made.id}, "{made.name}", for {work.clinic_id} as {role}. It is shown only now:', err=True)
    click.echo(text)


@token.command("list")
@click.option("--clinic", "clinic_id", metavar="ID", help="Only those of this clinic.")
def list_(clinic_id: str | None) -> None:
    """Every token: clinic, id, name, role, state."""
    from storage import tokens

    with open_desk() as desk, desk.database.reading() as connection:
        for work in clinics_of(desk, connection, clinic_id):
            for each in tokens.all_of(work):
                state = "revoked" if each.revoked_at else "valid"
                click.echo(f"{work.clinic_id}\t{each.id}\t{each.name}\t{each.role}\t{state}")


@token.command()
@click.argument("id", metavar="ID")
def revoke(id: str) -> None:
    """End the token with this ID at once."""
    from storage import tokens

    with open_desk() as desk, desk.database.writing() as connection:
        revoked = [work.clinic_id for work in clinics_of(desk, connection, None) if tokens.revoke(work, id)]
    if not revoked:
        raise CommandError(f"There is no valid token {id}; see: frontdesk token list")
    click.echo(f"Token {id} of {revoked[0]} is revoked.")
