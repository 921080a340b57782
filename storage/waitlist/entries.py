"""Entries of the waiting list, in the order in which they joined; what is offered to them is `offers`' business."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from dialogs.understanding.contract import when_from_json, when_to_json
from scheduler.errors import UnknownId
from scheduler.model import WaitlistEntry
from storage import audit
from storage.schema import waitlist
from storage.slots import columns
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


def anybody_waits(work: Work) -> bool:
    return work.rows(_ANY).first() is not None


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


def mark_offered(work: Work, id: str) -> bool:
    """A waiting entry has an offer; False where it does not wait any more."""
    made: bool = work.change(_MADE, this_id=id, from_states=["waiting"], now=work.now).rowcount == 1
    return made


def wait_again(work: Work, id: str) -> bool:
    """An entry whose offer has ended is in its place in line again."""
    return _changed(work, id, ("offered",), state="waiting")


def note(work: Work, actor: str, what: str, entry_id: str, facts: dict[str, Any]) -> None:
    """A decision in the log, with its reason."""
    audit.write(work, actor, f"waitlist.{what}", f"waitlist:{entry_id}", after=facts)


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
