"""Figures of a stretch of time, counted where the rows lie. What each figure means is told beside it in the console.

Every function takes `[start, end)`; instants are compared, so the border of a day is for the caller to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

from sqlalchemy import ColumnElement, and_, bindparam, case, func, select

from storage.schema import appointments, cases, conversations, messages, outbox, patients, reminders, waitlist_offers
from storage.work import Work

MOST_NOT_UNDERSTOOD = 100

Counted: TypeAlias = list[tuple[Any, ...]]


def _within(column: Any) -> ColumnElement[bool]:
    return and_(column >= bindparam("start"), column < bindparam("end"))


def _of(table: Any) -> ColumnElement[bool]:
    own: ColumnElement[bool] = table.c.clinic == bindparam("clinic")
    return own


_VISITS = (
    select(
        appointments.c.provider,
        appointments.c.visit_type,
        patients.c.language,
        appointments.c.status,
        appointments.c.confirmation,
        appointments.c.source,
        func.count(),
    )
    .join(patients, and_(patients.c.clinic == appointments.c.clinic, patients.c.id == appointments.c.patient_id))
    .where(_of(appointments), _within(appointments.c.starts_at))
    .group_by(*(appointments.c[name] for name in ("provider", "visit_type", "status", "confirmation", "source")))
    .group_by(patients.c.language)
)
_STEPS = (
    select(
        reminders.c.step,
        reminders.c.state,
        reminders.c.reason,
        func.count(),
        func.count(case((appointments.c.confirmation == "accepted", 1))),
        func.count(case((appointments.c.status == "noshow", 1))),
    )
    .join(
        appointments,
        and_(appointments.c.clinic == reminders.c.clinic, appointments.c.id == reminders.c.appointment_id),
    )
    .where(_of(reminders), _within(reminders.c.due_at))
    .group_by(reminders.c.step, reminders.c.state, reminders.c.reason)
)
_TEXTS = (
    select(
        messages.c.channel,
        messages.c.direction,
        messages.c.author,
        outbox.c.kind,
        func.count(),
        func.sum(messages.c.segments),
    )
    .outerjoin(outbox, and_(outbox.c.clinic == messages.c.clinic, outbox.c.message_id == messages.c.id))
    .where(_of(messages), _within(messages.c.created_at), messages.c.status != "canceled")
    .group_by(messages.c.channel, messages.c.direction, messages.c.author, outbox.c.kind)
)
_TALKED = (
    select(messages.c.conversation_id)
    .where(_of(messages), _within(messages.c.created_at), messages.c.author == "patient")
    .distinct()
)
_HANDED = (
    select(cases.c.conversation_id)
    .where(_of(cases), _within(cases.c.opened_at), cases.c.conversation_id.in_(_TALKED))
    .distinct()
)
_TALKS = select(func.count()).select_from(_TALKED.subquery())
_HANDED_COUNT = select(func.count()).select_from(_HANDED.subquery())
_REASONS = (
    select(cases.c.reason, func.count())
    .where(_of(cases), _within(cases.c.opened_at))
    .group_by(cases.c.reason)
    .order_by(func.count().desc(), cases.c.reason)
)
_FIRST_ANSWER = (
    select(func.min(messages.c.created_at))
    .where(
        messages.c.clinic == cases.c.clinic,
        messages.c.conversation_id == cases.c.conversation_id,
        messages.c.author == "staff",
        messages.c.created_at >= cases.c.opened_at,
    )
    .correlate(cases)
    .scalar_subquery()
)
_ANSWERS = select(cases.c.priority, cases.c.opened_at, _FIRST_ANSWER.label("answered_at")).where(
    _of(cases), _within(cases.c.opened_at)
)
_OFFERS = (
    select(waitlist_offers.c.state, func.count())
    .where(_of(waitlist_offers), _within(waitlist_offers.c.offered_at))
    .group_by(waitlist_offers.c.state)
)
_LAST_SAID = (
    select(messages.c.body)
    .where(
        messages.c.clinic == cases.c.clinic,
        messages.c.conversation_id == cases.c.conversation_id,
        messages.c.author == "patient",
        messages.c.created_at <= cases.c.opened_at,
    )
    .order_by(messages.c.created_at.desc(), messages.c.id.desc())
    .limit(1)
    .correlate(cases)
    .scalar_subquery()
)
_NOT_UNDERSTOOD = (
    select(cases.c.id, cases.c.opened_at, conversations.c.language, _LAST_SAID.label("said"))
    .join(conversations, and_(conversations.c.clinic == cases.c.clinic, conversations.c.id == cases.c.conversation_id))
    .where(_of(cases), _within(cases.c.opened_at), cases.c.reason == "not_understood")
    .order_by(cases.c.opened_at.desc(), cases.c.id.desc())
    .limit(MOST_NOT_UNDERSTOOD)
)


@dataclass(frozen=True, slots=True)
class Reach:
    """Conversations in which a patient wrote or spoke, and those of them that opened a case."""

    talks: int
    handed: int


def visits(work: Work, start: datetime, end: datetime) -> Counted:
    """(provider, visit type, patient's language, status, confirmation, source, number) of visits that start then."""
    return _rows(work, _VISITS, start, end)


def steps(work: Work, start: datetime, end: datetime) -> Counted:
    """(step, state, reason, number, of whose visits are confirmed, of whose patients did not come) of reminders due."""
    return _rows(work, _STEPS, start, end)


def texts(work: Work, start: datetime, end: datetime) -> Counted:
    """(channel, direction, author, kind or None for a direct answer, number, segments) of what was said."""
    return _rows(work, _TEXTS, start, end)


def reach(work: Work, start: datetime, end: datetime) -> Reach:
    (talks,), (handed,) = _rows(work, _TALKS, start, end)[0], _rows(work, _HANDED_COUNT, start, end)[0]
    return Reach(talks, handed)


def reasons(work: Work, start: datetime, end: datetime) -> Counted:
    """(reason, number) of cases opened, the most frequent first."""
    return _rows(work, _REASONS, start, end)


def waits(work: Work, start: datetime, end: datetime) -> list[tuple[str, timedelta | None]]:
    """For each case opened: its priority, and how long until the first answer of staff; None where there is none."""
    found = work.connection.execute(_ANSWERS, {"clinic": work.clinic_id, "start": start, "end": end})
    return [(row.priority, row.answered_at - row.opened_at if row.answered_at else None) for row in found]


def offers(work: Work, start: datetime, end: datetime) -> Counted:
    """(state, number) of openings offered to the waiting list."""
    return _rows(work, _OFFERS, start, end)


def not_understood(work: Work, start: datetime, end: datetime) -> Sequence[Any]:
    """Cases opened because the bot did not understand: `id`, `opened_at`, `language`, `said`; the newest first."""
    asked = {"clinic": work.clinic_id, "start": start, "end": end}
    return work.connection.execute(_NOT_UNDERSTOOD, asked).all()


def _rows(work: Work, statement: Any, start: datetime, end: datetime) -> Counted:
    found = work.connection.execute(statement, {"clinic": work.clinic_id, "start": start, "end": end})
    return [tuple(row) for row in found]
