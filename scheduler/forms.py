"""When a form goes out, and when who has not finished it is asked once more. Whom we may write to is `contact`'s."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler import contact, reminders
from scheduler.clinic import Clinic
from scheduler.contact import Zones
from scheduler.duration import Duration
from scheduler.form_tables import ON_BOOKING, Form

FIRST, CHASE = "first", "chase"
# Who was just asked is not asked again.
BETWEEN = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class PlannedText:
    """One text about a form: the invitation (`first`) or the `chase`; `skipped` is the reason, None while planned."""

    step: str
    due_at: datetime
    skipped: str | None = None
    moved_for: str = ""


def plan(
    clinic: Clinic, form: Form, starts_at: datetime | None, location: str, zones: Zones, since: datetime
) -> tuple[PlannedText, PlannedText]:
    """Both texts of a form that is wanted `since` then, for the visit at `starts_at` or for none.

    One that was to go out before `since` goes out at once: it still helps. The chase is skipped where it would come
    right after the first.
    """
    zone = clinic.zone(location or None)
    first = _planned(clinic, FIRST, max(since, _first(form, starts_at, since, zone)), starts_at, zones)
    own = form.chase.after(first.due_at, zone) if starts_at is None else form.chase.before(starts_at, zone)
    chase = _planned(clinic, CHASE, own, starts_at, zones)
    soon = chase.due_at - first.due_at < BETWEEN
    return first, PlannedText(CHASE, chase.due_at, "too_soon" if soon else chase.skipped, chase.moved_for)


def _first(form: Form, starts_at: datetime | None, since: datetime, zone: ZoneInfo) -> datetime:
    if starts_at is None or form.send in (None, ON_BOOKING):
        return since
    return Duration.parse(form.send).before(starts_at, zone)


def _planned(clinic: Clinic, step: str, own: datetime, starts_at: datetime | None, zones: Zones) -> PlannedText:
    if starts_at is None:
        at = contact.next_allowed(clinic, zones, own)
    else:
        at = reminders.due_at(clinic, own, starts_at, zones)
    late = starts_at is not None and not reminders.still_helps(starts_at, at)
    return PlannedText(step, at, "too_late" if late else None, "" if at == own else "quiet_hours")
