"""The console put together: who is let in, the pages, what every answer bears, what is said when something fails."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, g, render_template, request
from werkzeug.exceptions import HTTPException

from bot.console import (
    account_pages,
    assets,
    audit_pages,
    campaigns,
    device_pages,
    door,
    forms,
    guard,
    headers,
    health_pages,
    lists,
    lock,
    note_pages,
    papers,
    people_pages,
    permissions,
    recordings,
    report_pages,
    settings_pages,
    staff_pages,
    streams,
    talk_pages,
    token_pages,
    understood,
    waitlist_pages,
    words,
)
from bot.console.calendar import booking_pages, time_off, visit_pages
from bot.console.calendar import pages as calendar_pages
from bot.console.sessions import Sessions
from bot.wiring import Desk
from storage.database import DatabaseUnavailable

# No styles, scripts or evaluated words of its own (the policy forbids them), nothing of patients kept in the browser; a
# refusal (400, 409) is a page like any other, 204 leaves everything as it is.
HTMX = json.dumps(
    {
        "includeIndicatorStyles": False,
        "allowEval": False,
        "allowScriptTags": False,
        "selfRequestsOnly": True,
        "historyEnabled": False,
        "historyCacheSize": 0,
        "responseHandling": [
            {"code": "204", "swap": False},
            {"code": "[23]..", "swap": True},
            {"code": "4(00|09)", "swap": True, "error": False},
            {"code": "[45]..", "swap": False, "error": True},
        ],
    }
)
TROUBLES = {
    400: ("This form is too old", "Go back, reload the page and send it again."),
    401: ("Please log in again", "Your session has ended."),
    403: ("Not for your role", "Ask an administrator of your clinic."),
    404: ("There is nothing here", "The address may be old, or what was here belongs to another clinic."),
    405: ("There is nothing here", "This address only takes what our own pages send."),
    413: ("Too long", "That is more than the desk can take. Shorten it and send it again."),
}
UNAVAILABLE = ("One moment", "The database cannot be reached. Nothing was changed; try again in a few seconds.")


def blueprint(desk: Desk) -> Blueprint:
    """`/console/`."""
    room = Blueprint("console", __name__, url_prefix="/console", template_folder="templates", static_folder="static")
    sessions = Sessions(desk)
    room.before_request(lambda: guard.admit(sessions))
    room.after_request(lambda response: _headed(response, desk))
    room.context_processor(_for_every_page)
    room.add_app_template_filter(words.phone, "phone")
    room.add_app_template_filter(_long_time, "long_time")
    room.register_error_handler(HTTPException, _trouble)
    room.register_error_handler(DatabaseUnavailable, lambda _error: (_notice(*UNAVAILABLE), 503))
    door.register(room, desk, sessions)
    account_pages.register(room, desk)
    device_pages.register(room, desk)
    lock.register(room, desk, sessions)
    lists.register(room, desk)
    streams.register(room, desk, sessions)
    talk_pages.register(room, desk)
    note_pages.register(room, desk)
    recordings.register(room, desk)
    papers.register(room, desk)
    calendar_pages.register(room, desk)
    booking_pages.register(room, desk)
    visit_pages.register(room, desk)
    understood.register(room, desk)
    time_off.register(room, desk)
    waitlist_pages.register(room, desk)
    people_pages.register(room, desk)
    report_pages.register(room, desk)
    settings_pages.register(room, desk)
    staff_pages.register(room, desk)
    token_pages.register(room, desk)
    audit_pages.register(room, desk)
    health_pages.register(room, desk)
    campaigns.register(room, desk)

    @room.get("/<path:rest>")
    def nowhere(rest: str) -> Response:
        abort(404)

    return room


def _headed(response: Response, desk: Desk) -> Response:
    return headers.put(response, production=not desk.settings.development, static=request.endpoint == "console.static")


def _for_every_page() -> dict[str, Any]:
    visitor = getattr(g, "visitor", None)
    return {
        "asset": assets.address,
        "htmx_config": HTMX,
        "csrf_field": lambda: forms.field(visitor),
        "awake": lambda: forms.refresh(visitor, "awake") if visitor else "",
        "may": lambda page: visitor is not None and permissions.may(visitor.account.role, page),
    }


def _long_time(at: datetime) -> str:
    local = at.astimezone(g.zone)
    return f"{words.long_day(local.date())}, {words.clock(at, g.zone)}"


def _trouble(error: HTTPException) -> tuple[str, int] | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    return _notice(*TROUBLES.get(code, ("Something went wrong", "Try again in a few seconds."))), code


def _notice(heading: str, sentence: str) -> str:
    return render_template("console/notice.html", heading=heading, words=sentence)
