"""Which starts a visit type allows: notice and horizon bind patients; staff may go beyond, marked as such."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.clinic_tables import VisitType
from scheduler.clinic_values import FURTHEST


def earliest_start(visit_type: VisitType, zone: ZoneInfo, now: datetime, *, staff: bool = False) -> datetime:
    """The first instant at which a visit booked now may start."""
    return now if staff else visit_type.min_notice.after(now, zone)


def latest_start(visit_type: VisitType, zone: ZoneInfo, now: datetime, *, staff: bool = False) -> datetime:
    """The last instant at which a visit booked now may start."""
    return (FURTHEST if staff else visit_type.horizon).after(now, zone)


def refusal(visit_type: VisitType, starts_at: datetime, zone: ZoneInfo, now: datetime) -> str | None:
    """Why a patient may not book this start: `not_bookable`, `too_soon`, `too_far`; None where they may."""
    if not visit_type.bookable:
        return "not_bookable"
    if starts_at < earliest_start(visit_type, zone, now):
        return "too_soon"
    if starts_at > latest_start(visit_type, zone, now):
        return "too_far"
    return None
