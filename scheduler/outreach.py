"""May something be begun with this person now that no visit ahead asks for? And who is asked at all.

A refusal that lasts skips it with its reason; what only forbids this moment is waited for, while it still helps.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Literal

from scheduler import caps, contact
from scheduler.clinic import Clinic
from scheduler.contact import Zones
from scheduler.model import Appointment, AppointmentStatus, Patient
from scheduler.reminders import Verdict

Kind = Literal["no_show", "recall", "survey", "results", "campaign", "closure"]

OF_AGE = 18
# How long each still helps after it was due.
HELPS: dict[str, timedelta] = {
    "no_show": timedelta(days=3),
    "survey": timedelta(days=4),
    "recall": timedelta(days=14),
    "results": timedelta(days=7),
    "campaign": timedelta(days=7),
}
# A patient who wants no campaigns still hears that the clinic has something for them.
NEVER_MUTED = ("results", "closure")
# Nothing is begun in the middle of a talk.
LEFT_ALONE = timedelta(minutes=30)
MOST_LOOKS = 8


def verdict(
    clinic: Clinic,
    zones: Zones,
    until: datetime,
    now: datetime,
    *,
    free_from: datetime,
    contacts: Sequence[datetime] = (),
) -> Verdict:
    """Send it now, wait for the moment that quiet hours, caps and the talk allow, or skip what comes too late."""
    if now >= until:
        return Verdict(skip="too_late")
    at, waits_for = next_moment(clinic, zones, now, free_from=free_from, contacts=contacts)
    if at <= now:
        return Verdict()
    return Verdict(skip=waits_for) if at >= until else Verdict(wait_until=at, waits_for=waits_for)


def next_moment(
    clinic: Clinic, zones: Zones, now: datetime, *, free_from: datetime, contacts: Sequence[datetime] = ()
) -> tuple[datetime, str]:
    """The first moment that suits all, and what was waited for last."""
    at, waits_for = now, ""
    for _ in range(MOST_LOOKS):
        before = at
        for reason, allowed in (
            ("in_talk", max(at, free_from)),
            ("cap", caps.next_free(clinic, zones, contacts, max(at, free_from))),
        ):
            at, waits_for = (allowed, reason) if allowed > at else (at, waits_for)
        allowed = contact.next_allowed(clinic, zones, at)
        at, waits_for = (allowed, "quiet_hours") if allowed > at else (at, waits_for)
        if at == before:
            break
    return at, waits_for


def person_refuses(clinic: Clinic, person: Patient, kind: str, now: datetime, *, stopped: bool, muted: bool) -> str:
    """Why this person is not written to at all; empty where they may be, now or later."""
    refusal = contact.refusal(clinic, person, "sms", now, suppressed=stopped)
    if refusal not in (None, "quiet_hours"):
        return str(refusal)
    return "muted" if muted and kind not in NEVER_MUTED else ""


def occasion_refuses(
    kind: str, visit: Appointment | None, starts_at: datetime | None, coming: Sequence[Appointment]
) -> str:
    """Why what it was about gives no reason to write any more."""
    if kind in ("no_show", "recall") and coming:
        return "has_visit"
    if visit is None:
        return ""
    if kind == "no_show":
        return "" if visit.status is AppointmentStatus.NOSHOW else "not_missed"
    if kind == "survey":
        return "" if visit.status is AppointmentStatus.FULFILLED else "not_seen"
    if kind == "campaign" and starts_at is not None:
        return _visit_changed(visit, starts_at)
    return ""


def _visit_changed(visit: Appointment, starts_at: datetime) -> str:
    if visit.status is AppointmentStatus.CANCELLED:
        return "cancelled"
    if visit.slot.starts_at != starts_at:
        return "moved"
    return "" if visit.status.upcoming else "not_upcoming"


def is_minor(born: date, today: date) -> bool:
    """Whether somebody is not of age, so that only a guardian is asked for an opinion."""
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return years < OF_AGE


def asked_person(kind: str, patient: Patient, told: Patient, guardian: Patient | None, today: date) -> Patient | None:
    """Who is written to: a survey of a minor goes to the guardian, or to nobody."""
    if kind != "survey" or told.id != patient.id or not is_minor(patient.date_of_birth, today):
        return told
    return guardian if guardian is not None and guardian.phone else None


def free_from(last_at: datetime | None, *, waits_for_answer: bool, now: datetime) -> datetime:
    """When a phone may be written to without breaking into its talk."""
    return max(now, last_at + LEFT_ALONE) if last_at is not None and waits_for_answer else now


def is_due(kind: str, clinic: Clinic, visit: Appointment) -> bool:
    """Whether the clinic's file asks for this after such a visit."""
    if kind == "no_show":
        return clinic.outreach.no_show_after is not None and visit.status is AppointmentStatus.NOSHOW
    return clinic.outreach.surveys(visit.slot.visit_type) and visit.status is AppointmentStatus.FULFILLED


def due_at(kind: str, clinic: Clinic, visit: Appointment) -> datetime:
    """When a patient is asked after a visit, counted from its end."""
    after = clinic.outreach.no_show_after if kind == "no_show" else clinic.outreach.survey_after
    if after is None:
        raise LookupError(f"the clinic file does not ask for {kind}")
    known = any(place.id == visit.slot.location for place in clinic.locations)
    return after.after(visit.slot.ends_at, clinic.zone(visit.slot.location if known else None))
