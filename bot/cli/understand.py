"""`frontdesk understand`: what the bot understands of an utterance, as JSON. Needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import click

from bot.cli.errors import FAULTS_FOUND

FIRST_YEAR, LAST_YEAR = 1970, 2999


@click.command()
@click.argument("text", required=False)
@click.option("--now", metavar="ISO", help="The moment of speaking, with an offset.  [default: this moment]")
@click.option("--tz", "zone", metavar="ZONE", default="UTC", show_default=True, help="The speaker's time zone.")
@click.option(
    "--lang", default="en", show_default=True, metavar="LANG", help="The language of the conversation so far."
)
@click.option("--jsonl", is_flag=True, help="Read one request a line from standard input, write one answer a line.")
@click.option("--explain", is_flag=True, help="Tell which words, rules and weights each part rests on.")
def understand(text: str | None, now: str | None, zone: str, lang: str, jsonl: bool, explain: bool) -> int:
    """Show what the bot understands of TEXT."""
    asked = {"tz": zone, "lang": lang, **({"now": now} if now else {})}
    if jsonl:
        if text is not None:
            raise click.UsageError("With --jsonl the texts come from standard input; leave TEXT out.")
        return _stream(asked, explain)
    if text is None:
        raise click.UsageError("Give a TEXT, or --jsonl and requests on standard input.")
    try:
        click.echo(json.dumps(answer({**asked, "text": text}, explain), ensure_ascii=False, indent=2))
    except BadRequest as error:
        raise click.UsageError(str(error)) from None
    return 0


class BadRequest(Exception):
    """The request cannot be read; the message says which part."""


def _stream(asked: Mapping[str, Any], explain: bool) -> int:
    code = 0
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    for number, line in enumerate(sys.stdin, start=1):
        if not line.strip():
            continue
        request: dict[str, Any] = {}
        try:
            request = _request(line)
            told = answer({**asked, **request}, explain)
        except BadRequest as error:
            code = FAULTS_FOUND
            told = {"id": request.get("id"), "line": number, "error": str(error)}
            click.echo(f"line {number}: {error}", err=True)
        click.echo(json.dumps(told, ensure_ascii=False))
    return code


def _request(line: str) -> dict[str, Any]:
    try:
        request = json.loads(line)
    except (ValueError, RecursionError):
        raise BadRequest("this is not JSON.") from None
    if not isinstance(request, dict):
        raise BadRequest("a request is a JSON object.")
    return request


def answer(request: Mapping[str, Any], explain: bool = False) -> dict[str, Any]:
    """The answer of contract section 7 to one request. Raises `BadRequest`."""
    from dialogs.understanding import contract, utterance
    from dialogs.understanding import understand as read
    from dialogs.understanding.explaining import weighed

    text = request.get("text")
    if not isinstance(text, str):
        raise BadRequest('"text" is missing.')
    zone = _zone(request["tz"])
    asked = (text, _now(request.get("now"), zone), zone, str(request["lang"]), _context(request.get("context")))
    told = contract.to_json(read(*asked), explain=explain)
    if explain:
        told["weighed"] = weighed(utterance(*asked))
    return {"id": request["id"], **told} if "id" in request else told


def _zone(name: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(name))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadRequest(f'"{name}" is no time zone; write one like America/Chicago.') from None


def _now(text: object, zone: ZoneInfo) -> datetime:
    from bot.clock import real_now

    if text is None:
        return real_now().astimezone(zone)
    try:
        now = datetime.fromisoformat(str(text))
    except ValueError:
        raise BadRequest(f'"{text}" is no instant; write one like 2027-03-12T09:00:00-06:00.') from None
    if now.tzinfo is None:
        raise BadRequest(f'"{text}" has no offset; write one like 2027-03-12T09:00:00-06:00.')
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        raise BadRequest(f'"{text}" is not between {FIRST_YEAR} and {LAST_YEAR}; write the moment of speaking.')
    return now.astimezone(zone)


def _context(given: object) -> Any:
    from dialogs.understanding import Context

    if given is None:
        return Context()
    if not isinstance(given, dict):
        raise BadRequest('"context" is a JSON object with "asked" and "options".')
    options = given.get("options") or ()
    if not isinstance(options, list | tuple):
        raise BadRequest('"options" is a list of the texts that the patient saw.')
    return Context(asked=str(given.get("asked") or ""), options=tuple(str(option) for option in options))
