"""Where a call stands, as a value: the dialog's session, who the caller is known to be, what was last said.

A call has a session of its own, so that two calls never share one, also where the caller hides the number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from dialogs import record
from dialogs.say import Say
from dialogs.session import Session

MOST_TURNS = 25
MOST_MISSES = 3


class Step(StrEnum):
    """What the call waits for."""

    TALK = "talk"  # the dialog's own question, or the menu
    BIRTH = "birth"  # the caller's date of birth
    NAME = "name"  # first and last name, where the number is not on file
    GREET = "greet"  # a key that says that a person is there
    REACH = "reach"  # a key that says that the patient was reached
    LEAVE = "leave"  # a voice message, or a key for a call back
    TIMES = "times"  # when to call back


@dataclass(frozen=True, slots=True)
class Call:
    """`known` are the patients as whom, or for whom, the caller may speak; `visits` those that a call of ours is about,
    `offer` the opening that it offers.

    `wish` is what the caller wanted before they were asked who they are; `born` the dates that their keys may mean.
    `said` is what was last asked, for 8 and for another language. `reason` is why a person was wanted, `times` when
    the clinic can call back. `closing` says that nothing is open any more, `calls_off` that 1 would turn our calls on.
    """

    session: Session
    step: Step = Step.TALK
    known: tuple[str, ...] = ()
    visits: tuple[str, ...] = ()
    offer: str = ""
    wish: str = ""
    born: tuple[date, ...] = ()
    said: tuple[Say, ...] = ()
    misses: int = 0
    reason: str = ""
    times: tuple[datetime, ...] = ()
    closing: bool = False
    calls_off: bool = False

    @property
    def language(self) -> str:
        return self.session.language

    @property
    def limited(self) -> bool:
        """Whether a call of ours is about one thing, and whoever was reached may answer that alone."""
        return bool(self.visits or self.offer)

    @property
    def keys_only(self) -> bool:
        """Whether listening has failed so often that only keys count."""
        return self.misses >= MOST_MISSES - 1

    def having(self, **changes: Any) -> Call:
        return replace(self, **changes)

    def to_json(self) -> str:
        return record.to_text(self)

    @classmethod
    def from_json(cls, text: str) -> Call | None:
        """The call that `to_json` wrote; None where this version cannot read it any more."""
        try:
            call = record.from_text(text)
        except record.Unreadable:
            return None
        readable = isinstance(call, cls) and all(frame.known for frame in call.session.frames)
        return call if readable else None


record.register(Call)
