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


class NotAllowed(BookingRefused):
    """The visit may not change this way; nothing was changed. Tell the reason, or hand over to a person."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return f"The visit may not change this way ({self.reason}); nothing was changed."


class ClinicFileError(Exception):
    """The clinic file has faults; nothing was applied. Each fault is one line: `file: key: what, and what to do`."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)
