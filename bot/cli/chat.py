"""`frontdesk chat`: a phone in the terminal. Every line is a text that takes the webhook's way after the signature."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from bot.cli import calling
from bot.cli.errors import CommandError
from bot.cli.options import clinic_option, open_desk, which_clinic

if TYPE_CHECKING:
    from bot.wiring import Desk
    from scheduler.clinic import Clinic

LOOK_SECONDS = 1.0
LOOK_BACK = 50
NOT_ON_THE_PHONE = ("queued", "canceled", "failed", "undelivered")


@click.command()
@click.option("--from", "from_number", metavar="+1…", help="The phone that texts.  [default: the first patient's]")
@clinic_option
@click.option("--voice", is_flag=True, help="Call instead of texting.")
def chat(from_number: str | None, clinic_id: str | None, voice: bool) -> None:
    """Text the bot from this terminal, or call it; end with Ctrl-D.

    Standard input may be a pipe: each line is one text, or what the caller keys or says.
    """
    with open_desk() as desk:
        with desk.database.reading() as connection:
            clinic = desk.clinic(connection, which_clinic(connection, clinic_id))
        phone = _own_number(desk, clinic, from_number)
        if voice:
            calling.call(desk, clinic, phone)
            return
        handset = Handset(desk, clinic, phone)
        if sys.stdin.isatty():
            _talk(handset)
        else:
            _read_out(handset)


class Handset:
    """One phone, which texts the clinic and shows what arrives."""

    def __init__(self, desk: Desk, clinic: Clinic, phone: str) -> None:
        self._desk = desk
        self._clinic = clinic
        self.phone = phone
        self.clinic_name = clinic.name
        self._one_at_a_time = threading.Lock()
        self._seen: set[str] = set()
        self._seen.update(key for key, _ in self._arrived())

    def text(self, body: str) -> None:
        """Text the clinic and show what it answers."""
        from bot.clock import new_id
        from bot.thinking import InboundText
        from bot.turns import take_text

        sid = "SM" + new_id().replace("-", "")
        with self._one_at_a_time:
            take_text(self._desk, InboundText(sid, self.phone, self._clinic.phone, body))
            if not self._show():
                click.echo("(no answer)")

    def look(self) -> None:
        """Show what has arrived meanwhile."""
        with self._one_at_a_time:
            self._show()

    def _show(self) -> int:
        new = [(key, body) for key, body in self._arrived() if key not in self._seen]
        for key, body in new:
            self._seen.add(key)
            click.echo(f"< {body}")
        return len(new)

    def _arrived(self) -> Iterator[tuple[str, str]]:
        from storage import conversations, messages

        with self._desk.database.reading() as connection:
            work = self._desk.work(connection, self._clinic.id)
            talk = conversations.find(work, "sms", self.phone)
            rows = messages.of_conversation(work, talk.id, LOOK_BACK) if talk else []
        for row in rows:
            if row.direction == "outbound" and row.status not in NOT_ON_THE_PHONE:
                yield row.id, row.body


def _own_number(desk: Desk, clinic: Clinic, given: str | None) -> str:
    from scheduler.phones import to_e164
    from storage import handsets

    if given is not None:
        number = to_e164(given, clinic.region)
        if number is None:
            raise click.UsageError(f'"{given}" is not a phone number; write it like +15125550101.')
        return number
    with desk.database.reading() as connection:
        people = handsets.people(desk.work(connection, clinic.id), LOOK_BACK)
    known = next((person.phone for person in people if person.phone), None)
    if known is None:
        raise CommandError("There is no patient with a phone yet; say whose it is with --from +1…")
    return known


def _read_out(handset: Handset) -> None:
    for line in sys.stdin:
        if line.strip():
            handset.text(line.rstrip("\r\n"))


def _talk(handset: Handset) -> None:
    click.echo(f"{handset.phone} texts {handset.clinic_name}. End with Ctrl-D.")
    over = threading.Event()

    def watch() -> None:
        while not over.wait(LOOK_SECONDS):
            handset.look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        while True:
            body = input("> ")
            if body.strip():
                handset.text(body)
    except EOFError:
        click.echo()
    finally:
        over.set()
        watcher.join()
