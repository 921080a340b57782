"""Booking a visit: find the patient, choose what, with whom and when, read what would happen, then confirm."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot import booking
from bot.booking import How
from bot.cases import Caller
from bot.console import views, words
from bot.console.calendar import trying
from bot.console.calendar.asking import Filled
from bot.console.calendar.trying import Outcome, Verb
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import BadQuestion
from scheduler.model import Appointment, Patient
from storage import inbox, patients, search
from storage.work import Work

MOST_FOUND = 20
UNREADABLE = "This day or time makes no sense. Choose them again."

Answer = str | Response | tuple[str, int]


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/book")
    def book() -> str:
        filled = Filled.read(request.args)
        complete = bool(filled.patient and filled.visit_type and filled.has_time)
        return _page(desk, filled, trying.tried(desk, _booked(filled)) if complete else None)

    @room.post("/book")
    def book_now() -> Answer:
        filled = Filled.read(request.form)
        outcome = trying.done(desk, _booked(filled))
        if outcome.refusal:
            return _page(desk, filled, outcome), 409
        return redirect(url_for("console.visit", id=outcome.done.id), 303)


def _booked(filled: Filled) -> Verb:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> Any:
        who, how = booking.patient(work, filled.patient), How(caller, filled.overbook, filled.tell)
        try:
            wanted = filled.wanted(clinic)
        except BadQuestion:
            raise
        except ValueError:
            raise LookupError(UNREADABLE) from None
        return booking.book(work, clinic, who, wanted, how)

    return verb


def _page(desk: Desk, filled: Filled, outcome: Outcome | None) -> str:
    asked = request.args.get("q", "").strip()[:60]
    with looking(desk) as look:
        who = patients.get(look.work, filled.patient) if filled.patient else None
        found = search.look_up_patients(look.work, asked, MOST_FOUND) if asked and not who else []
        values = {
            **look.frame("Calendar", inbox.open_cases(look.work)),
            "filled": filled,
            "asked": asked,
            "who": _person(who, look) if who else None,
            "found": [_person(one, look) for one in found],
            "kinds": _kinds(look.eyes.clinic, filled.provider),
            "providers": [(one.id, one.name) for one in look.eyes.clinic.providers],
            "today": look.eyes.now.astimezone(look.eyes.zone).date().isoformat(),
            "outcome": outcome,
            "visit": _visit(outcome, look),
            "openings": _openings(outcome, filled, look),
        }
    seen = [patient.id for patient in (*found, *([who] if who else []))]
    note_opened(desk, look, ("patients.found", f"clinic:{look.work.clinic_id}", {"patients": seen}))
    return render_template("console/book.html", **values)


def _person(patient: Patient, look: Look) -> dict[str, str]:
    return {
        "id": patient.id,
        "name": views.full_name(patient),
        "born": words.born(patient.date_of_birth),
        "phone": words.phone(patient.phone) if patient.phone else "no phone",
        "initials": words.initials(views.full_name(patient)),
    }


def _kinds(clinic: Clinic, provider: str) -> list[tuple[str, str]]:
    """The visit types that this provider gives, or all."""
    return [
        (kind.id, f"{clinic.word(kind.name, clinic.default_language)}, {kind.minutes} min")
        for kind in clinic.visit_types
        if provider in ("", *kind.providers)
    ]


def _visit(outcome: Outcome | None, look: Look) -> views.VisitView | None:
    if outcome is None or not isinstance(outcome.done, Appointment):
        return None
    return views.visit_view(outcome.done, None, look.eyes)


def _openings(outcome: Outcome | None, filled: Filled, look: Look) -> list[tuple[str, str]]:
    """The next openings, each with its words and the address that chooses it."""
    return [
        (views.opening_words(slot, look.eyes), filled.address("book", look.eyes.clinic, slot))
        for slot in (outcome.openings if outcome else ())
    ]
