"""The API's addresses about visits and openings.

What is asked is parsed in `asked`, done in `bot.booking`, and told in `visits`.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

from flask import Blueprint, Response, request

from bot import booking
from bot.api import asked, visits
from bot.api.answering import Unanswered, looked, once
from bot.api.asked import MOST_IN_FAMILY, MOST_OPENINGS, Asked, Repeated
from bot.api.requests import Malformed
from bot.booking import How
from bot.cases import Caller
from bot.wiring import Desk
from scheduler.availability import openings
from scheduler.booking import series_starts
from scheduler.clinic import Clinic
from scheduler.model import AppointmentStatus
from storage import audit
from storage.booking import Lost, known
from storage.occupancy import StoredOccupancy
from storage.work import Work

PAGES = (
    "find_openings", "read_appointment", "book", "book_series", "book_family", "move", "cancel", "check_in", "no_show",
    "fulfil",
)  # fmt: skip

ARRIVALS = (AppointmentStatus.ARRIVED.value, AppointmentStatus.CHECKED_IN.value)
WHAT = ("visit_type", "provider", "starts_at", "room")
HOW = ("overbook", "tell_patient")


def open_doors(room: Blueprint, desk: Desk) -> None:
    """All addresses of this page, in `room`."""
    _openings(room, desk)
    _booking(room, desk)
    _visit(room, desk)


def _openings(room: Blueprint, desk: Desk) -> None:
    @room.get("/openings")
    def find_openings() -> Response:
        about = Asked.query(request, "visit_type", "provider", "location", "when", "limit")
        limit = about.number("limit", 1, MOST_OPENINGS, 10)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            query = asked.query(about, clinic, work.now)
            found = islice(openings(clinic, query, StoredOccupancy(work), work.now), limit)
            return {"openings": [visits.opening(clinic, slot) for slot in found]}

        return looked(desk, verb, notes=False)

    @room.get("/appointments/<id>")
    def read_appointment(id: str) -> Response:
        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            visit = known(work, id)
            audit.write(work, caller.actor, "appointment.read", f"appointment:{visit.id}")
            return visits.appointment(work, clinic, visit)

        return looked(desk, verb)


def _booking(room: Blueprint, desk: Desk) -> None:
    @room.post("/appointments")
    def book() -> Response:
        about = Asked.body(request, "patient", *WHAT, *HOW)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            who, wanted = booking.patient(work, about.text("patient")), asked.wanted(about, clinic)
            done = booking.book(work, clinic, who, wanted, _how(about, caller))
            return visits.appointment(work, clinic, _kept(clinic, done))

        return once(desk, verb)

    @room.post("/appointments/series")
    def book_series() -> Response:
        about = Asked.body(request, "patient", *WHAT, *HOW, "every_days", "times", "partly")
        repeated, partly = Repeated.read(about), about.flag("partly", False)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            who, first = booking.patient(work, about.text("patient")), asked.wanted(about, clinic)
            zone = clinic.zone(clinic.provider(first.provider).location)
            starts = series_starts(first.starts_at, repeated.every_days, repeated.times, zone)
            wishes = [first.at(start) for start in starts]
            return visits.series(
                work, clinic, booking.series(work, clinic, who, wishes, _how(about, caller), partly=partly)
            )

        return once(desk, verb)

    @room.post("/appointments/family")
    def book_family() -> Response:
        about = Asked.body(request, "patients", "visit_type", "provider", "location", "when", *HOW)
        names = about.texts("patients", MOST_IN_FAMILY)
        if len(set(names)) < len(names):
            raise Malformed('"patients" names somebody twice.')

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            people = [booking.patient(work, name) for name in names]
            done = booking.family(work, clinic, people, asked.query(about, clinic, work.now), _how(about, caller))
            return {"appointments": [visits.appointment(work, clinic, visit) for visit in _kept(clinic, done)]}

        return once(desk, verb)


def _visit(room: Blueprint, desk: Desk) -> None:
    @room.post("/appointments/<id>/move")
    def move(id: str) -> Response:
        about = Asked.body(request, "starts_at", "provider", "room", *HOW)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            wanted = asked.wanted_instead(about, clinic, known(work, id))
            done = booking.move(work, clinic, id, wanted, _how(about, caller))
            return visits.appointment(work, clinic, _kept(clinic, done))

        return once(desk, verb)

    @room.post("/appointments/<id>/cancel")
    def cancel(id: str) -> Response:
        about = Asked.body(request, "tell_patient")

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            return visits.appointment(work, clinic, booking.cancel(work, clinic, id, _how(about, caller)))

        return once(desk, verb)

    @room.post("/appointments/<id>/check-in")
    def check_in(id: str) -> Response:
        about = Asked.body(request, "status")
        status = about.maybe("status") or AppointmentStatus.CHECKED_IN.value
        if status not in ARRIVALS:
            raise Malformed(f'"status" must be one of {" and ".join(ARRIVALS)}.')
        return _set_status(desk, id, AppointmentStatus(status))

    @room.post("/appointments/<id>/no-show")
    def no_show(id: str) -> Response:
        Asked.body(request)
        return _set_status(desk, id, AppointmentStatus.NOSHOW)

    @room.post("/appointments/<id>/fulfil")
    def fulfil(id: str) -> Response:
        Asked.body(request)
        return _set_status(desk, id, AppointmentStatus.FULFILLED)


def _set_status(desk: Desk, id: str, status: AppointmentStatus) -> Response:
    def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
        return visits.appointment(work, clinic, booking.set_status(work, clinic, id, status, caller))

    return once(desk, verb)


def _how(about: Asked, caller: Caller) -> How:
    return How(caller, about.flag("overbook", False), about.flag("tell_patient", True))


def _kept(clinic: Clinic, done: Any) -> Any:
    """What was booked; where somebody was faster, the answer is the next openings."""
    if isinstance(done, Lost):
        raise Unanswered(visits.lost(clinic, done))
    return done
