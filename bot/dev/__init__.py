"""Development only: a phone in the browser that texts and calls the bot, and a control that moves the program's clock.

Only for somebody who sits at this machine: 404 to all others, with credentials too, and to pages of other sites that
are open in the same browser. Texts from the page take the webhook's own path.
"""

from __future__ import annotations

import re
import secrets
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, jsonify, render_template, request

from bot import signature
from bot.clock import ClockCannotGoBack
from bot.console import headers
from bot.dev import calls, handsets, moves
from bot.journal import Guard
from bot.thinking import InboundText
from bot.turns import UnknownNumber, take_text
from bot.wiring import Desk
from storage.database import DatabaseUnavailable

_E164 = re.compile(r"\+[1-9][0-9]{6,14}")
LONGEST_TEXT = 1600

Answer = Response | tuple[Response, int]


def blueprint(desk: Desk) -> Blueprint:
    """`/dev/phone`, what it asks for, and `POST /dev/clock`."""
    room = Blueprint("dev", __name__, url_prefix="/dev", template_folder="templates", static_folder="static")
    room.before_request(_only_here)
    room.after_request(_fenced)
    room.register_error_handler(DatabaseUnavailable, lambda error: _trouble(str(error), 503))
    _show(room, desk)
    _take(room, desk, Guard(desk))
    _call(room, desk)
    return room


def _show(room: Blueprint, desk: Desk) -> None:
    @room.get("/phone")
    def phone() -> str:
        return render_template("dev/phone.html")

    @room.get("/people")
    def people() -> Answer:
        return jsonify(handsets=handsets.all_of(desk))

    @room.get("/thread")
    def thread() -> Answer:
        try:
            return jsonify(handsets.thread(desk, request.args.get("clinic", ""), request.args.get("number", "")))
        except LookupError:
            return _trouble("There is no such clinic.", 404)


def _take(room: Blueprint, desk: Desk, guard: Guard) -> None:
    @room.post("/text")
    def text() -> Answer:
        inbound = _inbound(desk, _asked())
        if inbound is None:
            return _trouble("Give the clinic, a number like +15125550142 and a text of at most 1600 characters.", 400)
        try:
            return jsonify(sid=inbound.sid, answer=guard.answer(inbound, take_text))
        except UnknownNumber:
            return _trouble("There is no such clinic.", 404)

    @room.post("/clock")
    def move_clock() -> Answer:
        try:
            now = moves.move(desk.clock, _asked())
        except moves.Nonsense as error:
            return _trouble(str(error), 400)
        except ClockCannotGoBack:
            return _trouble("The clock only goes forward; name a later instant.", 400)
        return jsonify(now=now.isoformat())


def _call(room: Blueprint, desk: Desk) -> None:
    @room.post("/call")
    def call() -> Answer:
        try:
            return jsonify(calls.act(desk, _asked()))
        except calls.Nonsense as error:
            return _trouble(str(error), 400)

    @room.get("/ringing")
    def ringing() -> Answer:
        try:
            return jsonify(call=calls.ringing(desk, request.args.get("clinic", ""), request.args.get("number", "")))
        except LookupError:
            return _trouble("There is no such clinic.", 404)


def _only_here() -> None:
    if not signature.is_loopback(request) or not _from_own_page():
        abort(404)


def _fenced(response: Response) -> Response:
    return headers.put(response, production=False, static=False)


def _from_own_page() -> bool:
    """A page of another site may not use the browser of whoever sits here."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _asked() -> dict[str, Any]:
    """The request's JSON object; empty where it is none."""
    try:
        document = request.get_json(force=True, silent=True)
    except RecursionError:
        return {}
    return document if isinstance(document, dict) else {}


def _inbound(desk: Desk, asked: dict[str, Any]) -> InboundText | None:
    clinic_id, number, body = (asked.get(name) for name in ("clinic", "number", "body"))
    if not (isinstance(clinic_id, str) and isinstance(number, str) and isinstance(body, str)):
        return None
    if not _E164.fullmatch(number) or len(body) > LONGEST_TEXT:
        return None
    return InboundText(f"SM{secrets.token_hex(16)}", number, handsets.number_of(desk, clinic_id), body)


def _trouble(sentence: str, status: int) -> Answer:
    return jsonify(error=sentence), status
