"""`frontdesk rekey`: everything under the first data key, so that the others may go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from bot.cli.errors import FAULTS_FOUND
from bot.cli.options import open_desk, progress

if TYPE_CHECKING:
    from bot.wiring import Desk
    from storage.cipher import Keyring

GO_ON = "Not all is done: keep all keys, restart what still runs with old settings, and run this again."


@click.command()
def rekey() -> int:
    """Re-encrypt every protected field to the first key of FRONTDESK_DATA_KEY. May be interrupted and run again.

    Put the new key before the old one, restart everything, then run this; it says when the old one may go.
    """
    from storage import rekeying
    from storage.cipher import Keyring

    with open_desk() as desk:
        keyring = Keyring(desk.settings.data_keys)
        with desk.database.reading() as connection:
            todo = rekeying.rows_under_other_keys(connection, keyring)
        with progress(todo, "Rows under another key") as done:
            sealed = rekeying.rekey(desk.database, keyring, done)
        click.echo(f"Sealed {sealed} rows anew under key {keyring.key_names[0]}.")
        left = _left(desk, keyring)
    if left:
        click.echo("\n".join([*left, GO_ON]))
        return FAULTS_FOUND
    click.echo(_may_go(keyring))
    return 0


def _left(desk: Desk, keyring: Keyring) -> list[str]:
    """What is under another key still, a line each."""
    from bot.kept import Journal
    from storage import rekeying

    with desk.database.reading() as connection:
        found = rekeying.values_by_key(connection)
    first, *others = keyring.key_names
    lines = [
        f"{number} values are under key {name}"
        + ("." if name in others else ", which is not set: nobody can read them.")
        for name, number in sorted(found.items())
        if name != first
    ]
    waiting = Journal.of(desk.settings).under_other_keys()
    return [*lines, f"Texts that wait in the journal: {waiting}."] if waiting else lines


def _may_go(keyring: Keyring) -> str:
    others = keyring.key_names[1:]
    if not others:
        return "Nothing is under another key."
    return (
        f"Nothing is left under another key: {', '.join(others)} may go from FRONTDESK_DATA_KEY. "
        "Backups that were made before still need it."
    )
