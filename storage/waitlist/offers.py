"""The openings offered to people on the waiting list: made, answered, lapsed or withdrawn, each with its reason.

An open offer is a hold; the hold is what decides. Locks come in the order hold, offer, entry.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from scheduler.cells import taken
from scheduler.model import Hold, Slot, WaitlistEntry, WaitlistOffer
from storage import holds
from storage.schema import waitlist_offers
from storage.slots import SLOT, columns, slot_of, slot_values
from storage.waitlist import entries
from storage.waitlist.entries import note
from storage.work import Work

_OFFER = ("id", "waitlist_id", "hold_id", "state", "reason", "message_id", "expires_at", "offered_at", *SLOT)
_OFFERS = select(*columns(waitlist_offers, *_OFFER)).where(waitlist_offers.c.clinic == bindparam("clinic"))
_OFFER_BY_ID = _OFFERS.where(waitlist_offers.c.id == bindparam("id"))
_OFFER_OF_MESSAGE = _OFFERS.where(waitlist_offers.c.message_id == bindparam("message"))
_OFFERS_TO = _OFFERS.where(waitlist_offers.c.waitlist_id == bindparam("entry")).order_by(waitlist_offers.c.id)
_IN_THE_WAY = (
    select(*columns(waitlist_offers, *_OFFER, "busy_until"))
    .where(
        waitlist_offers.c.clinic == bindparam("clinic"),
        waitlist_offers.c.state == "open",
        waitlist_offers.c.starts_at < bindparam("end"),
        waitlist_offers.c.busy_until > bindparam("start"),
    )
    .order_by(waitlist_offers.c.hold_id)
)
_LAPSED = (
    _OFFERS.where(waitlist_offers.c.state == "open", waitlist_offers.c.expires_at <= bindparam("now"))
    .order_by(waitlist_offers.c.hold_id)
    .limit(bindparam("most"))
)
_UNTOLD = (
    _OFFERS.where(waitlist_offers.c.state == "withdrawn", waitlist_offers.c.to_be_told.is_(True))
    .order_by(waitlist_offers.c.id)
    .limit(bindparam("most"))
)
_SET_OFFER = update(waitlist_offers).where(
    waitlist_offers.c.clinic == bindparam("this_clinic"), waitlist_offers.c.id == bindparam("this_id")
)
_CLOSE = _SET_OFFER.where(waitlist_offers.c.state == "open")


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer as it is stored."""

    id: str
    entry_id: str
    hold_id: str
    slot: Slot
    state: str
    reason: str
    message_id: str | None
    expires_at: datetime
    offered_at: datetime


def any_work(work: Work) -> bool:
    """Whether anybody is in line, or has to hear of an offer that was withdrawn."""
    return entries.anybody_waits(work) or bool(untold(work, 1))


def leave(work: Work, id: str, *, actor: str, reason: str = "asked") -> bool:
    """Out of the line; an open offer goes back."""
    for offer in offers_to(work, id):
        if offer.state == "open":
            close(work, offer, "declined", "left", actor=actor)
    return entries.end(work, id, "left", reason, actor=actor)


def offers_to(work: Work, entry_id: str) -> tuple[Offered, ...]:
    """All that was offered to an entry, the oldest first."""
    return tuple(map(_offered, work.rows(_OFFERS_TO, entry=entry_id)))


def offer(work: Work, id: str) -> Offered | None:
    row = work.rows(_OFFER_BY_ID, id=id).one_or_none()
    return None if row is None else _offered(row)


def offer_of_message(work: Work, message_id: str) -> Offered | None:
    """The offer that a text tells of."""
    row = work.rows(_OFFER_OF_MESSAGE, message=message_id).first()
    return None if row is None else _offered(row)


def make_offer(work: Work, entry: WaitlistEntry, hold: Hold, busy_until: datetime, why: dict[str, Any]) -> bool:
    """Note that the held opening is offered to a waiting entry; False where it does not wait any more."""
    if not entries.mark_offered(work, entry.id):
        return False
    row = slot_values(hold.slot, busy_until) | {
        "clinic": work.clinic_id,
        "id": hold.id,
        "waitlist_id": entry.id,
        "hold_id": hold.id,
        "state": "open",
        "reason": "",
        "message_id": None,
        "to_be_told": False,
        "offered_at": work.now,
        "expires_at": hold.expires_at,
        "closed_at": None,
    }
    work.connection.execute(insert(waitlist_offers), row)
    note(work, "worker", "offered", entry.id, _opening(hold.slot) | why)
    return True


def set_message(work: Work, offer_id: str, message_id: str) -> None:
    work.change(_SET_OFFER, this_id=offer_id, message_id=message_id)


def close(work: Work, offer: Offered, state: str, reason: str, *, actor: str) -> bool:
    """An open offer ends: its hold goes, its entry waits again in its place. False where it had ended already."""
    if holds.lock(work, offer.hold_id):
        holds.remove(work, [offer.hold_id])
    ended = settle(work, offer, state, reason, actor=actor)
    return ended and entries.wait_again(work, offer.entry_id)


def settle(work: Work, offer: Offered, state: str, reason: str, *, actor: str) -> bool:
    """Note how an open offer ended; what becomes of hold and entry is for the caller."""
    told = {"to_be_told": state == "withdrawn"}
    values = {"state": state, "reason": reason, "closed_at": work.now} | told
    closed: bool = work.change(_CLOSE, this_id=offer.id, **values).rowcount == 1
    if closed:
        note(work, actor, state, offer.entry_id, _opening(offer.slot) | {"reason": reason})
    return closed


def withdraw(work: Work, slot: Slot, busy_until: datetime, *, actor: str, reason: str = "filled") -> None:
    """End the open offers that hold a part of what this slot takes; their patients will be told."""
    wanted = {(resource, cell) for resource, cells in taken(slot, busy_until) for cell in cells}
    for row in work.rows(_IN_THE_WAY, start=slot.starts_at, end=busy_until).all():
        own = {(resource, cell) for resource, cells in taken(slot_of(row), row.busy_until) for cell in cells}
        if own & wanted:
            close(work, _offered(row), "withdrawn", reason, actor=actor)


def withdraw_between(
    work: Work, start: datetime, end: datetime, provider: str | None, location: str | None, *, actor: str
) -> None:
    """End the open offers within a time that is closed now; None is everybody, or everywhere."""
    for row in work.rows(_IN_THE_WAY, start=start, end=end).all():
        if provider in (None, row.provider) and location in (None, row.location):
            close(work, _offered(row), "withdrawn", "closed", actor=actor)


def lapsed(work: Work, most: int) -> tuple[Offered, ...]:
    """Open offers whose time is over."""
    return tuple(map(_offered, work.rows(_LAPSED, now=work.now, most=most)))


def untold(work: Work, most: int) -> tuple[Offered, ...]:
    """Offers that were withdrawn, and whose patients do not know yet."""
    return tuple(map(_offered, work.rows(_UNTOLD, most=most)))


def mark_told(work: Work, offer: Offered) -> bool:
    """Take it on oneself to tell that an offer was withdrawn; False where somebody else did."""
    waiting = _SET_OFFER.where(waitlist_offers.c.to_be_told.is_(True))
    told: bool = work.change(waiting, this_id=offer.id, to_be_told=False).rowcount == 1
    return told


def as_offer(offered: Offered, entry: WaitlistEntry) -> WaitlistOffer:
    """The offer as a dialog speaks of it."""
    return WaitlistOffer(offered.id, offered.slot, entry.patient_id, entry.moving, offered.expires_at)


def _opening(slot: Slot) -> dict[str, Any]:
    return {"provider": slot.provider, "starts_at": slot.starts_at.isoformat()}


def _offered(row: Any) -> Offered:
    return Offered(
        row.id,
        row.waitlist_id,
        row.hold_id,
        slot_of(row),
        row.state,
        row.reason,
        row.message_id,
        row.expires_at,
        row.offered_at,
    )
