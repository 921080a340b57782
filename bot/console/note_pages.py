"""Notes for colleagues, on any conversation, whoever holds it. Patients never see them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, redirect, request, url_for
from werkzeug.wrappers import Response

from bot import cases as verbs
from bot.cases import LONGEST_NOTE, Caller, NoSuchCase
from bot.console import guard
from bot.wiring import Desk
from storage import cases, conversations
from storage.work import Work


def register(room: Blueprint, desk: Desk) -> None:
    @room.post("/talks/<uuid:id>/notes")
    def add_note(id: UUID) -> Response:
        body = request.form.get("note", "").replace("\r\n", "\n").strip()
        who, now = guard.visitor(), desk.clock.now()
        with desk.database.reading() as connection:
            conversations.get(desk.work(connection, who.clinic, now), str(id)) or abort(404)
        if not body or len(body) > LONGEST_NOTE:
            abort(400)
        caller = Caller("staff", who.account.id, who.account.email)
        try:
            back = desk.database.run(
                lambda connection: _add(desk.work(connection, who.clinic, now), str(id), caller, body)
            )
        except NoSuchCase:
            abort(404)
        return redirect(back, 303)


def _add(work: Work, conversation_id: str, caller: Caller, body: str) -> str:
    """Add it; the page from which it was written."""
    verbs.note(work, conversation_id, caller, body)
    case = cases.get(work, request.form.get("case", ""))
    if case is not None and case.conversation_id == conversation_id:
        return url_for("console.case", id=case.id)
    return url_for("console.talk", id=conversation_id)
