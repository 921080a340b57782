"""`frontdesk user`: who may log in to the console."""

from __future__ import annotations

import secrets
import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from bot.cli.errors import CommandError
from bot.cli.options import ROLE, clinic_option, clinics_of, open_desk, which_clinic

if TYPE_CHECKING:
    from bot.wiring import Desk
    from storage.work import Work

LINK_LASTS = timedelta(hours=48)


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
    from storage import staff

    address = _address(email)
    password = _password_hash() if password_stdin else None
    with open_desk() as desk, desk.database.writing() as connection:
        work = desk.work(connection, which_clinic(connection, clinic_id))
        account = staff.add(work, address, role, password)
        link = None if password_stdin else _link(desk, work, account.id)
    click.echo(f"{address} may log in to {work.clinic_id} as {role}.")
    if link:
        click.echo(f"To choose a password, within {LINK_LASTS.days} days: {link}")


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


def _link(desk: Desk, work: Work, account_id: str) -> str:
    from bot.console import sessions
    from storage import staff

    token = secrets.token_urlsafe(32)
    staff.set_link(work, account_id, sessions.token_hash(token), desk.clock.real_now() + LINK_LASTS)
    return f"{desk.settings.public_url}/console/set-up/{sessions.written(work.clinic_id, token)}"


def _address(email: str) -> str:
    from storage import staff

    address = staff.normalised(email)
    name, at, host = address.partition("@")
    plain = address.isprintable() and not any(letter.isspace() for letter in address)
    if not (name and at and host) or "@" in host or not plain or len(address) > 254:
        raise CommandError(f'"{email}" is not an e-mail address; write one like anna@clinic.example.')
    return address


def _password_hash() -> str:
    from bot import passwords

    password = sys.stdin.readline().rstrip("\r\n")
    if fault := passwords.fault(password):
        raise CommandError(f"That password will not do. {fault}")
    return passwords.hashed(password)
