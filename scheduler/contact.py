"""May we write to this person now, on our own account? Answers to a patient's own words are always allowed.

Quiet hours are half open on the patient's wall clock: at their end we may write again.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from scheduler.clinic import Clinic
from scheduler.model import Patient
from scheduler.walltime import instant_of

Medium = Literal["sms", "voice"]
Refusal = Literal["no_phone", "wrong_number", "opted_out", "no_consent", "quiet_hours"]

# A send just before the hour would go out after it: the last allowed moment leaves the worker a minute.
_MARGIN = timedelta(minutes=1)
_DAY = timedelta(days=1)


def zone_of(clinic: Clinic, person: Patient) -> ZoneInfo:
    """The person's own time zone, or the clinic's where none is on file."""
    return ZoneInfo(person.timezone) if person.timezone else clinic.zone()


def quiet(clinic: Clinic, zone: ZoneInfo, now: datetime) -> bool:
    """Whether it is quiet hours where the patient is."""
    wall = now.astimezone(zone)
    return wall.hour * 60 + wall.minute in clinic.reminders.quiet_hours


def next_allowed(clinic: Clinic, zone: ZoneInfo, now: datetime) -> datetime:
    """The first instant, `now` or later, outside quiet hours."""
    if not quiet(clinic, zone, now):
        return now
    hours, today = clinic.reminders.quiet_hours, now.astimezone(zone).date()
    ends = (instant_of(today + n * _DAY, hours.closes, zone, later=True) for n in range(3))
    return next(end for end in ends if end > now)


def last_allowed(clinic: Clinic, zone: ZoneInfo, now: datetime) -> datetime:
    """The last moment, `now` or earlier, outside quiet hours: a minute before they begin."""
    if not quiet(clinic, zone, now):
        return now.astimezone(UTC)
    hours, today = clinic.reminders.quiet_hours, now.astimezone(zone).date()
    begins = (instant_of(today - n * _DAY, hours.opens, zone) for n in range(3))
    return next(begin for begin in begins if begin <= now) - _MARGIN


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
    return "quiet_hours" if quiet(clinic, zone_of(clinic, person), now) else None
