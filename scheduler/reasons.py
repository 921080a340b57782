"""Why a time is not offered, as values: what to say of it is for others."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Reason(StrEnum):
    """From what concerns the visit as a whole to what concerns one time."""

    NOT_BOOKABLE = "not_bookable"  # patients may not book this type themselves
    NO_PROVIDER = "no_provider"  # nobody of those asked for gives it there
    NO_ROOM = "no_room"  # it needs a room, and none of its rooms is there
    NEW_ONLY = "new_only"  # for people who have not been here
    RETURNING_ONLY = "returning_only"  # for people who have been here
    TOO_YOUNG = "too_young"
    TOO_OLD = "too_old"
    PAST = "past"
    TOO_SOON = "too_soon"  # sooner than the notice that it needs
    TOO_FAR = "too_far"  # beyond the horizon
    OFF_RASTER = "off_raster"  # visits do not start at such minutes
    SECOND_READING = "second_reading"  # the clock shows this time for the second time
    CLOSED = "closed"  # a closure or a holiday
    AWAY = "away"  # the provider's time off
    NOT_WORKING = "not_working"  # outside weekly hours
    TOO_LONG = "too_long"  # the visit does not end before the hours do
    NOT_WISHED = "not_wished"  # outside what was asked for
    FULL = "full"  # the provider is taken, buffers included
    ROOM_TAKEN = "room_taken"
    QUOTA = "quota"  # as many visits of that kind as there may be


# What binds patients; staff may go beyond, and the visit is marked with it.
FOR_PATIENTS = frozenset(
    {
        Reason.NOT_BOOKABLE,
        Reason.NEW_ONLY,
        Reason.RETURNING_ONLY,
        Reason.TOO_YOUNG,
        Reason.TOO_OLD,
        Reason.TOO_SOON,
        Reason.TOO_FAR,
        Reason.SECOND_READING,
        Reason.QUOTA,
    }
)
# What staff may go beyond where they overbook on purpose.
FOR_OVERBOOKING = frozenset({Reason.FULL, Reason.ROOM_TAKEN})


@dataclass(frozen=True, slots=True)
class Why:
    """A reason; `limit` is the instant that goes with it.

    That is the end of the time off or closure, or of the hours that are too short; the first start that the notice or
    an age allows; the last one within the horizon, or the birthday that is too late.
    """

    reason: Reason
    limit: datetime | None = None
    provider: str | None = None
