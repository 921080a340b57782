"""Twilio's error codes, by what we do about them. Codes that nobody knows yet open a case.

The same code means the same whether Twilio refuses a message or reports later that it was lost; only whether it was
processed at all differs, and that is for the outbox to know.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum


class Reaction(Enum):
    """What becomes of a message with this error, and who must know."""

    RETRY = "retry"  # slow down, try again
    HALT = "halt"  # nothing can be sent at all: credentials or account
    ALARM = "alarm"  # our configuration is wrong; the patient is not to blame
    BUG = "bug"  # our program is wrong
    ENDPOINT = "endpoint"  # our own address failed: texts may be missing
    SUPPRESS = "suppress"  # the phone company blocks this number for us
    BARRED = "barred"  # this number takes no texts of any business
    GONE = "gone"  # nobody has this number, or somebody else
    LANDLINE = "landline"  # it cannot take texts
    AWAY = "away"  # switched off or out of reach
    ONCE_MORE = "once_more"  # nobody knows why; once more may help
    FILTERED = "filtered"  # taken for spam: sending it again makes it worse
    EXPIRED = "expired"  # it came to nothing in the time in which it helped
    CASE = "case"  # a person should look


@dataclass(frozen=True, slots=True)
class Resend:
    """The same words are sent anew after `gap`, or up to twice that, and so on; at most so many times."""

    gap: timedelta
    most: int
    growing: bool = False


COME_BACK = frozenset({Reaction.RETRY, Reaction.HALT, Reaction.ALARM})
ALARMING = frozenset({Reaction.HALT, Reaction.ALARM, Reaction.BUG, Reaction.ENDPOINT})
RESENDS = {
    Reaction.RETRY: Resend(timedelta(minutes=5), most=3, growing=True),
    Reaction.HALT: Resend(timedelta(minutes=30), most=3, growing=True),
    Reaction.ALARM: Resend(timedelta(minutes=30), most=3, growing=True),
    Reaction.AWAY: Resend(timedelta(minutes=30), most=3),
    Reaction.ONCE_MORE: Resend(timedelta(minutes=15), most=1),
}

_BY_REACTION = {
    Reaction.RETRY: "429 20429 21611 30001 30017 30022 30023 30025 30026 30027",
    Reaction.HALT: "401 403 20003 30002",
    Reaction.ALARM: "21408 21212 21601 21606 21608 30032 30034",
    Reaction.BUG: "21602 21617 12100 12200 12300 14103 14107 14109 11750 11770",
    Reaction.ENDPOINT: "15003",
    Reaction.SUPPRESS: "21610",
    Reaction.BARRED: "30004",
    Reaction.GONE: "30005",
    Reaction.LANDLINE: "21614 30006",
    Reaction.AWAY: "30003",
    Reaction.ONCE_MORE: "30008 30410",
    Reaction.FILTERED: "30007",
    Reaction.EXPIRED: "30036",
    Reaction.CASE: "21211 21612",
}
_FAMILIES = {"112": Reaction.ENDPOINT, "13": Reaction.BUG}
_REACTIONS = {code: reaction for reaction, codes in _BY_REACTION.items() for code in codes.split()}
NO_OTHER_SENDER = "21612"


def reaction(code: str) -> Reaction:
    """What to do about an error code."""
    if code in _REACTIONS:
        return _REACTIONS[code]
    family = (known for start, known in _FAMILIES.items() if len(code) == 5 and code.startswith(start))
    return next(family, Reaction.CASE)
