"""The waiting list as rows: entries in the order in which they joined, and the openings offered to them.

An open offer is a hold; the hold is what decides. Locks come in the order hold, offer, entry; who yields to whom, and
who is offered what, is for others to say: here an offer is made, answered, lapses or is withdrawn, each with its reason
in the audit log.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from dialogs.understanding.contract import when_from_json, when_to_json
from scheduler.cells import taken
from scheduler.errors import UnknownId
from scheduler.model import Hold, Slot, WaitlistEntry, WaitlistOffer
from storage import audit, holds
from storage.schema import waitlist, waitlist_offers
from storage.slots import SLOT, columns, slot_of, slot_values
from storage.work import Work

ACTIVE = ("waiting", "offered")

_ENTRY = (
    "id",
    "patient_id",
    "visit_type",
    "provider",
    "location",
    "moving",
    "moving_from",
    "wish",
    "notice_minutes",
    "source",
    "state",
    "reason",
    "offers",
    "created_at",
)
_OURS = select(*columns(waitlist, *_ENTRY)).where(waitlist.c.clinic == bindparam("clinic"))
_GET = _OURS.where(waitlist.c.id == bindparam("id"))
_IN_LINE = _OURS.where(waitlist.c.state.in_(ACTIVE)).order_by(waitlist.c.id)
_OF_PATIENTS = _OURS.where(
    waitlist.c.patient_id.in_(bindparam("patients", expanding=True)), waitlist.c.state.in_(ACTIVE)
).order_by(waitlist.c.id)
_ANY = select(waitlist.c.id).where(waitlist.c.clinic == bindparam("clinic"), waitlist.c.state.in_(ACTIVE)).limit(1)
_SET = update(waitlist).where(
    waitlist.c.clinic == bindparam("this_clinic"),
    waitlist.c.id == bindparam("this_id"),
    waitlist.c.state.in_(bindparam("from_states", expanding=True)),
)
_MADE = _SET.values(state="offered", reason="", offers=waitlist.c.offers + 1, updated_at=bindparam("now"))

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


# --- entries


def any_work(work: Work) -> bool:
    """Whether anybody is in line, or has to hear of an offer that was withdrawn."""
    return work.rows(_ANY).first() is not None or bool(untold(work, 1))


def in_line(work: Work) -> tuple[WaitlistEntry, ...]:
    """Everybody who waits or has an offer, the first in line first."""
    return tuple(map(_entry, work.rows(_IN_LINE)))


def get(work: Work, id: str) -> WaitlistEntry | None:
    row = work.rows(_GET, id=id).one_or_none()
    return None if row is None else _entry(row)


def known(work: Work, id: str) -> WaitlistEntry:
    """The entry. Raises `UnknownId`."""
    entry = get(work, id)
    if entry is None:
        raise UnknownId("place on the waiting list", id)
    return entry


def of_patients(work: Work, patient_ids: Sequence[str]) -> tuple[WaitlistEntry, ...]:
    """Where these patients are in line."""
    return tuple(map(_entry, work.rows(_OF_PATIENTS, patients=list(patient_ids)))) if patient_ids else ()


def join(work: Work, entry: WaitlistEntry, *, actor: str) -> WaitlistEntry:
    """Put a patient in line. Who is there already for the same visit keeps the place and gets the new wish."""
    for known in of_patients(work, (entry.patient_id,)):
        if (known.visit_type, known.moving) == (entry.visit_type, entry.moving):
            return _wish_anew(work, known, entry, actor)
    row = _wish(entry) | {
        "clinic": work.clinic_id,
        "id": entry.id,
        "patient_id": entry.patient_id,
        "visit_type": entry.visit_type,
        "moving": entry.moving,
        "source": entry.source,
        "state": "waiting",
        "reason": "",
        "offers": 0,
        "created_at": work.now,
        "updated_at": work.now,
    }
    work.connection.execute(insert(waitlist), row)
    note(work, actor, "joined", entry.id, {"visit_type": entry.visit_type, **_told(entry)})
    return get(work, entry.id) or entry


def leave(work: Work, id: str, *, actor: str, reason: str = "asked") -> bool:
    """Out of the line; an open offer goes back."""
    for offer in offers_to(work, id):
        if offer.state == "open":
            close(work, offer, "declined", "left", actor=actor)
    return end(work, id, "left", reason, actor=actor)


def end(work: Work, id: str, state: str, reason: str, *, actor: str) -> bool:
    """The entry is done with: `booked`, `left` or `expired`. Whether it was in line."""
    ended = _changed(work, id, ACTIVE, state=state, reason=reason)
    if ended:
        note(work, actor, state, id, {"reason": reason})
    return ended


def set_reason(work: Work, entry: WaitlistEntry, reason: str) -> bool:
    """Why nothing can be offered to somebody for the time being; told to the log when it changes."""
    changed = _changed(work, entry.id, ("waiting",), reason=reason)
    if changed and reason:
        note(work, "worker", "not_offered", entry.id, {"reason": reason})
    return changed


# --- offers


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
    if not work.change(_MADE, this_id=entry.id, from_states=["waiting"], now=work.now).rowcount:
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
    return ended and _changed(work, offer.entry_id, ("offered",), state="waiting")


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


def note(work: Work, actor: str, what: str, entry_id: str, facts: dict[str, Any]) -> None:
    """A decision in the log, with its reason."""
    audit.write(work, actor, f"waitlist.{what}", f"waitlist:{entry_id}", after=facts)


def as_offer(offered: Offered, entry: WaitlistEntry) -> WaitlistOffer:
    """The offer as a dialog speaks of it."""
    return WaitlistOffer(offered.id, offered.slot, entry.patient_id, entry.moving, offered.expires_at)


def _wish_anew(work: Work, known: WaitlistEntry, wish: WaitlistEntry, actor: str) -> WaitlistEntry:
    _changed(work, known.id, ACTIVE, **_wish(wish))
    note(work, actor, "joined", known.id, {"visit_type": known.visit_type, "again": True, **_told(wish)})
    return get(work, known.id) or known


def _changed(work: Work, id: str, from_states: Sequence[str], **values: Any) -> bool:
    changed: bool = (
        work.change(_SET, this_id=id, from_states=list(from_states), updated_at=work.now, **values).rowcount == 1
    )
    return changed


def _wish(entry: WaitlistEntry) -> dict[str, Any]:
    return {
        "provider": entry.provider,
        "location": entry.location,
        "moving_from": entry.moving_from,
        "wish": json.dumps(when_to_json(entry.when)),
        "notice_minutes": int(entry.notice / timedelta(minutes=1)),
    }


def _told(entry: WaitlistEntry) -> dict[str, Any]:
    return {"provider": entry.provider, "moving": entry.moving, "when": when_to_json(entry.when)}


def _opening(slot: Slot) -> dict[str, Any]:
    return {"provider": slot.provider, "starts_at": slot.starts_at.isoformat()}


def _entry(row: Any) -> WaitlistEntry:
    return WaitlistEntry(
        id=row.id,
        patient_id=row.patient_id,
        visit_type=row.visit_type,
        provider=row.provider,
        location=row.location,
        when=when_from_json(json.loads(row.wish)),
        notice=timedelta(minutes=row.notice_minutes),
        moving=row.moving,
        moving_from=row.moving_from,
        source=row.source,
        state=row.state,
        reason=row.reason,
        offers=row.offers,
        created_at=row.created_at,
    )


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
