"""Why a time is not offered, in a sentence for staff."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from scheduler.calendar_tables import VisitType
from scheduler.clinic import Clinic
from scheduler.reasons import Reason, Why

_SENTENCES = {
    Reason.NOT_BOOKABLE: "patients may not book this visit type themselves",
    Reason.NO_PROVIDER: "{who} does not give this visit there",
    Reason.NO_ROOM: "none of its rooms is there",
    Reason.NEW_ONLY: "this visit is for people who have not been here before",
    Reason.RETURNING_ONLY: "this visit is for people who have been here before",
    Reason.TOO_YOUNG: "the patient is too young until {day}; it is from {min_age} years on",
    Reason.TOO_OLD: "the patient is too old from {day} on; it is up to {max_age} years",
    Reason.PAST: "that time has passed",
    Reason.TOO_SOON: "it needs {notice} notice: the first start would be {time}",
    Reason.TOO_FAR: "patients may book it {horizon} ahead: the last start is {time}",
    Reason.OFF_RASTER: "visits of this type start on multiples of {raster} minutes past the hour",
    Reason.SECOND_READING: "the clocks show that time twice, and this is the second",
    Reason.CLOSED: "the clinic is closed until {time}",
    Reason.AWAY: "{who} is away until {time}",
    Reason.NOT_WORKING: "{who} does not work then",
    Reason.TOO_LONG: "the visit takes {minutes} minutes, longer than the hours that are left",
    Reason.NOT_WISHED: "it lies outside what was asked for",
    Reason.FULL: "{who} is taken",
    Reason.ROOM_TAKEN: "every room for it is taken",
    Reason.QUOTA: "there are as many such visits as a quota allows",
}

# The same where nobody in particular is meant.
_OF_NOBODY = {
    Reason.NO_PROVIDER: "nobody gives this visit there",
    Reason.NOT_WORKING: "nobody works then",
    Reason.FULL: "every opening is taken",
}

if missing := set(Reason) - set(_SENTENCES):
    raise TypeError(f"no sentence says {sorted(missing)}")


def sentence(why: Why, clinic: Clinic, kind: VisitType, zone: ZoneInfo) -> str:
    """The reason in words, without a full stop."""
    written: dict[str, Callable[[datetime], str]] = {"day": "{:%Y-%m-%d}".format, "time": "{:%a %Y-%m-%d %H:%M}".format}
    limit = why.limit.astimezone(zone) if why.limit else None
    said = _SENTENCES[why.reason] if why.provider else _OF_NOBODY.get(why.reason, _SENTENCES[why.reason])
    return said.format(
        who=clinic.provider(why.provider).name if why.provider else "",
        minutes=kind.minutes,
        notice=kind.min_notice,
        horizon=kind.horizon,
        raster=kind.raster_minutes,
        min_age=kind.min_age,
        max_age=kind.max_age,
        **{name: write(limit) if limit else "" for name, write in written.items()},
    )
