"""The API's addresses: who may, what was asked, what is answered. Exactly as `openapi.json` describes them.

Who sends a token gets no further than that token's clinic and role. A repeat with the same `Idempotency-Key` is
answered from what was kept, in whatever state the case is by then.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, current_app, g, jsonify, request
from werkzeug.exceptions import HTTPException

from bot import cases as verbs
from bot import log, metrics
from bot.api import documents, exceptions, outreach, papers, requests, schedule, waitlist
from bot.api.answering import (
    BROKEN,
    NO_CASE,
    NO_TOKEN,
    NOT_YOURS,
    NOWHERE,
    UNAVAILABLE,
    Bearer,
    Verb,
    bearer,
    once,
    trouble,
)
from bot.api.requests import Malformed
from bot.cases import Caller
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import audit, cases, tokens
from storage.database import DatabaseUnavailable
from storage.staff import ROLES
from storage.work import Work

DESCRIPTION = Path(__file__).with_name("openapi.json")
EVERY_METHOD = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Without a token; then what each role may. An address that is not here is open to nobody.
PUBLIC = frozenset({"describe"})
PAGES = (
    "list_cases", "claim", "reply", "resolve", *schedule.PAGES, *exceptions.PAGES, *waitlist.PAGES, *papers.PAGES,
    *outreach.PAGES, "nowhere",
)  # fmt: skip
MAY = {page: frozenset(ROLES) for page in PAGES} | dict.fromkeys(outreach.FOR_MANAGERS, outreach.MANAGERS)


def blueprint(desk: Desk) -> Blueprint:
    """`/api/v1/`."""
    room = Blueprint("api", __name__, url_prefix="/api/v1")
    room.before_request(lambda: _admit(desk))
    room.after_request(_fenced)
    room.register_error_handler(Malformed, lambda error: trouble(str(error), 400))
    room.register_error_handler(DatabaseUnavailable, lambda _error: trouble(UNAVAILABLE, 503))
    room.register_error_handler(HTTPException, lambda error: trouble(_sentence(error), error.code or 500))
    _describe(room)
    _read(room, desk)
    _change(room, desk)
    for page in (schedule, exceptions, waitlist, papers, outreach):
        page.open_doors(room, desk)
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
        asked, who, now = requests.page(request), bearer(), desk.clock.now()
        with desk.database.reading() as connection:
            work = desk.work(connection, who.clinic, now)
            found = cases.page(work, asked.states, asked.limit + 1, asked.after)
            shown = found[: asked.limit]
            answer = documents.page(work, desk.clinic(connection, who.clinic), shown, more=len(found) > len(shown))
        with desk.database.writing() as connection:
            seen = {"cases": [case.id for case in shown]}
            work = desk.work(connection, who.clinic, now)
            audit.write(work, who.caller.actor, "cases.listed", f"clinic:{who.clinic}", after=seen)
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
    """One of the verbs of a case."""
    if not requests.is_id(case_id):
        return trouble(NO_CASE, 404)
    return once(desk, verb, lambda work, caller: audit.write(work, caller.actor, "case.read", f"case:{case_id}"))


def _admit(desk: Desk) -> Response | None:
    page = (request.endpoint or "").removeprefix("api.")
    if page in PUBLIC:
        return None
    g.bearer = _found(desk, request.headers.get("Authorization", ""))
    if g.bearer is None:
        metrics.refused("token")
        log.get().warning("refused", door="api", reason="token", origin=request.remote_addr)
        refusal = trouble(NO_TOKEN, 401)
        refusal.headers["WWW-Authenticate"] = "Bearer"
        return refusal
    return None if g.bearer.token.role in MAY.get(page, frozenset()) else trouble(NOT_YOURS, 403)


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


def _nowhere(rest: str = "") -> Response:
    return trouble(NOWHERE, 404)


def _sentence(error: HTTPException) -> str:
    if error.code == 413:
        return f"The request is too long; {current_app.config['MAX_CONTENT_LENGTH']} bytes are taken at most."
    return (
        NOWHERE if error.code in (404, 405) else BROKEN if (error.code or 500) >= 500 else "The request makes no sense."
    )


def _fenced(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
