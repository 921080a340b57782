"""What callers send, parsed once at the door. A `Malformed` says in one sentence which part makes no sense."""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from typing import Any

from flask import Request

from bot.cases import LONGEST_NOTE, LONGEST_REPLY

STATES = {
    "unresolved": ("open", "claimed"),
    "open": ("open",),
    "claimed": ("claimed",),
    "resolved": ("resolved",),
    "all": ("open", "claimed", "resolved"),
}
LONGEST_PAGE = 1000
USUAL_PAGE = 500
LONGEST_KEY = 200


class Malformed(Exception):
    """The request is not what the description says."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which cases are asked for."""

    states: tuple[str, ...]
    limit: int
    after: str | None


def page(request: Request) -> Page:
    if unknown := sorted(set(request.args) - {"state", "limit", "after"}):
        raise Malformed(f'"{unknown[0]}" is not known here: use state, limit and after.')
    state = request.args.get("state", "unresolved")
    if state not in STATES:
        raise Malformed(f'"state" must be one of {", ".join(STATES)}.')
    limit = request.args.get("limit", str(USUAL_PAGE))
    if not (limit.isascii() and limit.isdigit() and 1 <= int(limit[:9]) <= LONGEST_PAGE):
        raise Malformed(f'"limit" must be a number from 1 to {LONGEST_PAGE}.')
    after = request.args.get("after")
    if after is not None and not is_id(after):
        raise Malformed('"after" must be the "next" of the page before.')
    return Page(STATES[state], int(limit), after)


def reply_body(request: Request) -> str:
    """The text to the patient."""
    body = fields(request, {"body"}).get("body")
    if body is None:
        raise Malformed(f'"body" is missing: send the text to the patient, 1 to {LONGEST_REPLY} characters.')
    if not isinstance(body, str) or not body.strip():
        raise Malformed(f'"body" must be a text of 1 to {LONGEST_REPLY} characters.')
    if len(body) > LONGEST_REPLY:
        raise Malformed(f'"body" has {len(body)} characters; at most {LONGEST_REPLY} can be sent.')
    return body


def note(request: Request) -> str:
    """The note for colleagues; may be left out, and the whole body with it."""
    text = fields(request, {"note"}).get("note") if request.get_data(cache=True).strip() else None
    if text is None:
        return ""
    if not isinstance(text, str) or len(text) > LONGEST_NOTE:
        raise Malformed(f'"note" must be a text of at most {LONGEST_NOTE} characters.')
    return text


def idempotency_key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY:
        raise Malformed(f"Idempotency-Key must have at most {LONGEST_KEY} characters.")
    return key


def fingerprint(request: Request) -> bytes:
    """What was asked, so that a key is not used again for something else."""
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.get_data(cache=True)).digest()


def is_id(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False


def fields(request: Request, allowed: set[str]) -> dict[str, Any]:
    """The body, a JSON object with no other keys than these."""
    try:
        found = request.get_json(force=True, silent=True)
    except RecursionError:
        found = None
    if not isinstance(found, dict):
        raise Malformed("The body must be a JSON object.")
    if unknown := sorted(set(found) - allowed):
        raise Malformed(f'"{unknown[0]}" is not known here: use {" and ".join(sorted(allowed))}.')
    return found
