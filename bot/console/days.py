"""One day's visits, and what changed lately on any day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.console import views, words
from bot.console.look import Look
from bot.console.views import Eyes
from scheduler.model import Appointment, Confirmation, Patient
from storage import appointments, changes, patients, staff, tokens
from storage.changes import Change
from storage.work import Work

MOST_CHANGES = 8
LATELY = timedelta(days=7)

# What somebody did, as it is told before the new time; a visit that did not move is named by its own time.
DEEDS = {
    "appointment.booked": "booked",
    "appointment.moved": "moved from {old} to",
    "appointment.cancelled": "cancelled",
    "appointment.confirmed": "confirmed",
}
DOERS = {"conversation": "by text", "import": "by import", "worker": "by Frontdesk", "operator": "by the operator"}


@dataclass(frozen=True, slots=True)
class DayView:
    title: str
    words: str
    total: int
    confirmed: int
    previous: str
    next: str
    is_today: bool
    closed: bool


@dataclass(frozen=True, slots=True)
class ChangeView:
    who: str
    text: str
    day: str
    to: str
    by: str
    at: datetime
    ago: str


def of(look: Look, day: date) -> dict[str, Any]:
    """All that the page of a day shows, and whose data that is."""
    zone = look.eyes.zone
    start, end = (datetime.combine(each, time(), zone) for each in (day, day + timedelta(days=1)))
    booked = appointments.between(look.work, start, end)
    changed = changes.lately(look.work, look.eyes.now - LATELY, MOST_CHANGES)
    moved = appointments.many(look.work, {_id(change.subject) for change in changed})
    people = patients.many(look.work, {visit.patient_id for visit in (*booked, *moved.values())})
    visits = tuple(views.visit_view(visit, people.get(visit.patient_id), look.eyes) for visit in booked)
    change_views = _change_views(look, changed, moved, people)
    return {
        "day": _day_view(look.eyes, day, booked),
        "visits": visits,
        "changes": change_views,
        "refresh_day": look.refresh("visit_updates", (visits, change_views), day=day.isoformat()),
        "seen_patients": sorted(people),
    }


def _day_view(eyes: Eyes, day: date, booked: Iterable[Appointment]) -> DayView:
    today = eyes.now.astimezone(eyes.zone).date()
    there = [visit for visit in booked if visit.status.occupies]
    near = {0: "Today", 1: "Tomorrow", -1: "Yesterday"}
    return DayView(
        title=near.get((day - today).days, f"{day:%A}"),
        words=words.long_day(day),
        total=len(there),
        confirmed=sum(visit.confirmation is Confirmation.ACCEPTED for visit in there),
        previous=(day - timedelta(days=1)).isoformat(),
        next=(day + timedelta(days=1)).isoformat(),
        is_today=day == today,
        closed=eyes.clinic.is_closed_on(day),
    )


def _change_views(
    look: Look, changed: tuple[Change, ...], visits: Mapping[str, Appointment], people: Mapping[str, Patient]
) -> tuple[ChangeView, ...]:
    who_did = doers(look.work, changed)
    told = []
    for change in changed:
        visit = visits.get(_id(change.subject))
        patient = people.get(visit.patient_id) if visit else None
        told.append(_change_view(change, patient, who_did, look.eyes))
    return tuple(told)


def _change_view(change: Change, patient: Patient | None, doers: Mapping[str, str], eyes: Eyes) -> ChangeView:
    starts_at = _start(change.after) or _start(change.before)
    return ChangeView(
        who=views.full_name(patient) if patient else "A patient",
        text=DEEDS[change.action].format(old=_when(_start(change.before), eyes)),
        day=starts_at.astimezone(eyes.zone).date().isoformat() if starts_at else "",
        to=_when(starts_at, eyes),
        by=doers.get(change.actor, "by staff"),
        at=change.at,
        ago=eyes.ago(change.at),
    )


def doers(work: Work, changed: Iterable[Change]) -> dict[str, str]:
    """Each actor in words: a person by their e-mail, a system by its token's name."""
    actors = {change.actor for change in changed}
    ids = {actor: _id(actor) for actor in actors}
    people = staff.by_ids(work, {name for actor, name in ids.items() if actor.startswith("staff:")})
    systems = tokens.by_ids(work, {name for actor, name in ids.items() if actor.startswith("token:")})
    known = {actor: DOERS[kind] for actor in actors if (kind := actor.partition(":")[0]) in DOERS}
    known |= {f"staff:{account.id}": f"by {account.email.partition('@')[0]}" for account in people.values()}
    return known | {f"token:{token.id}": f"by {token.name}" for token in systems.values()}


def _start(facts: Mapping[str, Any]) -> datetime | None:
    text = facts.get("starts_at")
    return datetime.fromisoformat(text) if isinstance(text, str) else None


def _when(at: datetime | None, eyes: Eyes) -> str:
    return f"{eyes.day(at)}, {eyes.clock(at)}" if at else ""


def _id(subject: str) -> str:
    return subject.partition(":")[2]
