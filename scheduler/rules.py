"""Whom a visit type is for and which starts it allows them; staff may go beyond, marked as such."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler.calendar_tables import VisitType
from scheduler.clinic_values import FURTHEST
from scheduler.reasons import Reason, Why
from scheduler.walltime import instant_of


@dataclass(frozen=True, slots=True)
class Visitor:
    """What is known of who would come: None where it is not, and then it binds nobody.

    `never_came` is said of who has had no visit that we know of: they count as new for quotas. Whether the clinic knows
    them from before all the same is `is_new`.
    """

    born: date | None = None
    is_new: bool | None = None
    never_came: bool = False


ANYBODY = Visitor()

# Whoever was offered an opening has so long to pick it before its notice is judged anew.
TIME_TO_PICK = timedelta(hours=1)


def earliest_start(visit_type: VisitType, zone: ZoneInfo, now: datetime, *, staff: bool = False) -> datetime:
    """The first instant at which a visit booked now may start."""
    return now if staff else visit_type.min_notice.after(now, zone)


def too_near(visit_type: VisitType, starts_at: datetime, zone: ZoneInfo, now: datetime) -> bool:
    """Whether an opening that was offered some time ago may not be picked any more."""
    return starts_at <= now or starts_at < earliest_start(visit_type, zone, now - TIME_TO_PICK)


def latest_start(visit_type: VisitType, zone: ZoneInfo, now: datetime, *, staff: bool = False) -> datetime:
    """The last instant at which a visit booked now may start."""
    return (FURTHEST if staff else visit_type.horizon).after(now, zone)


def of_age(visit_type: VisitType, visitor: Visitor, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
    """From and until when somebody of that birth date is of the right age; None where it is open."""
    if visitor.born is None:
        return None, None
    youngest, oldest = visit_type.min_age, visit_type.max_age
    return (
        None if youngest is None else instant_of(_birthday(visitor.born, youngest), 0, zone),
        None if oldest is None else instant_of(_birthday(visitor.born, oldest + 1), 0, zone),
    )


def not_for(visit_type: VisitType, visitor: Visitor) -> Reason | None:
    """Why the visit type as a whole is not for them to book."""
    if not visit_type.bookable:
        return Reason.NOT_BOOKABLE
    if visitor.is_new and not visit_type.new_patients:
        return Reason.RETURNING_ONLY
    if visitor.is_new is False and not visit_type.returning_patients:
        return Reason.NEW_ONLY
    return None


def refusals(
    visit_type: VisitType, visitor: Visitor, starts_at: datetime, zone: ZoneInfo, now: datetime
) -> Iterator[Why]:
    """All that forbids them to book this start for themselves."""
    if reason := not_for(visit_type, visitor):
        yield Why(reason)
    begins, ends = of_age(visit_type, visitor, zone)
    if begins and starts_at < begins:
        yield Why(Reason.TOO_YOUNG, begins)
    if ends and starts_at >= ends:
        yield Why(Reason.TOO_OLD, ends)
    earliest, latest = earliest_start(visit_type, zone, now), latest_start(visit_type, zone, now)
    if starts_at < earliest:
        yield Why(Reason.TOO_SOON, earliest)
    if starts_at > latest:
        yield Why(Reason.TOO_FAR, latest)


def _birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age; whoever was born on 29 February does so on 1 March in other years."""
    year = min(born.year + age, date.max.year)
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
