"""The ledger of what follows a visit: one row for each patient and occasion, planned once and begun once at most.

A row is planned, begun or skipped for a reason; a closure's is closed once it is answered or handed to staff. What
became of a begun one is told by its message. Whether it may go is for `scheduler.outreach` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, func, literal, select, update

from storage.schema import campaigns, messages, outbox, outreach
from storage.slots import columns
from storage.upsert import inserted
from storage.work import Work

# So many texts of these kinds may wait in the outbox at once: a reminder never queues behind a whole campaign.
MOST_UNDER_WAY = 100
BECAME = {
    "queued": "sending",
    "sending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "failed": "failed",
    "undelivered": "failed",
    "canceled": "skipped",
}


@dataclass(frozen=True, slots=True)
class Row:
    """One patient and one occasion; `starts_at` is the start of the visit as it was when this was planned."""

    id: str
    kind: str
    occasion: str
    patient_id: str
    appointment_id: str | None
    campaign_id: str | None
    starts_at: datetime | None
    due_at: datetime
    until: datetime
    waits_for: str = ""
    state: str = "planned"
    reason: str = ""
    message_id: str | None = None
    answers: dict[str, Any] | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """A row and what became of its text: planned, sending, sent, delivered, failed, skipped."""

    row: Row
    state: str
    reason: str


_FIELDS = tuple(Row.__dataclass_fields__)
_OURS = select(*columns(outreach, *_FIELDS)).where(outreach.c.clinic == bindparam("clinic"))
_PAUSED = (
    select(campaigns.c.id)
    .where(campaigns.c.clinic == outreach.c.clinic, campaigns.c.id == outreach.c.campaign_id)
    .where(campaigns.c.state != "running")
    .exists()
)
_IS_DUE = and_(outreach.c.state == "planned", outreach.c.due_at <= bindparam("now"), ~_PAUSED)
_DUE = _OURS.where(_IS_DUE).order_by(outreach.c.due_at, outreach.c.id).limit(bindparam("limit"))
_ANY_DUE = select(literal(1)).where(outreach.c.clinic == bindparam("clinic"), _IS_DUE).limit(1)
_LOCK = (
    _OURS.where(outreach.c.id.in_(bindparam("ids", expanding=True)), outreach.c.state == "planned")
    .order_by(outreach.c.id)
    .with_for_update(skip_locked=True)
)
_OF_MESSAGE = _OURS.where(outreach.c.message_id == bindparam("message")).order_by(outreach.c.id)
_SHARING = _OURS.where(
    outreach.c.state == "planned",
    outreach.c.campaign_id == bindparam("campaign"),
    outreach.c.patient_id.in_(bindparam("patients", expanding=True)),
).order_by(outreach.c.due_at, outreach.c.id)
_GET = _OURS.where(outreach.c.id == bindparam("id"))
_PLANNED_UNTIL = _OURS.where(outreach.c.state == "planned", outreach.c.due_at < bindparam("until"), ~_PAUSED).order_by(
    outreach.c.due_at, outreach.c.id
)
_LAPSED = (
    _OURS.where(
        outreach.c.kind == "closure", outreach.c.state.in_(("begun", "skipped")), outreach.c.until <= bindparam("now")
    )
    .order_by(outreach.c.id)
    .limit(bindparam("limit"))
)
_UNDER_WAY = select(func.count()).where(
    outbox.c.clinic == bindparam("clinic"), outbox.c.state.in_(("pending", "claimed")), outbox.c.kind == "outreach"
)
_STANDING = (
    select(*columns(outreach, *_FIELDS), messages.c.status, messages.c.error_code)
    .outerjoin(messages, and_(messages.c.clinic == outreach.c.clinic, messages.c.id == outreach.c.message_id))
    .where(outreach.c.clinic == bindparam("clinic"))
)
_OF_CAMPAIGN = _STANDING.where(outreach.c.campaign_id == bindparam("campaign")).order_by(outreach.c.id)
_OF_PATIENT = _STANDING.where(outreach.c.patient_id == bindparam("patient")).order_by(outreach.c.id)
_OF_APPOINTMENT = _STANDING.where(outreach.c.appointment_id == bindparam("appointment")).order_by(outreach.c.id)
_ANSWERED = _OURS.where(
    outreach.c.kind == "survey",
    outreach.c.answered_at >= bindparam("start"),
    outreach.c.answered_at < bindparam("end"),
).order_by(outreach.c.answered_at, outreach.c.id)
_SET = update(outreach).where(outreach.c.clinic == bindparam("this_clinic"), outreach.c.id == bindparam("this_id"))
_IF_PLANNED = _SET.where(outreach.c.state == "planned")
_CARRY_OVER = update(outreach).where(
    outreach.c.clinic == bindparam("this_clinic"), outreach.c.message_id == bindparam("this_message")
)
_STOP = update(outreach).where(
    outreach.c.clinic == bindparam("this_clinic"),
    outreach.c.campaign_id == bindparam("this_campaign"),
    outreach.c.state == "planned",
)


def plan(work: Work, row: Row) -> bool:
    """Note that this patient is to be written to; False where the occasion was dealt with before."""
    values = {name: getattr(row, name) for name in _FIELDS}
    return inserted(work.connection, outreach, {"clinic": work.clinic_id, "created_at": work.now, **values})


def any_due(work: Work) -> bool:
    return work.rows(_ANY_DUE, now=work.now).first() is not None


def due(work: Work, limit: int) -> tuple[Row, ...]:
    """What is due, the longest due first; nothing of a campaign that is paused."""
    return tuple(Row(*row) for row in work.rows(_DUE, now=work.now, limit=limit))


def room(work: Work) -> int:
    """How many texts more may be put into the outbox now."""
    return max(0, MOST_UNDER_WAY - int(work.rows(_UNDER_WAY).scalar_one()))


def lock_planned(work: Work, ids: Sequence[str]) -> tuple[Row, ...]:
    """Those of these that are still planned, ours until the transaction ends; what somebody else has is left out."""
    return tuple(Row(*row) for row in work.rows(_LOCK, ids=list(ids))) if ids else ()


def sharing(work: Work, campaign_id: str, patient_ids: Iterable[str]) -> tuple[Row, ...]:
    """What one campaign still has for these patients."""
    return tuple(Row(*row) for row in work.rows(_SHARING, campaign=campaign_id, patients=sorted(patient_ids)))


def of_message(work: Work, message_id: str) -> tuple[Row, ...]:
    return tuple(Row(*row) for row in work.rows(_OF_MESSAGE, message=message_id))


def get(work: Work, id: str) -> Row | None:
    row = work.rows(_GET, id=id).one_or_none()
    return None if row is None else Row(*row)


def planned_until(work: Work, until: datetime) -> tuple[Row, ...]:
    return tuple(Row(*row) for row in work.rows(_PLANNED_UNTIL, until=until))


def lapsed(work: Work, limit: int) -> tuple[Row, ...]:
    """The choices of a closure that have waited long enough for an answer."""
    return tuple(Row(*row) for row in work.rows(_LAPSED, now=work.now, limit=limit))


def begin(work: Work, ids: Iterable[str], message_id: str) -> None:
    """A text about these is on its way."""
    for each in ids:
        work.change(_IF_PLANNED, this_id=each, state="begun", message_id=message_id, reason="", waits_for="")


def skip(work: Work, id: str, reason: str) -> None:
    work.change(_IF_PLANNED, this_id=id, state="skipped", reason=reason)


def put_off(work: Work, id: str, due_at: datetime, waits_for: str) -> None:
    work.change(_IF_PLANNED, this_id=id, due_at=due_at, waits_for=waits_for)


def close(work: Work, id: str, reason: str) -> None:
    """A closure's choice waits no more."""
    work.change(_SET, this_id=id, state="closed", reason=reason)


def carry_over(work: Work, message_id: str, new_message_id: str) -> None:
    """The same words went out once more, as another message."""
    work.change(_CARRY_OVER, this_message=message_id, message_id=new_message_id)


def answer(work: Work, id: str, answers: dict[str, Any]) -> None:
    """What the patient answered; a later answer adds to it."""
    known = get(work, id)
    if known is not None:
        work.change(_SET, this_id=id, answers={**(known.answers or {}), **answers}, answered_at=work.now)


def stop(work: Work, campaign_id: str) -> int:
    """Nothing more of this campaign; how many texts were still to come."""
    return int(work.change(_STOP, this_campaign=campaign_id, state="skipped", reason="stopped").rowcount)


def of_campaign(work: Work, campaign_id: str) -> tuple[Standing, ...]:
    return tuple(map(_standing, work.rows(_OF_CAMPAIGN, campaign=campaign_id)))


def of_patient(work: Work, patient_id: str) -> tuple[Standing, ...]:
    """All that was ever begun, planned or not begun with a patient, in that order."""
    return tuple(map(_standing, work.rows(_OF_PATIENT, patient=patient_id)))


def of_appointment(work: Work, appointment_id: str) -> tuple[Standing, ...]:
    """All about one visit."""
    return tuple(map(_standing, work.rows(_OF_APPOINTMENT, appointment=appointment_id)))


def answered(work: Work, start: datetime, end: datetime) -> tuple[Row, ...]:
    """The surveys answered in `[start, end)`."""
    return tuple(Row(*row) for row in work.rows(_ANSWERED, start=start, end=end))


def _standing(found: Any) -> Standing:
    row = Row(*found[:-2])
    if row.message_id is None:
        return Standing(row, row.state, row.reason or row.waits_for)
    return Standing(row, BECAME.get(found.status, "sent"), found.error_code or row.reason)
