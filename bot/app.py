"""The web application: Twilio's doors, the staff's console, the API, and in development the phone."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from bot import api, calls, console, health, status, webhooks
from bot.shortcut import Shortcut
from bot.wiring import Desk

MOST_BYTES = 256 * 1024


class _StaffSessions(SecureCookieSessionInterface):
    """Twilio has no session: none is looked for at its doors."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        return SecureCookieSession() if request.path.startswith("/twilio/") else super().open_session(app, request)


def create_app(desk: Desk) -> Flask:
    """The application over one desk; every blueprint gets the desk and nothing else."""
    app = Flask(__name__, static_folder=None)
    app.session_interface = _StaffSessions()
    app.config.update(
        SECRET_KEY=desk.settings.secret_key,
        MAX_CONTENT_LENGTH=MOST_BYTES,
        MAX_FORM_MEMORY_SIZE=MOST_BYTES,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not desk.settings.development,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
    )
    app.url_map.strict_slashes = False
    answer = webhooks.answering(desk)
    app.wsgi_app = Shortcut(app.wsgi_app, webhooks.PATH, answer, MOST_BYTES)  # type: ignore[method-assign]
    app.register_blueprint(webhooks.blueprint(answer))
    for room in (status, calls, health, console, api):
        app.register_blueprint(room.blueprint(desk))
    if desk.settings.development:
        from bot import dev

        app.register_blueprint(dev.blueprint(desk))
    return app
