"""The page of one visit, and what staff do with it: move, cancel, confirm, say that the patient came or did not."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot import booking, why
from bot.booking import How
from bot.cases import Caller
from bot.console import views
from bot.console.calendar import trying
from bot.console.calendar.asking import Filled
from bot.console.calendar.booking_pages import UNREADABLE
from bot.console.calendar.history import told
from bot.console.calendar.trying import Outcome, Verb
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from scheduler.booking import Wanted
from scheduler.clinic import Clinic
from scheduler.errors import BadQuestion
from scheduler.model import Appointment, AppointmentStatus
from storage import appointments, conversations, inbox, patients, reminders
from storage.booking import openings_instead
from storage.work import Work

STATUSES = {
    AppointmentStatus.ARRIVED: "Arrived",
    AppointmentStatus.CHECKED_IN: "Checked in",
    AppointmentStatus.FULFILLED: "Seen",
    AppointmentStatus.NOSHOW: "Did not come",
}

NOTHING_FILLED = Filled()

Answer = str | Response | tuple[str, int]


def register(room: Blueprint, desk: Desk) -> None:
    _looking(room, desk)
    _changing(room, desk)


def _looking(room: Blueprint, desk: Desk) -> None:
    @room.get("/visits/<uuid:id>")
    def visit(id: UUID) -> str:
        return _page(desk, str(id))

    @room.get("/visits/<uuid:id>/move")
    def move(id: UUID) -> str:
        filled = Filled.read(request.args)
        outcome = trying.tried(desk, _moved(str(id), filled)) if filled.has_time else None
        return _page(desk, str(id), doing="move", filled=filled, outcome=outcome)

    @room.get("/visits/<uuid:id>/cancel")
    def cancel(id: UUID) -> str:
        filled = Filled.read(request.args)
        return _page(
            desk, str(id), doing="cancel", filled=filled, outcome=trying.tried(desk, _cancelled(str(id), filled))
        )


def _changing(room: Blueprint, desk: Desk) -> None:
    @room.post("/visits/<uuid:id>/move")
    def move_now(id: UUID) -> Answer:
        filled = Filled.read(request.form)
        return _answered(desk, str(id), "move", filled, trying.done(desk, _moved(str(id), filled)))

    @room.post("/visits/<uuid:id>/cancel")
    def cancel_now(id: UUID) -> Answer:
        filled = Filled.read(request.form)
        return _answered(desk, str(id), "cancel", filled, trying.done(desk, _cancelled(str(id), filled)))

    @room.post("/visits/<uuid:id>/confirm")
    def confirm_visit(id: UUID) -> Answer:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> Appointment:
            return appointments.confirm(work, str(id), actor=caller.actor)

        return _answered(desk, str(id), "", Filled(), trying.done(desk, verb))

    @room.post("/visits/<uuid:id>/status")
    def set_status(id: UUID) -> Answer:
        wanted = next((one for one in STATUSES if one.value == request.form.get("status")), None) or abort(400)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> Appointment:
            return booking.set_status(work, clinic, str(id), wanted, caller)

        return _answered(desk, str(id), "", Filled(), trying.done(desk, verb))


def _moved(id: str, filled: Filled) -> Verb:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> Any:
        known = appointments.get(work, id)
        try:
            starts_at = filled.starts_at(clinic)
        except BadQuestion:
            raise
        except ValueError:
            raise LookupError(UNREADABLE) from None
        wanted = Wanted(known.slot.visit_type if known else "", filled.provider, starts_at)
        return booking.move(work, clinic, id, wanted, How(caller, filled.overbook, filled.tell))

    return verb


def _cancelled(id: str, filled: Filled) -> Verb:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> Appointment:
        return booking.cancel(work, clinic, id, How(caller, tell=filled.tell))

    return verb


def _answered(desk: Desk, id: str, doing: str, filled: Filled, outcome: Outcome) -> Answer:
    if outcome.refusal:
        return _page(desk, id, doing=doing, filled=filled, outcome=outcome), 409
    return redirect(url_for("console.visit", id=id), 303)


def _page(
    desk: Desk,
    id: str,
    doing: str = "",
    filled: Filled = NOTHING_FILLED,
    outcome: Outcome | None = None,
) -> str:
    with looking(desk) as look:
        booked = appointments.get(look.work, id) or abort(404)
        values = {
            **look.frame("Calendar", inbox.open_cases(look.work)),
            **_facts(look, booked),
            "doing": doing,
            "filled": filled,
            "outcome": outcome,
            "moved": _visit(outcome, look),
            "openings": _openings(look, booked, filled, outcome) if doing == "move" else [],
            "providers": [(one.id, one.name) for one in look.eyes.clinic.providers],
        }
    note_opened(desk, look, ("appointment.opened", f"appointment:{booked.id}", {"patient": booked.patient_id}))
    return render_template("console/visit.html", **values)


def _facts(look: Look, booked: Appointment) -> dict[str, Any]:
    who = patients.get(look.work, booked.patient_id)
    phone = reminders.told(look.work, who).phone if who else ""
    talk = conversations.find(look.work, "sms", phone) if phone else None
    clinic = look.eyes.clinic
    local = booked.slot.starts_at.astimezone(clinic.zone(views.known(clinic.locations, booked.slot.location)))
    return {
        "visit": views.visit_view(booked, who, look.eyes, why.sentences(look.work, clinic, booked)),
        "patient_id": booked.patient_id,
        "talk_id": talk.id if talk else "",
        "phone": phone,
        "day": local.date().isoformat(),
        "time": f"{local:%H:%M}",
        "provider": booked.slot.provider,
        "upcoming": booked.status.upcoming and booked.slot.starts_at > look.eyes.now,
        "statuses": [(status.value, name) for status, name in STATUSES.items() if status is not booked.status],
        "history": told(look, booked.id),
    }


def _visit(outcome: Outcome | None, look: Look) -> views.VisitView | None:
    if outcome is None or not isinstance(outcome.done, Appointment):
        return None
    return views.visit_view(outcome.done, None, look.eyes)


def _openings(look: Look, booked: Appointment, filled: Filled, outcome: Outcome | None) -> list[tuple[str, str]]:
    """Where it could go: the openings that are nearest to what was asked, else the next ones."""
    clinic = look.eyes.clinic
    found = outcome.openings if outcome and outcome.openings else openings_instead(look.work, clinic, booked)
    return [
        (views.opening_words(slot, look.eyes), Filled().address("move", clinic, slot, id=booked.id)) for slot in found
    ]
