"""Time off, extra hours and closures: what is entered, who is affected before it is, and their offers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from bot import booking
from bot.booking import Choice
from bot.cases import Caller
from bot.console import views
from bot.console.calendar import trying
from bot.console.calendar.booking_pages import UNREADABLE
from bot.console.calendar.trying import Outcome, Verb
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import BadQuestion, EndsBeforeStart
from scheduler.walltime import instant_of_wall
from storage import exceptions, inbox, patients
from storage.exceptions import Entry
from storage.work import Work

KINDS = {"time_off": "Time off", "extra_hours": "Extra hours", "closure": "Closure"}

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Wish:
    """The fields of the form, as they were written."""

    kind: str = "time_off"
    provider: str = ""
    location: str = ""
    starts: str = ""
    ends: str = ""

    @classmethod
    def read(cls, values: Any) -> Wish:
        return cls(**{name: values.get(name, default)[:40] for name, default in _DEFAULTS.items()})

    @property
    def is_filled(self) -> bool:
        return bool(self.kind in KINDS and self.starts and self.ends and (self.provider or self.kind == "closure"))

    def entry(self, work: Work, clinic: Clinic) -> Entry:
        """Raises `UnknownId`, `EndsBeforeStart` or `LookupError`."""
        provider = clinic.provider(self.provider) if self.kind != "closure" else None
        location = self.location or (provider.location if provider and self.kind == "extra_hours" else "")
        zone = clinic.zone(location or (provider.location if provider else None))
        try:
            starts_at, ends_at = (instant_of_wall(datetime.fromisoformat(at), zone) for at in (self.starts, self.ends))
        except BadQuestion:
            raise
        except ValueError:
            raise LookupError(UNREADABLE) from None
        if ends_at <= starts_at:
            raise EndsBeforeStart
        return Entry(
            work.new_id(), self.kind, provider.id if provider else None, location or None, starts_at, ends_at, work.now
        )


_DEFAULTS = {"kind": "time_off", "provider": "", "location": "", "starts": "", "ends": ""}


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/time-off")
    def time_off() -> str:
        wish = Wish.read(request.args)
        return _page(desk, wish, trying.tried(desk, _entered(wish)) if wish.is_filled else None)

    @room.post("/time-off")
    def enter_time_off() -> Answer:
        wish = Wish.read(request.form)
        outcome = trying.done(desk, _entered(wish))
        if outcome.refusal:
            return _page(desk, wish, outcome), 409
        return redirect(url_for("console.time_off_entry", id=outcome.done[0].id), 303)

    @room.get("/time-off/<uuid:id>")
    def time_off_entry(id: UUID) -> str:
        return _entry_page(desk, str(id))

    @room.post("/time-off/<uuid:id>/lift")
    def lift_time_off(id: UUID) -> Answer:
        trying.done(desk, _lifted(str(id)))
        return redirect(url_for("console.time_off"), 303)

    @room.post("/time-off/<uuid:id>/offer")
    def offer_instead(id: UUID) -> Answer:
        outcome = trying.done(desk, _offered(str(id)))
        told = sum(on_its_way for _, on_its_way in outcome.done or ())
        return redirect(url_for("console.time_off_entry", id=id, told=told), 303)


def _entered(wish: Wish) -> Verb:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> tuple[Entry, tuple[Choice, ...]]:
        entered = wish.entry(work, clinic)
        return entered, booking.enter(work, clinic, entered, caller)

    return verb


def _lifted(id: str) -> Verb:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> bool:
        return exceptions.lift(work, _known(work, id).id, actor=caller.actor)

    return verb


def _known(work: Work, id: str) -> Entry:
    return exceptions.get(work, id) or abort(404)


def _offered(id: str) -> Verb:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> tuple[tuple[Choice, bool], ...]:
        return booking.offer_choices(work, clinic, _known(work, id))

    return verb


def _page(desk: Desk, wish: Wish, outcome: Outcome | None) -> str:
    with looking(desk) as look:
        clinic = look.eyes.clinic
        affected = outcome.done[1] if outcome and outcome.done else ()
        values = {
            **look.frame("Calendar", inbox.open_cases(look.work)),
            "coming": [_entry_view(look, entered) for entered in exceptions.coming(look.work)],
            "wish": wish,
            "kinds": list(KINDS.items()),
            "providers": [(one.id, one.name) for one in clinic.providers],
            "locations": [(one.id, one.name) for one in clinic.locations],
            "outcome": outcome,
            "affected": _choices(look, affected),
        }
    _note(desk, look, affected)
    return render_template("console/time_off.html", **values)


def _entry_page(desk: Desk, id: str) -> str:
    with looking(desk) as look:
        entered = exceptions.get(look.work, id) or abort(404)
        affected = booking.choices(look.work, look.eyes.clinic, entered) if entered.lifted_at is None else ()
        values = {
            **look.frame("Calendar", inbox.open_cases(look.work)),
            "entry": _entry_view(look, entered),
            "affected": _choices(look, affected),
            "told": request.args.get("told", ""),
        }
    _note(desk, look, affected)
    return render_template("console/time_off_entry.html", **values)


def _note(desk: Desk, look: Look, affected: tuple[Choice, ...]) -> None:
    seen = {"appointments": [choice.visit.id for choice in affected]}
    note_opened(desk, look, ("appointments.listed", f"clinic:{look.work.clinic_id}", seen))


def _entry_view(look: Look, entered: Entry) -> dict[str, Any]:
    eyes, clinic = look.eyes, look.eyes.clinic
    return {
        "id": entered.id,
        "kind": KINDS[entered.kind],
        "who": views.name_of(clinic.providers, entered.provider) if entered.provider else clinic.name,
        "where": views.name_of(clinic.locations, entered.location) if entered.location else "",
        "starts": f"{eyes.day(entered.starts_at)}, {eyes.clock(entered.starts_at)}",
        "ends": f"{eyes.day(entered.ends_at)}, {eyes.clock(entered.ends_at)}",
        "lifted": entered.lifted_at is not None,
    }


def _choices(look: Look, affected: tuple[Choice, ...]) -> list[dict[str, Any]]:
    people = patients.many(look.work, {choice.visit.patient_id for choice in affected})
    return [
        {
            "visit": views.visit_view(choice.visit, people.get(choice.visit.patient_id), look.eyes),
            "openings": [views.opening_words(slot, look.eyes) for slot in choice.openings],
        }
        for choice in affected
    ]
