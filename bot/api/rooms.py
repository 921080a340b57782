"""The API's addresses: who may, what was asked, what is answered. Exactly as `openapi.json` describes them.

Who sends a token gets no further than that token's clinic and role. A repeat with the same `Idempotency-Key` is
answered from what was kept, in whatever state the case is by then.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from sqlalchemy import Connection
from werkzeug.exceptions import HTTPException

from bot import cases as verbs
from bot import log, metrics
from bot.api import documents, requests
from bot.api.requests import Malformed
from bot.cases import Caller, NoSuchCase, Refused
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import audit, cases, idempotency, tokens
from storage.database import DatabaseUnavailable
from storage.staff import ROLES
from storage.tokens import Token
from storage.work import Work

DESCRIPTION = Path(__file__).with_name("openapi.json")
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Without a token; then what each role may. An address that is not here is open to nobody.
PUBLIC = frozenset({"describe"})
MAY = {page: frozenset(ROLES) for page in ("list_cases", "claim", "reply", "resolve", "nowhere")}

NO_TOKEN = "Send a valid token in the header Authorization: Bearer TOKEN."  # noqa: S105  # says how, and is none
NO_CASE = "There is no such case."
NOT_YOURS = "The role of this token does not allow that."
NOWHERE = "There is no such address; /api/v1/openapi.json lists them."
OTHER_REQUEST = "This Idempotency-Key was used for another request; choose a new one."
UNAVAILABLE = "The database cannot be reached at the moment; try again in a few seconds."
BROKEN = "Something went wrong on our side; the fault is logged."

Answer = tuple[dict[str, Any], int]
Verb = Callable[[Work, Clinic, Caller], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose request this is."""

    clinic: str
    token: Token

    @property
    def caller(self) -> Caller:
        return Caller("token", self.token.id, self.token.name)


def blueprint(desk: Desk) -> Blueprint:
    """`/api/v1/`."""
    room = Blueprint("api", __name__, url_prefix="/api/v1")
    room.before_request(lambda: _admit(desk))
    room.after_request(_fenced)
    room.register_error_handler(Malformed, lambda error: _trouble(str(error), 400))
    room.register_error_handler(DatabaseUnavailable, lambda _error: _trouble(UNAVAILABLE, 503))
    room.register_error_handler(HTTPException, lambda error: _trouble(_sentence(error), error.code or 500))
    _describe(room)
    _read(room, desk)
    _change(room, desk)
    room.add_url_rule("/", "nowhere", _nowhere, methods=EVERY_METHOD)
    room.add_url_rule("/<path:rest>", "nowhere", _nowhere, methods=EVERY_METHOD)
    return room


def _describe(room: Blueprint) -> None:
    description = DESCRIPTION.read_bytes()

    @room.get("/openapi.json")
    def describe() -> Response:
        return Response(description, content_type="application/json")


def _read(room: Blueprint, desk: Desk) -> None:
    @room.get("/cases")
    def list_cases() -> Response:
        asked, bearer, now = requests.page(request), _bearer(), desk.clock.now()
        with desk.database.reading() as connection:
            work = desk.work(connection, bearer.clinic, now)
            found = cases.page(work, asked.states, asked.limit + 1, asked.after)
            shown = found[: asked.limit]
            answer = documents.page(work, desk.clinic(connection, bearer.clinic), shown, more=len(found) > len(shown))
        with desk.database.writing() as connection:
            seen = {"cases": [case.id for case in shown]}
            work = desk.work(connection, bearer.clinic, now)
            audit.write(work, bearer.caller.actor, "cases.listed", f"clinic:{bearer.clinic}", after=seen)
        return jsonify(answer)


def _change(room: Blueprint, desk: Desk) -> None:
    @room.post("/cases/<id>/claim")
    def claim(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            return documents.case(work, clinic, verbs.claim(work, id, caller))

        return _once(desk, id, verb)

    @room.post("/cases/<id>/reply")
    def reply(id: str) -> Response:
        body = requests.reply_body(request)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            return documents.message(clinic, verbs.reply(work, clinic, id, caller, body))

        return _once(desk, id, verb)

    @room.post("/cases/<id>/resolve")
    def resolve(id: str) -> Response:
        note = requests.note(request)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            return documents.case(work, clinic, verbs.resolve(work, clinic, id, caller, note))

        return _once(desk, id, verb)


def _once(desk: Desk, case_id: str, verb: Verb) -> Response:
    """Do it in one transaction; where the key of the request is known, answer as then and do nothing."""
    if not requests.is_id(case_id):
        return _trouble(NO_CASE, 404)
    bearer, now, key = _bearer(), desk.clock.now(), requests.idempotency_key(request)
    asked = requests.fingerprint(request)

    def step(connection: Connection) -> tuple[str, int]:
        work = desk.work(connection, bearer.clinic, now)
        kept = idempotency.claim(work, bearer.token.id, key, asked) if key else None
        if kept is not None:
            answer = (kept.answer, kept.status) if kept.fingerprint == asked else _written(OTHER_REQUEST, 409)
        else:
            answer = _answer(work, desk.clinic(connection, bearer.clinic), bearer.caller, verb)
            if key:
                idempotency.keep(work, bearer.token.id, key, answer[1], answer[0])
        if answer[1] == 200:
            audit.write(work, bearer.caller.actor, "case.read", f"case:{case_id}")
        return answer

    text, status = desk.database.run(step)
    return Response(text, status, content_type="application/json")


def _answer(work: Work, clinic: Clinic, caller: Caller, verb: Verb) -> tuple[str, int]:
    """What the verb answers, as text; a refusal leaves nothing of the verb behind."""
    try:
        with work.connection.begin_nested():
            return json.dumps(verb(work, clinic, caller)), 200
    except NoSuchCase:
        return _written(NO_CASE, 404)
    except Refused as refusal:
        return _written(refusal.sentence, 409, **({"claimed_by": refusal.holder} if refusal.holder else {}))


def _admit(desk: Desk) -> Response | None:
    page = (request.endpoint or "").removeprefix("api.")
    if page in PUBLIC:
        return None
    g.bearer = _found(desk, request.headers.get("Authorization", ""))
    if g.bearer is None:
        metrics.refused("token")
        log.get().warning("refused", door="api", reason="token", origin=request.remote_addr)
        refusal = _trouble(NO_TOKEN, 401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    return None if g.bearer.token.role in MAY.get(page, frozenset()) else _trouble(NOT_YOURS, 403)


def _found(desk: Desk, authorization: str) -> Bearer | None:
    scheme, _, text = authorization.partition(" ")
    text = text.strip()
    clinic = tokens.clinic_of(text)
    if scheme.lower() != "bearer" or not clinic:
        return None
    try:
        with desk.database.reading() as connection:
            token = tokens.find(desk.work(connection, clinic, desk.clock.real_now()), text)
    except LookupError:
        return None
    return None if token is None else Bearer(clinic, token)


def _bearer() -> Bearer:
    bearer: Bearer = g.bearer
    return bearer


def _nowhere(rest: str = "") -> Response:
    return _trouble(NOWHERE, 404)


def _sentence(error: HTTPException) -> str:
    if error.code == 413:
        return f"The request is too long; {current_app.config['MAX_CONTENT_LENGTH']} bytes are taken at most."
    return (
        NOWHERE if error.code in (404, 405) else BROKEN if (error.code or 500) >= 500 else "The request makes no sense."
    )


def _trouble(sentence: str, status: int) -> Response:
    text, _status = _written(sentence, status)
    return Response(text, status, content_type="application/json")


def _written(sentence: str, status: int, **more: str) -> tuple[str, int]:
    return json.dumps({"error": sentence, **more}), status


def _fenced(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
