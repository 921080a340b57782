"""The waiting list: who is in line for what, who has an offer, and taking somebody off it."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, url_for
from werkzeug.wrappers import Response

from bot.cases import Caller
from bot.console import views
from bot.console.calendar import trying
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.model import Patient, WaitlistEntry
from storage import inbox, patients, waitlist
from storage.work import Work

STATES = {"waiting": ("Waiting", "wait"), "offered": ("Offered a time", "info")}


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/waitlist")
    def waiting_list() -> str:
        with looking(desk) as look:
            line = waitlist.in_line(look.work)
            people = patients.many(look.work, {entry.patient_id for entry in line})
            values = {
                **look.frame("Calendar", inbox.open_cases(look.work)),
                "line": [_entry(look, entry, people.get(entry.patient_id)) for entry in line],
            }
        seen = {"waitlist": [entry.id for entry in line]}
        note_opened(desk, look, ("waitlist.listed", f"clinic:{look.work.clinic_id}", seen))
        return render_template("console/waitlist.html", **values)

    @room.post("/waitlist/<uuid:id>/leave")
    def leave_waitlist(id: UUID) -> Response:
        trying.done(desk, partial(_leave, id=str(id)))
        return redirect(url_for("console.waiting_list"), 303)


def _leave(work: Work, _clinic: Clinic, caller: Caller, id: str) -> bool:
    return waitlist.leave(work, (waitlist.get(work, id) or abort(404)).id, actor=caller.actor, reason="staff")


def _entry(look: Look, entry: WaitlistEntry, who: Patient | None) -> dict[str, Any]:
    eyes, clinic = look.eyes, look.eyes.clinic
    state, tone = STATES.get(entry.state, (entry.state, ""))
    return {
        "id": entry.id,
        "patient": entry.patient_id,
        "who": views.full_name(who) if who else "",
        "type": views.type_name(clinic, entry.visit_type),
        "provider": views.name_of(clinic.providers, entry.provider) if entry.provider else "any provider",
        "windows": [_window(eyes, window.start, window.end) for window in entry.when.windows],
        "moves": f"{eyes.day(entry.moving_from)}, {eyes.clock(entry.moving_from)}" if entry.moving_from else "",
        "state": state,
        "tone": tone,
        "offers": entry.offers,
    }


def _window(eyes: views.Eyes, start: Any, end: Any) -> str:
    """`from Tue, Mar 16, 9:00 AM to …`, open where it is open."""
    begins = f"from {eyes.day(start)}, {eyes.clock(start)}" if start else ""
    ends = f"to {eyes.day(end)}, {eyes.clock(end)}" if end else ""
    return f"{begins} {ends}".strip() or "any time"
