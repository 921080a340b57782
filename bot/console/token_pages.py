"""Tokens of the API, for administrators: made and shown once, listed, revoked."""

from __future__ import annotations

import secrets

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot.console import guard
from bot.console.look import looking
from bot.wiring import Desk
from storage import inbox, tokens
from storage.staff import ROLES

SECRET_BYTES = 24
LONGEST_NAME = 120
NO_NAME = f"Give it a name of 1 to {LONGEST_NAME} characters on one line, such as that of the system that uses it."

Answer = str | Response | tuple[str, int]


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/settings/tokens")
    def tokens_page() -> str:
        return _page(desk)

    @room.post("/settings/tokens")
    def add_token() -> Answer:
        name, role = request.form.get("name", "").strip(), request.form.get("role", "")
        if not is_name(name) or role not in ROLES:
            return _page(desk, problem=NO_NAME), 400
        text = tokens.written(guard.visitor().clinic, secrets.token_bytes(SECRET_BYTES))
        with desk.database.writing() as connection:
            tokens.add(desk.work(connection, guard.visitor().clinic), text, role, name, actor=guard.visitor().actor)
        return _page(desk, text)

    @room.post("/settings/tokens/<id>/revoke")
    def revoke_token(id: str) -> Response:
        with desk.database.writing() as connection:
            work = desk.work(connection, guard.visitor().clinic)
            if id not in tokens.by_ids(work, {id}):
                abort(404)
            tokens.revoke(work, id, actor=guard.visitor().actor)
        return redirect(url_for("console.tokens_page"), 303)


def is_name(text: str) -> bool:
    return 0 < len(text) <= LONGEST_NAME and text.isprintable()


def _page(desk: Desk, made: str = "", problem: str = "") -> str:
    with looking(desk) as look:
        rows = [(one, look.eyes.ago(one.created_at)) for one in reversed(tokens.all_of(look.work))]
        values = look.frame("Settings", inbox.open_cases(look.work))
    return render_template("console/tokens.html", rows=rows, made=made, problem=problem, roles=ROLES, **values)
