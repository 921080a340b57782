"""The way in and out: log-in, log-out, and the one-time link with which a password is chosen.

An unknown e-mail and a wrong password are told in the same words after the same time. Wrong tries make the next one
wait, and nobody is shut out.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, abort, g, make_response, redirect, render_template, request, session, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from bot import log, metrics, passwords, signature
from bot import second_factors as codes
from bot.console import browsers, forms, lock, sessions
from bot.console.sessions import Sessions
from bot.console.throttle import CODES, Throttle
from bot.wiring import Desk
from storage import clinics, second_factors, staff
from storage.staff import Account, Credentials
from storage.work import Work

WRONG = "This e-mail and password do not belong together."
BUSY = "Many people are logging in at this moment. Try again in a few seconds."
WRONG_CODE = "This code is not right, or was used already. Wait for the next one, or use a recovery code."
STALE = "This page was open for too long, or your browser refuses cookies. Please try again."
LINK_IS_GONE = "It was used already, or is older than two days. Ask an administrator for a new one."

# After the right password there are five minutes for the code; the browser keeps, signed, whose it was.
HALFWAY, CODE_WITHIN = "halfway", timedelta(minutes=5)

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Door:
    """What the pages at the door share."""

    desk: Desk
    sessions: Sessions
    throttle: Throttle
    codes: Throttle

    def password_was_right(self, clinic: str, account: Account, to: str) -> Response:
        """Let them in, or ask for the code of their authenticator first."""
        with self.desk.database.reading() as connection:
            factor = second_factors.find(self.desk.work(connection, clinic), account.id)
        if factor is None or not factor.active:
            return self.enter(clinic, account, to)
        until = self.desk.clock.real_now() + CODE_WITHIN
        session.clear()
        session[HALFWAY] = {"clinic": clinic, "account": account.id, "to": to, "until": until.isoformat()}
        return redirect(url_for("console.code"), 303)

    def enter(self, clinic: str, account: Account, to: str) -> Response:
        """Open a session of this browser's own, whatever it had before."""
        session.clear()
        response = make_response(redirect(to, 303))
        self.sessions.end(request, response)
        self.sessions.open(clinic, account, response, browsers.name(request.user_agent.string))
        log.get().info("logged_in", staff=account.id, clinic=clinic)
        return response


def register(room: Blueprint, desk: Desk, sessions_: Sessions) -> None:
    """The pages that are open without a log-in, and the way out."""
    door = Door(desk, sessions_, Throttle(), Throttle(CODES))
    _log_in(room, door)
    _code(room, door)
    _set_up(room, door)

    @room.post("/log-out")
    def log_out() -> Response:
        session.clear()
        response = make_response(redirect(url_for("console.log_in", out=1), 303))
        sessions_.end(request, response)
        return response


def _log_in(room: Blueprint, door: Door) -> None:
    @room.route("/log-in", methods=["GET", "POST"])
    def log_in() -> Answer:
        if request.method == "POST":
            return _try_to_log_in(door) if forms.is_ours(g.visitor) else (_log_in_page(STALE), 400)
        if g.visitor is not None:
            return redirect(own_path(request.args.get("next", "")))
        news = "You are logged out." if "out" in request.args else ""
        return _log_in_page(news=news, urgent=lock.urgent_cases(door.desk, door.sessions))


def _try_to_log_in(door: Door) -> Answer:
    email, password, address = (
        request.form.get("email", ""),
        request.form.get("password", ""),
        request.remote_addr or "",
    )
    account_key, now = _key(email), door.desk.clock.real_now()
    if wait := door.throttle.wait(account_key, address, now):
        seconds = int(wait.total_seconds()) + 1
        return _log_in_page(f"Too many wrong tries. Wait {seconds} seconds, then try again."), 429
    try:
        found = _with_password(_accounts(door.desk, email), password)
    except passwords.Busy:
        return _log_in_page(BUSY), 503
    if found is None:
        door.throttle.failed(account_key, address, now)
        metrics.refused("password")
        log.get().warning("refused", door="log-in", reason="password", origin=address)
        return _log_in_page(WRONG), 401
    door.throttle.succeeded(account_key, address)
    clinic, credentials = found
    _renew_hash(door.desk, clinic, credentials, password)
    return door.password_was_right(clinic, credentials.account, own_path(request.form.get("next", "")))


def _code(room: Blueprint, door: Door) -> None:
    @room.route("/log-in/code", methods=["GET", "POST"])
    def code() -> Answer:
        halfway = _halfway(door.desk)
        if halfway is None:
            return redirect(url_for("console.log_in"))
        if request.method == "GET":
            return render_template("console/code.html", problem="")
        clinic, account, to = halfway
        problem, status = _fault_of_code(door, clinic, account)
        if problem:
            return render_template("console/code.html", problem=problem), status
        return door.enter(clinic, account, to)


def _halfway(desk: Desk) -> tuple[str, Account, str] | None:
    """Who has just typed the right password in this browser, and where they wanted to go."""
    found = session.get(HALFWAY)
    if found is None or desk.clock.real_now() >= datetime.fromisoformat(found["until"]):
        return None
    with desk.database.reading() as connection:
        known = staff.by_id(desk.work(connection, found["clinic"]), found["account"])
    return (found["clinic"], known.account, found["to"]) if known and not known.account.disabled else None


def _fault_of_code(door: Door, clinic: str, account: Account) -> tuple[str, int]:
    """Why nobody is let in by what was typed; empty when it is right, and then used up."""
    address, now = request.remote_addr or "", door.desk.clock.real_now()
    if not forms.is_ours(g.visitor):
        return STALE, 400
    if wait := door.codes.wait(account.id, address, now):
        return f"Too many wrong codes. Wait {int(wait.total_seconds()) + 1} seconds, then try again.", 429
    typed = request.form.get("code", "")[:40]
    if door.desk.database.run(lambda connection: _accepts(door.desk, connection, clinic, account, typed)):
        door.codes.succeeded(account.id, address)
        return "", 200
    door.codes.failed(account.id, address, now)
    metrics.refused("code")
    log.get().warning("refused", door="log-in", reason="code", staff=account.id, origin=address)
    return WRONG_CODE, 401


def _accepts(desk: Desk, connection: Connection, clinic: str, account: Account, typed: str) -> bool:
    work = desk.work(connection, clinic)
    return codes.accepts(work, account.id, typed, desk.clock.real_now())


def _set_up(room: Blueprint, door: Door) -> None:
    @room.route("/set-up/<link>", methods=["GET", "POST"])
    def set_up(link: str) -> Answer:
        clinic, account = _of_link(door.desk, link)
        if account is None:
            return _link_is_gone()
        if request.method == "POST":
            return _choose_password(door, clinic, account, link)
        return _set_up_page(account)


def _choose_password(door: Door, clinic: str, account: Account, link: str) -> Answer:
    if problem := _fault_of_choice():
        return _set_up_page(account, problem), 400
    try:
        hashed = passwords.hashed(request.form["password"])
    except passwords.Busy:
        return _set_up_page(account, BUSY), 503
    if not _use_link(door.desk, clinic, link, hashed):
        return _link_is_gone()
    return door.password_was_right(clinic, account, url_for("console.cases"))


def own_path(text: str) -> str:
    """Where to go after the log-in: a page of the console, and nowhere else."""
    parts = urlsplit(text)
    ours = text.startswith("/console/") and not (parts.scheme or parts.netloc)
    return text if ours and text.isprintable() and "\\" not in text else url_for("console.cases")


def _log_in_page(problem: str = "", news: str = "", urgent: int | None = None) -> str:
    return render_template(
        "console/log_in.html",
        problem=problem,
        news=news,
        email=request.form.get("email", ""),
        next=request.values.get("next", ""),
        urgent=urgent,
        idle_minutes=lock.IDLE_MINUTES,
    )


def _set_up_page(account: Account, problem: str = "") -> str:
    return render_template("console/set_up.html", email=account.email, problem=problem, shortest=passwords.SHORTEST)


def _link_is_gone() -> tuple[str, int]:
    return render_template("console/notice.html", heading="This link is gone", words=LINK_IS_GONE), 404


def _accounts(desk: Desk, email: str) -> list[tuple[str, Credentials]]:
    """Who may try with this e-mail, at whichever clinic. A demo account is unknown to all who sit elsewhere."""
    here = desk.settings.development and signature.is_loopback(request)
    with desk.database.reading() as connection:
        known = [(work.clinic_id, staff.by_email(work, email)) for work in _every_clinic(desk, connection)]
    found = [(clinic, one) for clinic, one in known if one and not one.account.disabled]
    ours = [(clinic, one) for clinic, one in found if here or not one.account.demo]
    if found and not ours:
        abort(404)
    return ours


def _every_clinic(desk: Desk, connection: Connection) -> list[Work]:
    now = desk.clock.real_now()
    return [desk.work(connection, clinic, now) for clinic in clinics.all_ids(connection)]


def _with_password(accounts: list[tuple[str, Credentials]], password: str) -> tuple[str, Credentials] | None:
    """The first that this password opens; where there is none it takes as long."""
    if not accounts:
        passwords.matches(None, password)
    for clinic, credentials in accounts:
        if passwords.matches(credentials.password, password):
            return clinic, credentials
    return None


def _renew_hash(desk: Desk, clinic: str, credentials: Credentials, password: str) -> None:
    if credentials.password is None or not passwords.is_outdated(credentials.password):
        return
    hashed = passwords.hashed(password)
    with desk.database.writing() as connection:
        staff.rehash_password(desk.work(connection, clinic), credentials.account.id, hashed)


def _of_link(desk: Desk, link: str) -> tuple[str, Account | None]:
    clinic, token = sessions.read(link)
    if not token:
        return "", None
    try:
        with desk.database.reading() as connection:
            found = staff.by_link(desk.work(connection, clinic), sessions.token_hash(token), desk.clock.real_now())
    except LookupError:
        return "", None
    return clinic, found


def _use_link(desk: Desk, clinic: str, link: str, hashed: str) -> bool:
    """Set the password, if the link is still there."""
    token = sessions.token_hash(sessions.read(link)[1])

    def step(connection: Connection) -> bool:
        work = desk.work(connection, clinic)
        account = staff.by_link(work, token, desk.clock.real_now())
        if account:
            staff.set_password(work, account.id, hashed, actor=f"staff:{account.id}")
        return account is not None

    return desk.database.run(step)


def _fault_of_choice() -> str | None:
    if not forms.is_ours(g.visitor):
        return STALE
    chosen: dict[str, Any] = request.form
    if chosen.get("password", "") != chosen.get("again", ""):
        return "The two passwords differ. Type the same one twice."
    return passwords.fault(chosen.get("password", ""))


def _key(email: str) -> str:
    return hashlib.sha256(staff.normalised(email).encode("utf-8", "surrogatepass")).hexdigest()
