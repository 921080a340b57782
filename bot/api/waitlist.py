"""The API's addresses about the waiting list."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request

from bot import booking
from bot.api import asked, visits
from bot.api.answering import looked, once
from bot.api.asked import Asked
from bot.cases import Caller
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import UnknownId
from scheduler.model import WaitlistEntry
from storage import audit, waitlist
from storage.booking import known
from storage.work import Work

PAGES = ("list_waitlist", "join_waitlist", "leave_waitlist")


def open_doors(room: Blueprint, desk: Desk) -> None:
    """All addresses of this page, in `room`."""

    @room.get("/waitlist")
    def list_waitlist() -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            line = waitlist.in_line(work)
            seen = {"waitlist": [entry.id for entry in line]}
            audit.write(work, caller.actor, "waitlist.listed", f"clinic:{clinic.id}", after=seen)
            return {"waitlist": [visits.entry(work, clinic, entry) for entry in line]}

        return looked(desk, verb)

    @room.post("/waitlist")
    def join_waitlist() -> Response:
        about = Asked.body(
            request, "patient", "visit_type", "provider", "location", "when", "notice_minutes", "appointment"
        )

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            joined = waitlist.join(work, _entry(about, work, clinic), actor=caller.actor)
            return visits.entry(work, clinic, joined)

        return once(desk, verb)

    @room.post("/waitlist/<id>/leave")
    def leave_waitlist(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            waitlist.leave(work, waitlist.known(work, id).id, actor=caller.actor)
            return visits.entry(work, clinic, waitlist.known(work, id))

        return once(desk, verb)


def _entry(about: Asked, work: Work, clinic: Clinic) -> WaitlistEntry:
    query, who = asked.query(about, clinic, work.now), booking.patient(work, about.text("patient"))
    visit = known(work, about.text("appointment")) if about.has("appointment") else None
    if visit is not None and visit.patient_id != who.id:
        raise UnknownId("appointment of this patient", visit.id)
    return WaitlistEntry(
        work.new_id(),
        who.id,
        query.visit_type,
        query.provider,
        query.location,
        query.when,
        asked.notice(about),
        visit.id if visit else None,
        visit.slot.starts_at if visit else None,
        "api",
    )
