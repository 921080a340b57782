"""When a visit's reminders are due, and which are skipped. Whether a person may be written to is for `contact`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from scheduler import caps, contact
from scheduler.clinic import Clinic
from scheduler.clinic_tables import Channel, ReminderStep
from scheduler.contact import Zones

LEAVES_AN_HOUR = timedelta(hours=1)
STILL_HELPS = timedelta(minutes=30)
ON_TIME = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class PlannedReminder:
    """One step of one visit: `step` is the `before` of the clinic file; `skipped` is the reason, None while planned.

    `moved_for` is why it is not due at its own time ("quiet_hours").
    """

    step: str
    channel: Channel
    ask_to_confirm: bool
    due_at: datetime
    skipped: str | None = None
    moved_for: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a step that is due: skipped for a reason, or waiting for one until an instant, or sent now."""

    skip: str | None = None
    wait_until: datetime | None = None
    waits_for: str = ""

    @property
    def send(self) -> bool:
        return self.skip is None and self.wait_until is None


def plan(
    clinic: Clinic,
    starts_at: datetime,
    visit_type: str,
    location_id: str,
    zones: Zones,
    now: datetime,
    booked_at: datetime,
) -> tuple[PlannedReminder, ...]:
    """Every step that the clinic file has for this type of visit, the earliest first.

    Steps already past at `booked_at` (when the visit was booked, moved or imported) are skipped `booked_late`.
    Those that fell due since, before `now`, keep their time where sending them late still helps.
    """
    zone = clinic.zone(location_id)
    own = sorted(
        ((step.before.before(starts_at, zone), step) for step in clinic.reminders.steps if step.concerns(visit_type)),
        key=lambda timed: timed[0],
    )
    steps = [_planned(clinic, step, at, starts_at, zones) for at, step in own]
    judged = [replace(step, skipped="booked_late") if step.due_at <= booked_at else step for step in steps]
    return tuple(_judged_late(step, judged[n + 1 :], starts_at, now) for n, step in enumerate(judged))


def due_at(clinic: Clinic, planned: datetime, starts_at: datetime, zones: Zones) -> datetime:
    """Out of quiet hours: later if that leaves an hour before the visit, otherwise the last allowed moment before."""
    later = contact.next_allowed(clinic, zones, planned)
    if later == planned or starts_at - later >= LEAVES_AN_HOUR:
        return later
    return contact.last_allowed(clinic, zones, planned)


def still_helps(starts_at: datetime, now: datetime) -> bool:
    """Whether a reminder sent now leaves the patient half an hour."""
    return starts_at - now >= STILL_HELPS


def late_verdict(
    clinic: Clinic,
    zones: Zones,
    starts_at: datetime,
    due_at: datetime,
    now: datetime,
    *,
    later_step_due: bool,
    contacts: Sequence[datetime] = (),
) -> Verdict:
    """What becomes of a due step now: `later_step_due` says that a later step of this visit is due as well.

    A step on time is sent. One that was missed is sent late while that still helps, else skipped: `too_late`
    or `superseded`. In quiet hours it waits where that leaves an hour before the visit, else `quiet_hours`.
    After as many `contacts` as the caps allow it waits while it still helps, else `cap`.
    """
    reason = _lateness(starts_at, due_at, now, later_step_due=later_step_due)
    if reason:
        return Verdict(skip=reason)
    allowed = contact.next_allowed(clinic, zones, now)
    if allowed != now:
        return _waiting_or_not("quiet_hours", allowed, waits=starts_at - allowed >= LEAVES_AN_HOUR)
    free = caps.next_free(clinic, zones, contacts, now)
    if free == now:
        return Verdict()
    allowed = contact.next_allowed(clinic, zones, free)
    return _waiting_or_not("cap", allowed, waits=still_helps(starts_at, allowed))


def _waiting_or_not(reason: str, until: datetime, *, waits: bool) -> Verdict:
    return Verdict(wait_until=until, waits_for=reason) if waits else Verdict(skip=reason)


def _planned(
    clinic: Clinic, step: ReminderStep, own_time: datetime, starts_at: datetime, zones: Zones
) -> PlannedReminder:
    at = due_at(clinic, own_time, starts_at, zones)
    moved_for = "" if at == own_time else "quiet_hours"
    return PlannedReminder(step.before.text, step.channel, step.ask_to_confirm, at, moved_for=moved_for)


def _judged_late(
    step: PlannedReminder, later: list[PlannedReminder], starts_at: datetime, now: datetime
) -> PlannedReminder:
    if step.skipped:
        return step
    at = max(now, step.due_at)
    later_step_due = any(other.due_at <= at and not other.skipped for other in later)
    return replace(step, skipped=_lateness(starts_at, step.due_at, at, later_step_due=later_step_due))


def _lateness(starts_at: datetime, due_at: datetime, now: datetime, *, later_step_due: bool) -> str | None:
    if starts_at <= now:
        return "too_late"
    if later_step_due:
        return "superseded"
    return None if still_helps(starts_at, now) or now - due_at <= ON_TIME else "too_late"
