"""Which appointment status may follow which, in FHIR R4's codes; everything else is refused."""

from __future__ import annotations

from datetime import datetime

from scheduler.errors import NotAllowed
from scheduler.model import AppointmentStatus as Status

# A slip of the front desk can be taken back: an arrival, a no-show, a cancellation. What was entered in error stays so.
_NEXT: dict[Status, frozenset[Status]] = {
    Status.PROPOSED: frozenset({Status.PENDING, Status.BOOKED, Status.WAITLIST, Status.CANCELLED}),
    Status.PENDING: frozenset({Status.BOOKED, Status.WAITLIST, Status.CANCELLED}),
    Status.WAITLIST: frozenset({Status.PENDING, Status.BOOKED, Status.CANCELLED}),
    Status.BOOKED: frozenset(
        {Status.ARRIVED, Status.CHECKED_IN, Status.FULFILLED, Status.NOSHOW, Status.WAITLIST, Status.CANCELLED}
    ),
    Status.ARRIVED: frozenset({Status.CHECKED_IN, Status.FULFILLED, Status.NOSHOW, Status.BOOKED, Status.CANCELLED}),
    Status.CHECKED_IN: frozenset({Status.FULFILLED, Status.ARRIVED, Status.CANCELLED}),
    Status.NOSHOW: frozenset({Status.BOOKED, Status.ARRIVED, Status.CHECKED_IN, Status.FULFILLED}),
    Status.FULFILLED: frozenset({Status.CHECKED_IN, Status.NOSHOW}),
    Status.CANCELLED: frozenset({Status.BOOKED}),
    Status.ENTERED_IN_ERROR: frozenset(),
}


def may_follow(now: Status, then: Status) -> bool:
    """Whether an appointment may go from one status to another; staying is always allowed."""
    if then in (now, Status.ENTERED_IN_ERROR):
        return True
    return then in _NEXT[now]


def require(now: Status, then: Status) -> None:
    """Refuse a change that may not happen, naming both statuses."""
    if not may_follow(now, then):
        raise NotAllowed(f"{now} cannot become {then}")


def is_upcoming(status: Status, starts_at: datetime, now: datetime) -> bool:
    """Whether the patient may still confirm, move or cancel: booked, and not begun."""
    return status.upcoming and starts_at > now
