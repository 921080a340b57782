"""Slots kept for a patient while they are read back. An expired hold blocks nobody, and is removed by who meets it.

A hold for a visit that moves may lie on the visit's own cells; those stay the visit's, the others are the hold's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, insert, select

from scheduler.errors import SlotTaken
from scheduler.model import Appointment, Hold, Slot
from scheduler.quotas import Period
from storage import cells, days, quotas, seats
from storage.schema.calendar import holds
from storage.schema.waiting import waitlist_offers
from storage.slots import SLOT, columns, slot_of, slot_values
from storage.work import Work

_GET = select(*columns(holds, "id", "patient_id", "moving", "moving_from", "busy_until", "expires_at", *SLOT)).where(
    holds.c.clinic == bindparam("clinic"), holds.c.id == bindparam("id")
)
_LOCK = _GET.with_for_update()
_EXPIRED = (
    select(holds.c.id)
    .where(holds.c.clinic == bindparam("clinic"), holds.c.expires_at <= bindparam("now"))
    .order_by(holds.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_ANY_EXPIRED = (
    select(holds.c.id).where(holds.c.clinic == bindparam("clinic"), holds.c.expires_at <= bindparam("now")).limit(1)
)
_BETWEEN = (
    select(holds.c.id, waitlist_offers.c.id.label("offer"), *columns(holds, *SLOT))
    .outerjoin(
        waitlist_offers,
        and_(
            waitlist_offers.c.clinic == holds.c.clinic,
            waitlist_offers.c.hold_id == holds.c.id,
            waitlist_offers.c.state == "open",
        ),
    )
    .where(
        holds.c.clinic == bindparam("clinic"),
        holds.c.starts_at >= bindparam("start"),
        holds.c.starts_at < bindparam("end"),
        holds.c.expires_at > bindparam("now"),
    )
    .order_by(holds.c.starts_at, holds.c.id)
)


@dataclass(frozen=True, slots=True)
class KeptSlot:
    """A hold as it is stored: for which visit, where that started when the hold was made, until when it takes time."""

    hold: Hold
    moving: str | None
    moving_from: datetime | None
    busy_until: datetime


def keep(
    work: Work,
    hold: Hold,
    spans: days.Spans,
    busy_until: datetime,
    conversation_id: str,
    moving: Appointment | None,
    counted: Sequence[Period] = (),
) -> bool:
    """A new hold with those of its cells that are not the moving visit's own.

    False where somebody has one of them, or where a quota, whose periods are `counted`, has no place left.
    """
    days.lock(work, sorted({*days.of_spans(spans), *quotas.days_of(counted)}))
    if quotas.is_used_up(work, counted, hold.slot, hold.patient_id, (moving.id, moving.slot) if moving else None):
        return False
    own = set(cells.of_appointment(work, moving.id)) if moving else set()
    try:
        lanes = seats.lanes(work, hold.slot, spans)
    except SlotTaken:
        return False
    row = {
        "clinic": work.clinic_id,
        "id": hold.id,
        "patient_id": hold.patient_id,
        "conversation_id": conversation_id,
        "moving": moving.id if moving else None,
        "moving_from": moving.slot.starts_at if moving else None,
        "expires_at": hold.expires_at,
    } | slot_values(hold.slot, busy_until)
    wanted = [key for key in cells.keys(spans, lanes) if key not in own]
    return cells.claim(work, wanted, hold_id=hold.id, prepare=lambda: work.connection.execute(insert(holds), row))


def find(work: Work, id: str) -> KeptSlot | None:
    return _kept(work.rows(_GET, id=id).one_or_none())


def lock(work: Work, id: str) -> KeptSlot | None:
    """The hold, which nobody else can remove until the transaction ends."""
    return _kept(work.rows(_LOCK, id=id).one_or_none())


def between(work: Work, start: datetime, end: datetime) -> list[tuple[Slot, bool]]:
    """The slots that are held just now and start in `[start, end)`; whether each is offered to the waiting list."""
    return [(slot_of(row), row.offer is not None) for row in work.rows(_BETWEEN, start=start, end=end, now=work.now)]


def remove(work: Work, ids: Sequence[str]) -> None:
    """Remove locked holds and their cells."""
    cells.remove_holds(work, ids)


def any_expired(work: Work) -> bool:
    return work.rows(_ANY_EXPIRED, now=work.now).first() is not None


def remove_expired(work: Work, limit: int) -> int:
    """Remove some of the expired holds that nobody is just using; how many."""
    ids = list(work.rows(_EXPIRED, now=work.now, limit=limit).scalars())
    if ids:
        remove(work, ids)
    return len(ids)


def _kept(row: Any) -> KeptSlot | None:
    if row is None:
        return None
    return KeptSlot(
        Hold(row.id, slot_of(row), row.patient_id, row.expires_at), row.moving, row.moving_from, row.busy_until
    )
