"""Alive, able to serve, and what was counted."""

from __future__ import annotations

import hmac
from datetime import datetime

from flask import Blueprint, Response, jsonify, request

from bot import metrics
from bot.wiring import Desk
from storage import outbox, reminders, workers
from storage.database import DatabaseUnavailable, deadline

LOOK_SECONDS = 3.0
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"


def blueprint(desk: Desk) -> Blueprint:
    """`GET /healthz`, `/readyz`, `/metrics`."""
    door = Blueprint("health", __name__)

    @door.get("/healthz")
    def healthz() -> Response:
        return jsonify(alive=True)

    @door.get("/readyz")
    def readyz() -> tuple[Response, int]:
        reason = why_not_ready(desk)
        return (jsonify(ready=True), 200) if reason is None else (jsonify(ready=False, reason=reason), 503)

    @door.get("/metrics")
    def counts() -> Response:
        if not _may_look(desk, request.headers.get("Authorization", "")):
            return Response(status=401, headers={"WWW-Authenticate": "Bearer"})
        return Response(metrics.page(depths(desk)), content_type=PROMETHEUS)

    return door


def why_not_ready(desk: Desk) -> str | None:
    """What is wrong, in one sentence; None where everything is there."""
    try:
        with deadline(LOOK_SECONDS):
            current = desk.database.schema_is_current()
    except DatabaseUnavailable as error:
        return str(error)
    return None if current else "The database has another schema than this program; run: frontdesk migrate"


def depths(desk: Desk) -> tuple[tuple[str, str, float], ...]:
    """How much waits to be sent, and for how long; nothing where the database cannot be asked."""
    try:
        with deadline(LOOK_SECONDS), desk.database.reading() as connection:
            now = desk.clock.now(connection)
            waiting, oldest = outbox.depth(connection)
            unknown = outbox.unknown(connection)
            overdue, longest = reminders.overdue(connection, now)
            seen = workers.last_seen(connection)
    except DatabaseUnavailable:
        return ()
    found = (
        ("frontdesk_outbox_depth", "Messages that wait to be sent.", float(waiting)),
        ("frontdesk_outbox_oldest_seconds", "How long the oldest of them has been due.", _age(oldest, now)),
        ("frontdesk_outbox_unknown", "Messages that may or may not have gone out.", float(unknown)),
        ("frontdesk_reminders_due", "Reminders that are due and not dealt with.", float(overdue)),
        ("frontdesk_reminders_oldest_seconds", "How long the oldest of them has been due.", _age(longest, now)),
    )
    if seen is None:
        return found
    silence = _age(seen, desk.clock.real_now())
    return (*found, ("frontdesk_worker_seen_seconds", "How long ago a worker was last seen.", silence))


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _may_look(desk: Desk, authorization: str) -> bool:
    """In production only whoever bears the token; without one set, nobody."""
    if desk.settings.development:
        return True
    scheme, _, token = authorization.partition(" ")
    known = desk.settings.metrics_token
    return bool(known) and scheme.lower() == "bearer" and hmac.compare_digest(token.encode(), known.encode())
