"""What Twilio's doors share: who is not Twilio is turned away and leaves nothing but a counter and a log line."""

from __future__ import annotations

from flask import Request, Response, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from bot import log, metrics, signature
from bot.wiring import Desk


def turned_away(desk: Desk, asked: Request, door: str) -> Response | None:
    """The answer to a request that is not signed; None where it is."""
    if _is_signed(desk, asked):
        return None
    metrics.refused("signature")
    log.get().warning("refused", door=door, reason="signature", origin=asked.remote_addr)
    return Response(status=403)


def _is_signed(desk: Desk, asked: Request) -> bool:
    try:
        return signature.verified(desk.settings, asked)
    except Exception as error:  # noqa: BLE001  # such as a body that is too long to be read: whatever it is, not Twilio's
        log.failure("signature_failed", error)
        return False


def the_request() -> Request:
    """The request itself: each look through Flask's proxy costs as much as what it finds."""
    found: Request = request._get_current_object()  # type: ignore[attr-defined]
    return found


def malformed(door: str, parameter: str) -> Response:
    """The answer to a signed request that is not what Twilio sends."""
    metrics.refused("malformed")
    log.get().warning("refused", door=door, reason="malformed", parameter=parameter)
    return Response(status=400)


def form(asked: Request) -> MultiDict[str, str]:
    """What was posted; nothing where it cannot be read."""
    try:
        return asked.form
    except HTTPException:
        return MultiDict()
