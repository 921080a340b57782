"""Somebody's own account: the password typed again, the codes of an authenticator, recovery codes."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response

from bot import log, metrics, passwords
from bot import second_factors as codes
from bot.console import device_pages, guard
from bot.console.door import BUSY, WRONG_CODE, own_path
from bot.console.look import looking
from bot.console.throttle import Throttle
from bot.wiring import Desk
from storage import devices, inbox, second_factors, staff
from storage.work import Work

NOT_IT = "This is not your password."
Answer = str | Response | tuple[str, int]


def register(room: Blueprint, desk: Desk) -> None:
    _confirm(room, desk, Throttle())

    @room.get("/account")
    def account() -> str:
        with looking(desk) as look:
            factor = second_factors.find(look.work, look.visitor.account.id)
            found = device_pages.awake(desk, look.work, look.visitor.account.id)
            values = {
                **look.frame("Account", inbox.open_cases(look.work)),
                "devices": device_pages.views(desk, found, look.visitor.session, look.eyes.zone),
            }
        return render_template("console/account.html", factor=factor if factor and factor.active else None, **values)

    @room.get("/account/second-factor")
    def second_factor() -> Answer:
        return _proposal(desk)

    @room.post("/account/second-factor/new")
    def propose_second_factor() -> Response:
        with desk.database.writing() as connection:
            who = guard.visitor()
            second_factors.propose(desk.work(connection, who.clinic), who.account.id, codes.new_secret())
        return redirect(url_for("console.second_factor"), 303)

    @room.post("/account/second-factor")
    def activate_second_factor() -> Answer:
        new = codes.new_recovery_codes()
        if not desk.database.run(lambda connection: _activate(desk, connection, new)):
            return _proposal(desk, WRONG_CODE)
        return _shown_once(desk, new)

    @room.post("/account/recovery-codes")
    def new_recovery_codes() -> Answer:
        new = codes.new_recovery_codes()
        if not desk.database.run(lambda connection: _replace_codes(desk, connection, new)):
            abort(404)
        return _shown_once(desk, new)

    @room.post("/account/second-factor/remove")
    def remove_second_factor() -> Response:
        who = guard.visitor()
        with desk.database.writing() as connection:
            second_factors.remove(desk.work(connection, who.clinic), who.account.id, actor=who.actor)
        return redirect(url_for("console.account"), 303)


def _confirm(room: Blueprint, desk: Desk, throttle: Throttle) -> None:
    @room.route("/confirm", methods=["GET", "POST"])
    def confirm() -> Answer:
        problem, status = _fault_of_password(desk, throttle) if request.method == "POST" else ("", 200)
        if request.method == "POST" and not problem:
            with desk.database.writing() as connection:
                who = guard.visitor()
                devices.confirm(desk.work(connection, who.clinic), who.session, desk.clock.real_now())
            return redirect(own_path(request.form.get("next", "")), 303)
        return render_template("console/confirm.html", problem=problem, next=request.values.get("next", "")), status


def _fault_of_password(desk: Desk, throttle: Throttle) -> tuple[str, int]:
    """Why what was typed does not confirm who is here; empty when it does."""
    who, address, now = guard.visitor(), request.remote_addr or "", desk.clock.real_now()
    if wait := throttle.wait(who.account.id, address, now):
        return f"Too many wrong tries. Wait {int(wait.total_seconds()) + 1} seconds, then try again.", 429
    with desk.database.reading() as connection:
        known = staff.by_id(desk.work(connection, who.clinic), who.account.id)
    try:
        right = passwords.matches(known.password if known else None, request.form.get("password", ""))
    except passwords.Busy:
        return BUSY, 503
    if right:
        throttle.succeeded(who.account.id, address)
        return "", 200
    throttle.failed(who.account.id, address, now)
    metrics.refused("password")
    log.get().warning("refused", door="confirm", reason="password", staff=who.account.id, origin=address)
    return NOT_IT, 401


def _proposal(desk: Desk, problem: str = "") -> Answer:
    """The secret to scan or type, until a code of it was shown; afterwards never again."""
    with looking(desk) as look:
        found = second_factors.find(look.work, look.visitor.account.id)
        if found is None or found.active:
            return redirect(url_for("console.account"), 303)
        link = codes.link(found.secret, look.visitor.account.email, look.eyes.clinic.name)
        values: dict[str, Any] = {
            **look.frame("Account", inbox.open_cases(look.work)),
            "link": link,
            "drawn": codes.drawn(link),
            "secret": codes.in_groups(found.secret),
            "problem": problem,
        }
    return render_template("console/second_factor.html", **values), 400 if problem else 200


def _activate(desk: Desk, connection: Connection, new: list[str]) -> bool:
    work, account_id = _own(desk, connection)
    typed = request.form.get("code", "")[:40]
    return codes.accepts(work, account_id, typed, desk.clock.real_now()) and second_factors.activate(
        work, account_id, new
    )


def _replace_codes(desk: Desk, connection: Connection, new: list[str]) -> bool:
    work, account_id = _own(desk, connection)
    found = second_factors.find(work, account_id)
    if found is None or not found.active:
        return False
    second_factors.replace_recovery_codes(work, account_id, new)
    return True


def _own(desk: Desk, connection: Connection) -> tuple[Work, str]:
    who = guard.visitor()
    return desk.work(connection, who.clinic), who.account.id


def _shown_once(desk: Desk, new: list[str]) -> str:
    with looking(desk) as look:
        values = look.frame("Account", inbox.open_cases(look.work))
    return render_template("console/recovery_codes.html", codes=new, **values)
