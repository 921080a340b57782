"""May we write to this person now, on our own account? Answers to a patient's own words are always allowed.

Quiet hours are half open on the patient's wall clock: at their end we may write again. Where the patient's zone is not
on file, a moment is allowed only if every zone allows it in which the clinic or the number's area lies.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from scheduler.area_codes import zones_of_number
from scheduler.clinic import Clinic
from scheduler.model import Patient
from scheduler.walltime import instant_of

Medium = Literal["sms", "voice"]
Refusal = Literal["no_phone", "wrong_number", "opted_out", "no_consent", "quiet_hours"]

# A send just before the hour would go out after it: the last allowed moment leaves the worker a minute.
_MARGIN = timedelta(minutes=1)
_DAY = timedelta(days=1)
# Two zones half a day apart may have no moment in common; then the search ends, and a quiet moment is the answer.
MOST_HOPS = 8

Zones = tuple[ZoneInfo, ...]


def zones_of(clinic: Clinic, person: Patient) -> Zones:
    """The person's own time zone; where none is on file, all in which they may be."""
    if person.timezone:
        return (ZoneInfo(person.timezone),)
    return tuple(dict.fromkeys((clinic.zone(), *zones_of_number(person.phone))))


def quiet(clinic: Clinic, zones: Zones, now: datetime) -> bool:
    """Whether it is quiet hours where the patient is, or may be."""
    return any(_quiet(clinic, zone, now) for zone in zones)


def next_allowed(clinic: Clinic, zones: Zones, now: datetime) -> datetime:
    """The first instant, `now` or later, outside quiet hours; still a quiet one where the zones have none in common."""
    for _ in range(MOST_HOPS):
        quiet_in = [zone for zone in zones if _quiet(clinic, zone, now)]
        if not quiet_in:
            break
        now = max(_end_of_quiet(clinic, zone, now) for zone in quiet_in)
    return now


def last_allowed(clinic: Clinic, zones: Zones, now: datetime) -> datetime:
    """The last moment, `now` or earlier, outside quiet hours: a minute before they begin."""
    now = now.astimezone(UTC)
    for _ in range(MOST_HOPS):
        quiet_in = [zone for zone in zones if _quiet(clinic, zone, now)]
        if not quiet_in:
            break
        now = min(_begin_of_quiet(clinic, zone, now) for zone in quiet_in) - _MARGIN
    return now


def allowed_until(clinic: Clinic, zones: Zones, now: datetime) -> datetime:
    """When the next quiet hours begin, wherever the patient is; `now` is outside of them."""
    return min(_next_begin(clinic, zone, now) for zone in zones)


def _quiet(clinic: Clinic, zone: ZoneInfo, now: datetime) -> bool:
    wall = now.astimezone(zone)
    return wall.hour * 60 + wall.minute in clinic.reminders.quiet_hours


def _end_of_quiet(clinic: Clinic, zone: ZoneInfo, now: datetime) -> datetime:
    hours, today = clinic.reminders.quiet_hours, now.astimezone(zone).date()
    ends = (instant_of(today + n * _DAY, hours.closes, zone, later=True) for n in range(3))
    return next(end for end in ends if end > now)


def _begin_of_quiet(clinic: Clinic, zone: ZoneInfo, now: datetime) -> datetime:
    hours, today = clinic.reminders.quiet_hours, now.astimezone(zone).date()
    begins = (instant_of(today - n * _DAY, hours.opens, zone) for n in range(3))
    return next(begin for begin in begins if begin <= now)


def _next_begin(clinic: Clinic, zone: ZoneInfo, now: datetime) -> datetime:
    hours, today = clinic.reminders.quiet_hours, now.astimezone(zone).date()
    begins = (instant_of(today + n * _DAY, hours.opens, zone) for n in range(3))
    return next(begin for begin in begins if begin > now)


def refusal(clinic: Clinic, person: Patient, medium: Medium, now: datetime, *, suppressed: bool) -> Refusal | None:
    """Why nothing may go to this person now, the lasting reasons first; None where it may.

    `person` is who would be written to: the guardian where the patient has no phone. `suppressed` says
    that the number opted out of this medium.
    """
    if not person.phone:
        return "no_phone"
    if person.wrong_number:
        return "wrong_number"
    if suppressed:
        return "opted_out"
    if not (person.sms_consent if medium == "sms" else person.voice_consent):
        return "no_consent"
    return "quiet_hours" if quiet(clinic, zones_of(clinic, person), now) else None
