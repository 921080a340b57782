"""The command `frontdesk`. Each group of commands has its file; what it needs is loaded when it is used.

Exit codes: 0 done, 1 done but with faults found, 2 wrong usage or nothing could be done. Errors are plain sentences
on standard error.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from typing import NoReturn

import click

from bot.cli import errors

COMMANDS = {
    "serve": "processes",
    "web": "processes",
    "worker": "processes",
    "migrate": "processes",
    "clinic": "clinic",
    "import": "importing",
    "export": "exporting",
    "chat": "chat",
    "understand": "understand",
    "slots": "slots",
    "flows": "flows",
    "replay": "replay",
    "why": "reminders",
    "forecast": "reminders",
    "check": "check",
    "rekey": "keys",
    "backup": "copies",
    "restore": "copies",
    "preflight": "preflight",
    "user": "user",
    "token": "token",
}


class Commands(click.Group):
    """Loads the file of a command when that command is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        file = import_module(f"bot.cli.{COMMANDS[cmd_name]}")
        command: click.Command = getattr(file, f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name)
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="frontdesk", prog_name="frontdesk")
def frontdesk() -> None:
    """Answers a clinic's patients by text, keeps its calendar, and hands over to people.

    Start with `frontdesk serve`: it shows a demo clinic until you bring your own.
    """


def main(args: Sequence[str] | None = None) -> NoReturn:
    """Run one command and exit with its code."""
    sys.exit(errors.guarded(lambda: frontdesk.main(args, prog_name="frontdesk", standalone_mode=False)))
