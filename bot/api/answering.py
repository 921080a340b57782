"""How every request is answered: who asks, once for each key, in JSON, an error as one sentence.

A verb runs in one transaction with its audit row and the answer that is kept for its `Idempotency-Key`. What it refuses
leaves nothing of it behind.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from flask import Response, g, request
from sqlalchemy import Connection

from bot.api import requests
from bot.cases import Caller, NoSuchCase, Refused
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import BadQuestion, BookingRefused, UnknownId
from storage import idempotency
from storage.tokens import Token
from storage.work import Work

NO_TOKEN = "Send a valid token in the header Authorization: Bearer TOKEN."  # noqa: S105  # says how, and is none
NO_CASE = "There is no such case."
NOT_YOURS = "The role of this token does not allow that."
NOWHERE = "There is no such address; /api/v1/openapi.json lists them."
OTHER_REQUEST = "This Idempotency-Key was used for another request; choose a new one."
UNAVAILABLE = "The database cannot be reached at the moment; try again in a few seconds."
BROKEN = "Something went wrong on our side; the fault is logged."

Verb = Callable[[Work, Clinic, Caller], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose request this is."""

    clinic: str
    token: Token

    @property
    def caller(self) -> Caller:
        return Caller("token", self.token.id, self.token.name)


class Unanswered(Exception):
    """What was asked could not be done, and nothing was; `document` says why and what could be done instead."""

    def __init__(self, document: dict[str, Any]) -> None:
        super().__init__(document["error"])
        self.document = document


def once(desk: Desk, verb: Verb, seen: Callable[[Work, Caller], None] = lambda work, caller: None) -> Response:
    """Do it in one transaction; where the key of the request is known, answer as then and do nothing.

    `seen` notes whose data the answer holds, also when it is given again.
    """
    who, now, key = bearer(), desk.clock.now(), requests.idempotency_key(request)
    asked = requests.fingerprint(request)

    def step(connection: Connection) -> tuple[str, int]:
        work = desk.work(connection, who.clinic, now)
        kept = idempotency.claim(work, who.token.id, key, asked) if key else None
        if kept is not None:
            answer = (kept.answer, kept.status) if kept.fingerprint == asked else written(OTHER_REQUEST, 409)
        else:
            answer = _answer(work, desk.clinic(connection, who.clinic), who.caller, verb)
            if key:
                idempotency.keep(work, who.token.id, key, answer[1], answer[0])
        if answer[1] == 200:
            seen(work, who.caller)
        return answer

    return _response(*desk.database.run(step))


def looked(desk: Desk, verb: Verb, *, notes: bool = True) -> Response:
    """Answer a question that changes nothing but, where it `notes` whose data was seen, the audit log."""
    who, now = bearer(), desk.clock.now()

    def step(connection: Connection) -> tuple[str, int]:
        work, clinic = desk.work(connection, who.clinic, now), desk.clinic(connection, who.clinic)
        return _answer(work, clinic, who.caller, verb, changes=notes)

    if notes:
        return _response(*desk.database.run(step))
    with desk.database.reading() as connection:
        return _response(*step(connection))


def bearer() -> Bearer:
    """Who sent this request; it was let in already."""
    found: Bearer = g.bearer
    return found


def trouble(sentence: str, status: int) -> Response:
    return _response(*written(sentence, status))


def written(sentence: str, status: int, **more: str) -> tuple[str, int]:
    return json.dumps({"error": sentence, **more}), status


def reason_of(refusal: Exception) -> str:
    """A refusal's name, as programs read it: `SlotTaken` is `slot_taken`."""
    name = type(refusal).__name__
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("_")


def _answer(work: Work, clinic: Clinic, caller: Caller, verb: Verb, *, changes: bool = True) -> tuple[str, int]:
    """What the verb answers, as text."""
    try:
        with work.connection.begin_nested() if changes else nullcontext():
            return json.dumps(verb(work, clinic, caller)), 200
    except NoSuchCase:
        return written(NO_CASE, 404)
    except Refused as refusal:
        return written(refusal.sentence, 409, **({"claimed_by": refusal.holder} if refusal.holder else {}))
    except Unanswered as unanswered:
        return json.dumps(unanswered.document), 409
    except UnknownId as unknown:
        return written(str(unknown), 404, reason="unknown_id")
    except BadQuestion as question:
        return written(str(question), 400, reason=reason_of(question))
    except BookingRefused as refused:
        return written(str(refused), 409, reason=reason_of(refused))


def _response(text: str, status: int) -> Response:
    return Response(text, status, content_type="application/json")
