"""How often we may begin to write or call: so many contacts a day and a week, by the phone that is reached.

A day is the patient's own, a week is any seven days in a row. Where the zone is not known, both caps hold in each
candidate zone. Contacts that a faster clock dates into the future count as today's.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from scheduler.clinic import Clinic
from scheduler.contact import Zones

_DAY = timedelta(days=1)
_WEEK = timedelta(days=7)
# Contacts that are older than this count nowhere.
LOOK_BACK = timedelta(days=8)


def next_free(clinic: Clinic, zones: Zones, contacts: Sequence[datetime], now: datetime) -> datetime:
    """The first instant, `now` or later, at which one contact more keeps to both caps."""
    while full := [zone for zone in zones if not _may(clinic, zone, contacts, now)]:
        now = max(_tomorrow(zone, now) for zone in full)
    return now


def same_day(zones: Zones, one: datetime, other: datetime) -> bool:
    """Whether both instants lie in one of the patient's days, wherever that patient is."""
    return all(one.astimezone(zone).date() == other.astimezone(zone).date() for zone in zones)


def _may(clinic: Clinic, zone: ZoneInfo, contacts: Sequence[datetime], now: datetime) -> bool:
    today = now.astimezone(zone).date()
    days = [contact.astimezone(zone).date() for contact in contacts]
    lately = sum(day > today - _WEEK for day in days)
    return sum(day >= today for day in days) < clinic.reminders.max_per_day and lately < clinic.reminders.max_per_week


def _tomorrow(zone: ZoneInfo, now: datetime) -> datetime:
    midnight = datetime.combine(now.astimezone(zone).date() + _DAY, time(), zone)
    # Where clocks go forward at midnight the day begins later; nothing is written at that hour anyway.
    return midnight.astimezone(UTC)
