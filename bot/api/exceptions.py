"""The API's addresses about time off, extra hours and closures, and about those whose visits cannot stay."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response, request

from bot import booking
from bot.api import visits
from bot.api.answering import looked, once
from bot.api.asked import Asked
from bot.api.requests import Malformed
from bot.cases import Caller
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import EndsBeforeStart, UnknownId
from storage import audit, exceptions
from storage.exceptions import KINDS, Entry
from storage.work import Work

PAGES = ("list_exceptions", "enter_exception", "lift_exception", "offer_instead")


def open_doors(room: Blueprint, desk: Desk) -> None:
    """All addresses of this page, in `room`."""

    @room.get("/exceptions")
    def list_exceptions() -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            return {"exceptions": [visits.exception(clinic, entered) for entered in exceptions.coming(work)]}

        return looked(desk, verb)

    @room.post("/exceptions")
    def enter_exception() -> Response:
        about = Asked.body(request, "kind", "provider", "location", "starts_at", "ends_at")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            entered = _entered(about, work, clinic)
            affected = booking.enter(work, clinic, entered, caller)
            _note_seen(work, caller, entered, (choice.visit.id for choice in affected))
            return visits.affected(work, clinic, entered, affected)

        return once(desk, verb)

    @room.post("/exceptions/<id>/lift")
    def lift_exception(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            entered = _known_exception(work, id)
            exceptions.lift(work, id, actor=caller.actor)
            return visits.exception(clinic, exceptions.get(work, id) or entered)

        return once(desk, verb)

    @room.post("/exceptions/<id>/offer")
    def offer_instead(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            entered = _known_exception(work, id)
            told = booking.offer_choices(work, clinic, entered)
            _note_seen(work, caller, entered, (choice.visit.id for choice, _ in told))
            return visits.told(work, clinic, entered, told)

        return once(desk, verb)


def _entered(about: Asked, work: Work, clinic: Clinic) -> Entry:
    kind = about.text("kind")
    if kind not in KINDS:
        raise Malformed(f'"kind" must be one of {", ".join(KINDS)}.')
    provider = clinic.provider(about.text("provider")) if kind != "closure" else None
    own = provider.location if provider and kind == "extra_hours" else None
    location = about.maybe("location") or own
    zone = clinic.zone(location or (provider.location if provider else None))
    starts_at, ends_at = about.moment("starts_at", zone), about.moment("ends_at", zone)
    if ends_at <= starts_at:
        raise EndsBeforeStart
    return Entry(work.new_id(), kind, provider.id if provider else None, location, starts_at, ends_at, work.now)


def _known_exception(work: Work, id: str) -> Entry:
    entered = exceptions.get(work, id)
    if entered is None:
        raise UnknownId("time off, extra hours or closure", id)
    return entered


def _note_seen(work: Work, caller: Caller, entered: Entry, ids: Iterable[str]) -> None:
    seen = {"appointments": list(ids)}
    audit.write(work, caller.actor, "appointments.listed", f"exception:{entered.id}", after=seen)
