"""The page of one conversation, from its case or from the list of talks, and what a person does there."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from sqlalchemy import Connection
from werkzeug.wrappers import Response as AnyResponse

from bot import cases as verbs
from bot.cases import LONGEST_NOTE, LONGEST_REPLY, OUTCOMES, Caller, NoSuchCase, Refused
from bot.console import guard, lists, talking, views, words
from bot.console.look import Look, looking, note_opened, part
from bot.console.talking import Everything
from bot.console.views import CaseView
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import calls, conversations, inbox, patients
from storage.cases import Case
from storage.work import Work

Answer = str | AnyResponse | tuple[str, int]
TOO_LONG = f"The note may have {LONGEST_NOTE:,} characters at most."
Verb = Callable[[Work, Clinic, Caller], object]


def register(room: Blueprint, desk: Desk) -> None:
    """The pages of a case and of a talk, and what a person does with a case."""
    _pages(room, desk)
    _verbs(room, desk)


def _pages(room: Blueprint, desk: Desk) -> None:
    @room.get("/cases/<uuid:id>")
    def case(id: UUID) -> Answer:
        return _case_page(desk, str(id))

    @room.get("/talks/<uuid:id>")
    def talk(id: UUID) -> Answer:
        with looking(desk) as look:
            everything = talking.read(look, str(id)) or abort(404)
            values = {
                **_work_values(look, everything, None),
                "open_case": talking.first_open(look, everything),
            }
        _note(desk, look, everything, None)
        return render_template("console/talk.html", **values)

    @room.post("/talks/<uuid:id>/calls")
    def calls_again(id: UUID) -> Answer:
        who = guard.visitor()

        def write(connection: Connection) -> None:
            work = desk.work(connection, who.clinic)
            talk = conversations.get(work, str(id)) or abort(404)
            calls.resume(work, talk.phone, f"staff:{who.account.id}")

        desk.database.run(write)
        return redirect(url_for("console.talk", id=id), 303)

    @room.post("/talks/<uuid:id>/take-over")
    def take_over(id: UUID) -> Answer:
        return _begin(desk, lambda work, clinic, caller: verbs.take_over(work, str(id), caller))

    @room.post("/patients/<id>/write")
    def write_first(id: str) -> Answer:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> Case:
            return verbs.write_first(work, clinic, patients.get(work, id) or abort(404), caller)

        return _begin(desk, verb)

    @room.get("/updates/thread/<uuid:id>")
    def thread_updates(id: UUID) -> Response:
        with looking(desk) as look:
            everything = talking.read(look, str(id)) or abort(404)
            shown = _case_of(look, everything, request.args.get("case", ""))
            values = {
                "talk": everything.talk,
                "case": shown,
                "swap_state": True,
                "refresh_thread": talking.refresh(look, everything, shown),
            }
        templates = ["thread.html", "case_state.html"] if shown else ["thread.html"]
        return part(talking.state_of(everything, shown), templates, values)


def _begin(desk: Desk, verb: Callable[[Work, Clinic, Caller], Case]) -> Answer:
    """To the case in which one writes, or the reason why one may not."""
    who, now = guard.visitor(), desk.clock.now()
    caller = Caller("staff", who.account.id, who.account.email)
    try:
        case = desk.database.run(
            lambda connection: verb(desk.work(connection, who.clinic, now), desk.clinic(connection, who.clinic), caller)
        )
    except NoSuchCase:
        abort(404)
    except Refused as refusal:
        return render_template("console/notice.html", heading="Nothing can be written", words=refusal.sentence), 409
    return redirect(url_for("console.case", id=case.id), 303)


def _verbs(room: Blueprint, desk: Desk) -> None:
    @room.post("/cases/<uuid:id>/claim")
    def claim(id: UUID) -> Answer:
        return _do(desk, str(id), lambda work, _clinic, caller: verbs.claim(work, str(id), caller))

    @room.post("/cases/<uuid:id>/reply")
    def reply(id: UUID) -> Answer:
        body = _written("body")
        if not body.strip() or len(body) > LONGEST_REPLY:
            problem = f"Write an answer of 1 to {LONGEST_REPLY:,} characters; this one has {len(body.strip()):,}."
            return _case_page(desk, str(id), problem, body), 400
        return _do(desk, str(id), lambda work, clinic, caller: verbs.reply(work, clinic, str(id), caller, body), body)

    @room.post("/cases/<uuid:id>/hand-back")
    def hand_back(id: UUID) -> Answer:
        return _do(desk, str(id), lambda work, clinic, caller: verbs.hand_back(work, clinic, str(id), caller))

    @room.post("/cases/<uuid:id>/resolve")
    def resolve(id: UUID) -> Answer:
        note, outcome = _written("note").strip(), request.form.get("outcome") or None
        if len(note) > LONGEST_NOTE or outcome not in (None, *OUTCOMES):
            return _case_page(desk, str(id), TOO_LONG), 400
        return _do(
            desk, str(id), lambda work, clinic, caller: verbs.resolve(work, clinic, str(id), caller, note, outcome)
        )


def _do(desk: Desk, case_id: str, verb: Verb, written: str = "") -> Answer:
    """Do it in one transaction and show the case again; where it is refused, with the reason and what was written."""
    who, now = guard.visitor(), desk.clock.now()
    caller = Caller("staff", who.account.id, who.account.email)
    try:
        desk.database.run(
            lambda connection: verb(desk.work(connection, who.clinic, now), desk.clinic(connection, who.clinic), caller)
        )
    except NoSuchCase:
        abort(404)
    except Refused as refusal:
        return _case_page(desk, case_id, refusal.sentence, written), 409
    return redirect(url_for("console.case", id=case_id), 303)


def _case_page(desk: Desk, case_id: str, problem: str = "", written: str = "") -> str:
    with looking(desk) as look:
        line = inbox.one_case(look.work, case_id) or abort(404)
        everything = talking.read(look, line.conversation_id) or abort(404)
        shown = views.case_view(line, look.eyes)
        values = _work_values(look, everything, shown)
    _note(desk, look, everything, shown)
    return render_template("console/case.html", **values, problem=problem, written=written)


def _work_values(look: Look, everything: Everything, shown: CaseView | None) -> dict[str, Any]:
    lines = inbox.open_cases(look.work)
    current = shown.id if shown else ""
    return {
        **look.frame("Cases" if shown else "Talks", lines),
        **lists.case_list(look, lines, compact=True, current=current),
        **talking.beside(look, everything, current),
        "case": shown,
        "refresh_thread": talking.refresh(look, everything, shown),
        "longest_reply": LONGEST_REPLY,
        "longest_note": LONGEST_NOTE,
        "outcomes": words.OUTCOMES,
    }


def _case_of(look: Look, everything: Everything, case_id: str) -> CaseView | None:
    """The case that the page shows, if it is one of this conversation."""
    if all(case.id != case_id for case in everything.cases):
        return None
    line = inbox.one_case(look.work, case_id)
    return views.case_view(line, look.eyes) if line else None


def _note(desk: Desk, look: Look, everything: Everything, shown: CaseView | None) -> None:
    """Whose conversation and data this visitor opens."""
    after = {"case": shown.id} if shown else None
    opened = [("conversation.opened", f"conversation:{everything.talk.id}", after)]
    note_opened(
        desk, look, *opened, *(("patient.opened", f"patient:{patient.id}", after) for patient in everything.patients)
    )


def _written(name: str) -> str:
    """A text field, its line ends as phones write them."""
    return request.form.get(name, "").replace("\r\n", "\n")
