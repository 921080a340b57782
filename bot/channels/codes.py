"""Twilio's error codes, by what we do about them. Codes that nobody knows yet open a case."""

from __future__ import annotations

from enum import Enum


class Reaction(Enum):
    """What becomes of a message with this error."""

    RETRY = "retry"  # slow down, try again
    HALT = "halt"  # nothing can be sent at all: credentials or account
    ALARM = "alarm"  # our configuration is wrong; the patient is not to blame
    SUPPRESS = "suppress"  # the phone company blocks this number for us
    QUIET = "quiet"  # nobody has to do anything
    CASE = "case"  # a person should look


COME_BACK = frozenset({Reaction.RETRY, Reaction.HALT, Reaction.ALARM})

_BY_REACTION = {
    Reaction.RETRY: "429 20429 21611 30001 30017 30022 30023 30025 30026 30027",
    Reaction.HALT: "401 403 20003 30002",
    Reaction.ALARM: "21408 21212 21601 21606 21608 30032 30034",
    Reaction.SUPPRESS: "21610",
    Reaction.QUIET: "30036",
}
_REACTIONS = {code: reaction for reaction, codes in _BY_REACTION.items() for code in codes.split()}


def reaction(code: str) -> Reaction:
    """What to do about an error code."""
    return _REACTIONS.get(code, Reaction.CASE)
