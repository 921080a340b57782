"""Who is let in: on every request, before the page itself runs.

A page that is not in `permissions` is open to nobody; a changing request without a token of our own forms is refused; a
demo account works for somebody who sits at this machine and is unknown to all others. What weighs most asks for the
password again.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import abort, current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from bot import log, metrics, signature
from bot.console import forms, permissions
from bot.console.sessions import Sessions, Visitor

CHANGING = frozenset({"POST", "PUT", "PATCH", "DELETE"})


def admit(sessions: Sessions) -> Response | None:
    """Let the request pass (None), or answer it here. Afterwards `visitor()` says whose it is."""
    page = (request.endpoint or "").removeprefix("console.")
    by_itself = page in permissions.BY_ITSELF
    g.visitor = None if page == "static" else sessions.find(request, active=not by_itself)
    if page in permissions.PUBLIC:
        return None
    if g.visitor is None:
        return _to_the_door(by_itself)
    _demand_that_it_may(g.visitor, page)
    if by_itself and not forms.has_ticket(g.visitor):
        abort(401)
    if request.method in CHANGING and not forms.is_ours(g.visitor):
        metrics.refused("csrf")
        log.get().warning("refused", door="console", reason="csrf", staff=g.visitor.account.id)
        abort(400)
    return _to_the_password() if page in permissions.STEP_UP and not g.visitor.confirmed else None


def visitor() -> Visitor:
    """Who is logged in; only for pages that `admit` lets nobody else into."""
    found: Visitor = g.visitor
    return found


def _to_the_door(by_itself: bool) -> Response:
    """The way to log in and back. An update has no page to show it on: the script reloads its page on a 401."""
    if by_itself or "HX-Request" in request.headers:
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("console.log_in", next=wanted))


def _to_the_password() -> Response:
    """The way to type the password again, and back to the page that was open. What a form held is not done."""
    sent = request.method in CHANGING
    back = _page_of(urlsplit(request.referrer or "").path) if sent else request.full_path.rstrip("?")
    return redirect(url_for("console.confirm", next=back, again="yes" if sent else None), 303)


def _page_of(path: str) -> str:
    """This page, or the nearest above where the address only takes what a form sends."""
    addresses = current_app.url_map.bind("")
    while path.startswith("/console/"):
        if addresses.match(path, method="GET")[0] != "console.nowhere":
            return path
        path = path.rpartition("/")[0]
    return url_for("console.cases")


def _demand_that_it_may(who: Visitor, page: str) -> None:
    if who.account.demo and not signature.is_loopback(request):
        abort(404)
    if not permissions.may(who.account.role, page):
        log.get().warning("refused", door="console", reason="role", staff=who.account.id)
        abort(403)
