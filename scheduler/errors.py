"""Why the clinic refused, one exception a reason; the docstring is the sentence."""

from __future__ import annotations

from collections.abc import Sequence


class BookingRefused(Exception):
    """The schedule did not change. Look at the reason, then offer another opening or a person."""

    def __str__(self) -> str:
        return self.__doc__ or ""


class SlotTaken(BookingRefused):
    """Somebody else has this time; nothing was booked. Offer other openings."""


class HoldExpired(BookingRefused):
    """The hold ran out before the patient confirmed; nothing was booked. Offer slots again."""


class PatientBusy(BookingRefused):
    """The patient has another visit at that time; nothing was booked. Choose another time, or move that visit."""


class QuotaReached(BookingRefused):
    """As many such visits as the clinic's quota allows are booked then; nothing was booked. Choose another day."""


class SameTime(BookingRefused):
    """The visit is at that time, with that provider, already; nothing was changed. Choose another time."""


class VisitCancelled(BookingRefused):
    """The visit was cancelled; nothing was changed. Book a new one instead."""


class VisitOver(BookingRefused):
    """The visit has begun or is over; nothing was changed. Book a new one instead."""


class InThePast(BookingRefused):
    """That time has passed; nothing was booked. Choose a later one."""


class DoesNotFit(BookingRefused):
    """The clinic has no place for such a visit; nothing was booked. The reason is told; choose another time."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return f"The visit does not fit there: {self.why}. Nothing was booked; choose another time."


class NotAllowed(BookingRefused):
    """The visit may not change this way; nothing was changed. Tell the reason, or hand over to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The visit may not change this way ({self.reason}); nothing was changed."


class BadQuestion(ValueError):
    """The question itself cannot be answered. Ask it otherwise."""

    def __str__(self) -> str:
        return " ".join((self.__doc__ or "").split())


class EndsBeforeStart(BadQuestion):
    """The end does not lie after the start. Give the earlier moment first."""


class WindowInThePast(BadQuestion):
    """All of the time that was asked for is over. Ask for a time that is still to come."""


class MissingHour(BadQuestion):
    """The clocks skip that time: on that day no clock shows it. Take a time before or after the gap."""


class VisitTooLong(BadQuestion):
    """The visit is longer than any stretch of hours of those who give it. Shorten it, or open longer hours."""


class UnknownId(BadQuestion, LookupError):
    """The clinic file has no entry of that id."""

    def __init__(self, what: str, id: str) -> None:
        super().__init__(what, id)
        self.what, self.id = what, id

    def __str__(self) -> str:
        return f'The clinic has no {self.what} "{self.id}".'


class ClinicFileError(Exception):
    """The clinic file has faults; nothing was applied. Each fault is one line: `file: key: what, and what to do`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
