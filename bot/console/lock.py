"""The locked screen: patients' data are gone from it, the number of urgent cases stays.

A session that slept for too long opens nothing; it only says of which clinic the number is, until its twelve hours are
over.
"""

from __future__ import annotations

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from bot.console.sessions import IDLE, Sessions
from bot.wiring import Desk
from storage import inbox

URGENT = frozenset({"emergency", "urgent"})
IDLE_MINUTES = int(IDLE.total_seconds()) // 60


def register(room: Blueprint, desk: Desk, sessions: Sessions) -> None:
    @room.get("/log-in/waiting")
    def waiting() -> str | Response:
        urgent = urgent_cases(desk, sessions)
        if urgent is None:
            return Response(status=204)
        return render_template("console/locked_part.html", urgent=urgent, idle_minutes=IDLE_MINUTES)


def urgent_cases(desk: Desk, sessions: Sessions) -> int | None:
    """How many wait at the clinic of this browser's locked screen; None where no screen is locked."""
    clinic = sessions.locked(request)
    if not clinic:
        return None
    with desk.database.reading() as connection:
        lines = inbox.open_cases(desk.work(connection, clinic))
    return sum(line.priority in URGENT for line in lines)
