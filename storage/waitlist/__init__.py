"""The waiting list as rows: entries in the order in which they joined, and the openings offered to them.

An open offer is a hold; the hold is what decides. Locks come in the order hold, offer, entry; who yields to whom, and
who is offered what, is for others to say: here an offer is made, answered, lapses or is withdrawn, each with its reason
in the audit log.
"""

from __future__ import annotations

from storage.waitlist.entries import ACTIVE, end, get, in_line, join, known, note, of_patients, set_reason
from storage.waitlist.offers import (
    Offered,
    any_work,
    as_offer,
    close,
    lapsed,
    leave,
    make_offer,
    mark_told,
    offer,
    offer_of_message,
    offers_to,
    set_message,
    settle,
    untold,
    withdraw,
    withdraw_between,
)

__all__ = [
    "ACTIVE",
    "Offered",
    "any_work",
    "as_offer",
    "close",
    "end",
    "get",
    "in_line",
    "join",
    "known",
    "lapsed",
    "leave",
    "make_offer",
    "mark_told",
    "note",
    "of_patients",
    "offer",
    "offer_of_message",
    "offers_to",
    "set_message",
    "set_reason",
    "settle",
    "untold",
    "withdraw",
    "withdraw_between",
]
