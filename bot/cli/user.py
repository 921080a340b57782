"""`frontdesk user`: who may log in to the console."""

from __future__ import annotations

import sys

import click

from bot.cli.errors import CommandError
from bot.cli.options import ROLE, clinic_option, clinics_of, open_desk, which_clinic


@click.group()
def user() -> None:
    """Staff accounts: add one, list them, disable one, take lost codes off."""


@user.command()
@click.argument("email", metavar="EMAIL")
@ROLE
@clinic_option
@click.option("--password-stdin", is_flag=True, help="Read the password from standard input; no link is made.")
def add(email: str, role: str, clinic_id: str | None, password_stdin: bool) -> None:
    """Add EMAIL, or let them choose a new password. Prints a link that works once, within two days."""
    from bot import accounts
    from storage import staff

    address = _address(email)
    password = _password_hash() if password_stdin else None
    with open_desk() as desk, desk.database.writing() as connection:
        work = desk.work(connection, which_clinic(connection, clinic_id))
        account = staff.add(work, address, role, password)
        link = None if password_stdin else accounts.one_time_link(desk, work, account.id)
    click.echo(f"{address} may log in to {work.clinic_id} as {role}.")
    if link:
        click.echo(f"To choose a password, within {accounts.LINK_LASTS.days} days: {link}")


@user.command("list")
@clinic_option
def list_(clinic_id: str | None) -> None:
    """Every account: clinic, e-mail, role, state."""
    from storage import staff

    with open_desk() as desk, desk.database.reading() as connection:
        for work in clinics_of(desk, connection, clinic_id):
            for account in staff.all_of(work):
                state = "disabled" if account.disabled else "open"
                click.echo(f"{work.clinic_id}\t{account.email}\t{account.role}\t{state}")


@user.command()
@click.argument("email", metavar="EMAIL")
@clinic_option
def disable(email: str, clinic_id: str | None) -> None:
    """Shut the account of EMAIL and end its sessions, at every clinic unless one is named."""
    from storage import staff

    address = _address(email)
    with open_desk() as desk, desk.database.writing() as connection:
        shut = [work.clinic_id for work in clinics_of(desk, connection, clinic_id) if staff.disable(work, address)]
    if not shut:
        raise CommandError(f"There is no open account of {address}; see: frontdesk user list")
    click.echo(f"{address} is disabled at {', '.join(shut)}.")


@user.command("reset-codes")
@click.argument("email", metavar="EMAIL")
@clinic_option
def reset_codes(email: str, clinic_id: str | None) -> None:
    """Take the codes of a lost authenticator off the account of EMAIL, at every clinic unless one is named."""
    from storage import second_factors, staff

    address, reset = _address(email), []
    with open_desk() as desk, desk.database.writing() as connection:
        for work in clinics_of(desk, connection, clinic_id):
            found = staff.by_email(work, address)
            if found and second_factors.find(work, found.account.id):
                second_factors.remove(work, found.account.id, actor="operator")
                reset.append(work.clinic_id)
    if not reset:
        raise CommandError(f"No account of {address} asks for codes; see: frontdesk user list")
    click.echo(f"{address} logs in without codes at {', '.join(reset)}.")


def _address(email: str) -> str:
    from bot import accounts
    from storage import staff

    address = staff.normalised(email)
    if not accounts.is_email(address):
        raise CommandError(f'"{email}" is not an e-mail address; write one like anna@clinic.example.')
    return address


def _password_hash() -> str:
    from bot import passwords

    password = sys.stdin.readline().rstrip("\r\n")
    if fault := passwords.fault(password):
        raise CommandError(f"That password will not do. {fault}")
    return passwords.hashed(password)
