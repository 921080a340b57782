"""Voice messages in the console: heard by staff of the clinic, and every hearing is written down."""

from __future__ import annotations

from flask import Blueprint, Response, abort

from bot.console.look import looking, note_opened
from bot.wiring import Desk
from storage import recordings


def register(room: Blueprint, desk: Desk) -> None:
    """The sound of a voice message."""

    @room.get("/recordings/<sid>")
    def recording(sid: str) -> Response:
        with looking(desk) as look:
            sound = recordings.sound(look.work, sid) or abort(404)
        note_opened(desk, look, ("recording.opened", f"recording:{sid}", None))
        return Response(sound, mimetype="audio/mpeg")
