"""What goes wrong in a command becomes one plain sentence on standard error and an exit code."""

from __future__ import annotations

import sys
from collections.abc import Callable

import click

FAULTS_FOUND = 1
COULD_NOT = 2
INTERRUPTED = 130


class CommandError(click.ClickException):
    """The command could not do its work; the message says why and what to do next."""

    exit_code = COULD_NOT


def guarded(run: Callable[[], object]) -> int:
    """The exit code of `run`, whatever happens in it."""
    try:
        code = run()
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return COULD_NOT
    except click.UsageError as error:
        where = error.ctx.command_path if error.ctx else "frontdesk"
        return _tell(f"{_sentence(error.format_message())} See: {where} --help", COULD_NOT)
    except click.ClickException as error:
        return _tell(error.format_message(), error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        return INTERRUPTED
    except Exception as error:
        if (told := _told(error)) is None:
            raise
        return _tell(*told)
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> tuple[str, int] | None:
    """The sentence and the exit code of an error that an operator can do something about."""
    # Loaded here: a command that succeeds does without them.
    from bot.processes import StartError
    from bot.settings import SettingsError
    from scheduler.clinic import ClinicFileError
    from storage.database import DatabaseUnavailable

    if isinstance(error, ClinicFileError):
        return "\n".join(error.faults), FAULTS_FOUND
    if isinstance(error, SettingsError | StartError | DatabaseUnavailable):
        return str(error), COULD_NOT
    return None


def _tell(sentence: str, code: int) -> int:
    click.echo(sentence, err=True, file=sys.stderr)
    return code


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    return text if text.endswith((".", "?", "!")) else f"{text}."
