"""`frontdesk chat --voice`: a telephone call in the terminal, by keys and words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from bot.calls.handset import Document, Handset
    from bot.wiring import Desk
    from scheduler.clinic import Clinic

_KEYS = re.compile(r"[0-9*#]+")
HOW = "Keys (0-9 * #) are pressed, words are said, an empty line is silence; end with Ctrl-D."
WORDS_A_SECOND = 2


def call(desk: Desk, clinic: Clinic, phone: str) -> None:
    """Call the clinic and follow the call to its end, or hang up with the input."""
    from bot.calls.handset import Handset, new_sid

    handset = Handset(desk, phone, clinic.id, clinic.phone, new_sid())
    click.echo(f"{phone} calls {clinic.name}. {HOW}")
    lines = _lines()
    document: Document | None = handset.dial()
    while document is not None:
        document = _follow(handset, document, lines)
    handset.hang_up()


def _follow(handset: Handset, document: Document, lines: Iterator[str]) -> Document | None:
    """Say what is said, and on by what the caller does; None at the end."""
    for words, _ in document.says:
        click.echo(f"< {words}")
    if document.rings:
        click.echo(f"(rings {document.rings}; nobody sits there in a terminal)")
        return handset.ring_out(document.dialled)
    if document.over:
        click.echo("(the call has ended)")
        return None
    line = next(lines, None)
    return None if line is None else _act(handset, document, line.strip())


def _act(handset: Handset, document: Document, line: str) -> Document:
    if _KEYS.fullmatch(line) and document.listens:
        return handset.key(document.listens, line)
    if document.records:
        return handset.leave(document.records, len(line.split()) // WORDS_A_SECOND + bool(line))
    return handset.say(document.listens, line) if line else handset.ask(document.listens)


def _lines() -> Iterator[str]:
    """What the caller does, a line each."""
    if not sys.stdin.isatty():
        yield from sys.stdin
        return
    while True:
        try:
            yield input("> ")
        except EOFError:
            click.echo()
            return
