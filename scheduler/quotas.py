"""Quotas: no more than so many visits a day or week, on the wall clock of the place where they are.

The search leaves out the days and weeks that are used up; whoever books counts again, alone with that day.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.calendar_tables import Quota
from scheduler.clinic import Clinic
from scheduler.model import Slot
from scheduler.ports import Start
from scheduler.walltime import instant_of


@dataclass(frozen=True, slots=True)
class Period:
    """The day or week of a quota that a visit lies in."""

    quota: Quota
    first: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        return instant_of(self.first, 0, self.zone)

    @property
    def ends(self) -> datetime:
        return instant_of(self.first + timedelta(days=1 if self.quota.per == "day" else 7), 0, self.zone)

    def is_used_up(self, starts: Iterable[Start]) -> bool:
        """Whether these leave no place for one more."""
        within = (start for start in starts if self.begins <= start.slot.starts_at < self.ends)
        return sum(counts(self.quota, start) for start in within) >= self.quota.most


def periods(clinic: Clinic, slot: Slot) -> list[Period]:
    """The periods in which a visit in this slot may count; whether its patient is new is another question."""
    found = [quota for quota in clinic.quotas if _names(quota, slot)]
    if not found:
        return []
    zone = clinic.zone(slot.location)
    day = slot.starts_at.astimezone(zone).date()
    return [Period(quota, first_of(quota, day), zone) for quota in found]


def counts(quota: Quota, start: Start) -> bool:
    """Whether a visit takes one of the quota's places."""
    return _names(quota, start.slot) and (start.new_patient or not quota.new_patients)


def first_of(quota: Quota, day: date) -> date:
    """The day, or the Monday of its week."""
    return day if quota.per == "day" else day - timedelta(days=day.weekday())


def _names(quota: Quota, slot: Slot) -> bool:
    return quota.provider in (None, slot.provider) and (not quota.visit_types or slot.visit_type in quota.visit_types)
