"""The API's addresses about the schedule: visits, openings, the waiting list, time off.

What is asked is parsed in `asked`, done in `bot.booking`, and told in `visits`.
"""

from __future__ import annotations

from collections.abc import Iterable
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
from scheduler.availability import SlotQuery, openings
from scheduler.booking import series_starts
from scheduler.clinic import Clinic
from scheduler.errors import EndsBeforeStart, UnknownId
from scheduler.model import AppointmentStatus, WaitlistEntry
from storage import audit, exceptions, waitlist
from storage.booking import Lost, known
from storage.exceptions import KINDS, Entry
from storage.occupancy import StoredOccupancy
from storage.work import Work

PAGES = (
    "find_openings", "read_appointment", "book", "book_series", "book_family", "move", "cancel", "check_in", "no_show",
    "fulfil", "list_exceptions", "enter_exception", "lift_exception", "offer_instead", "list_waitlist", "join_waitlist",
    "leave_waitlist",
)  # fmt: skip

ARRIVALS = (AppointmentStatus.ARRIVED.value, AppointmentStatus.CHECKED_IN.value)
WHAT = ("visit_type", "provider", "starts_at", "room")
HOW = ("overbook", "tell_patient")


def open_doors(room: Blueprint, desk: Desk) -> None:
    """All addresses of this page, in `room`."""
    _openings(room, desk)
    _booking(room, desk)
    _visit(room, desk)
    _exceptions(room, desk)
    _waitlist(room, desk)


def _openings(room: Blueprint, desk: Desk) -> None:
    @room.get("/openings")
    def find_openings() -> Response:
        about = Asked.query(request, "visit_type", "provider", "location", "when", "limit")
        limit = about.number("limit", 1, MOST_OPENINGS, 10)

        def verb(work: Work, clinic: Clinic, caller: Caller) -> dict[str, Any]:
            query = _query(about, clinic, work)
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
            done = booking.family(work, clinic, people, _query(about, clinic, work), _how(about, caller))
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


def _exceptions(room: Blueprint, desk: Desk) -> None:
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


def _waitlist(room: Blueprint, desk: Desk) -> None:
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


def _query(about: Asked, clinic: Clinic, work: Work) -> SlotQuery:
    """What to search for. Raises `UnknownId`."""
    kind, provider, location = about.text("visit_type"), about.maybe("provider"), about.maybe("location")
    clinic.visit_type(kind)
    if provider:
        clinic.provider(provider)
    if location:
        clinic.location(location)
    return SlotQuery(kind, provider, location, asked.when(about, clinic, work.now), staff=True)


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


def _entry(about: Asked, work: Work, clinic: Clinic) -> WaitlistEntry:
    query, who = _query(about, clinic, work), booking.patient(work, about.text("patient"))
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


def _known_exception(work: Work, id: str) -> Entry:
    entered = exceptions.get(work, id)
    if entered is None:
        raise UnknownId("time off, extra hours or closure", id)
    return entered


def _note_seen(work: Work, caller: Caller, entered: Entry, ids: Iterable[str]) -> None:
    seen = {"appointments": list(ids)}
    audit.write(work, caller.actor, "appointments.listed", f"exception:{entered.id}", after=seen)
