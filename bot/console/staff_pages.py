"""Staff accounts, for administrators: who may log in as what, new links, log-out from afar, codes taken off.

Nobody changes their own role or disables themselves, so that a clinic always has an administrator.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot import accounts
from bot.console import device_pages, guard
from bot.console.look import looking
from bot.wiring import Desk
from storage import devices, inbox, second_factors, staff
from storage.staff import ROLES, Account
from storage.work import Work

Answer = str | Response | tuple[str, int]
NO_EMAIL = "This is no e-mail address. Write one like anna@clinic.example."
KNOWN = "There is an account with this e-mail already: it is in the list."


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/settings/staff")
    def staff_page() -> str:
        return _staff_page(desk)

    @room.post("/settings/staff")
    def add_colleague() -> Answer:
        return _add(desk)

    @room.get("/settings/staff/<id>")
    def colleague(id: str) -> str:
        return _colleague_page(desk, id)

    _register_changes(room, desk)


def _register_changes(room: Blueprint, desk: Desk) -> None:
    @room.post("/settings/staff/<id>/role")
    def change_role(id: str) -> Response:
        role = request.form.get("role", "")
        return _change(desk, id, lambda work, who: _set_role(work, who, role), others_only=True)

    @room.post("/settings/staff/<id>/disable")
    def disable_colleague(id: str) -> Response:
        return _change(desk, id, lambda work, who: staff.disable(work, who.email, actor=_actor()), others_only=True)

    @room.post("/settings/staff/<id>/open")
    def open_colleague(id: str) -> Response:
        return _change(desk, id, lambda work, who: staff.add(work, who.email, who.role, actor=_actor()))

    @room.post("/settings/staff/<id>/log-out")
    def log_out_colleague(id: str) -> Response:
        return _change(desk, id, lambda work, who: devices.end_all(work, who.id, actor=_actor()))

    @room.post("/settings/staff/<id>/reset-codes")
    def reset_codes(id: str) -> Response:
        return _change(desk, id, lambda work, who: second_factors.remove(work, who.id, actor=_actor()))

    @room.post("/settings/staff/<id>/link")
    def new_link(id: str) -> str:
        with desk.database.writing() as connection:
            work = desk.work(connection, guard.visitor().clinic)
            who = _of(work, id)
            link = "" if who.disabled else accounts.one_time_link(desk, work, who.id)
        return _colleague_page(desk, id, link)


def _add(desk: Desk) -> Answer:
    email, role = staff.normalised(request.form.get("email", "")), request.form.get("role", "")
    if not accounts.is_email(email) or role not in ROLES:
        return _staff_page(desk, NO_EMAIL), 400
    with desk.database.writing() as connection:
        work = desk.work(connection, guard.visitor().clinic)
        known = staff.by_email(work, email) is not None
        made = None if known else staff.add(work, email, role, actor=_actor())
        link = accounts.one_time_link(desk, work, made.id) if made else ""
    return _colleague_page(desk, made.id, link) if made else (_staff_page(desk, KNOWN), 409)


def _change(desk: Desk, id: str, change: Callable[[Work, Account], object], *, others_only: bool = False) -> Response:
    if others_only and id == guard.visitor().account.id:
        abort(403)
    with desk.database.writing() as connection:
        work = desk.work(connection, guard.visitor().clinic)
        change(work, _of(work, id))
    return redirect(url_for("console.colleague", id=id), 303)


def _set_role(work: Work, who: Account, role: str) -> None:
    if role not in ROLES:
        abort(400)
    if role != who.role:
        staff.change_role(work, who, role, actor=_actor())


def _of(work: Work, id: str) -> Account:
    found = staff.by_id(work, id)
    return found.account if found else abort(404)


def _staff_page(desk: Desk, problem: str = "") -> str:
    with looking(desk) as look:
        owners = second_factors.owners(look.work)
        values: dict[str, Any] = {
            **look.frame("Settings", inbox.open_cases(look.work)),
            "people": [(one, one.id in owners) for one in staff.all_of(look.work)],
        }
    return render_template(
        "console/staff.html", problem=problem, roles=ROLES, typed=request.form.get("email", ""), **values
    )


def _colleague_page(desk: Desk, id: str, link: str = "") -> str:
    with looking(desk) as look:
        who = _of(look.work, id)
        found = device_pages.awake(desk, look.work, who.id)
        values: dict[str, Any] = {
            **look.frame("Settings", inbox.open_cases(look.work)),
            "who": who,
            "own": who.id == look.visitor.account.id,
            "has_codes": who.id in second_factors.owners(look.work),
            "devices": device_pages.views(desk, found, look.visitor.session, look.eyes.zone),
        }
    days = accounts.LINK_LASTS.days
    return render_template("console/colleague.html", link=link, days=days, roles=ROLES, **values)


def _actor() -> str:
    return guard.visitor().actor
