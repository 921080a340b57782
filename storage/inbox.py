"""The lists of the console: open cases in the order in which people should look at them, and all conversations.

A list is a fixed number of statements however long it is, and only what it shows is decrypted. Who waits longest comes
first, after emergencies and crises; a patient waits from the case on, or from their first words after staff answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, and_, bindparam, case, func, select, union_all

from storage import patients as patient_rows
from storage.conversations import patient_without_phone
from storage.schema.people import patients
from storage.schema.talks import cases, conversations, messages
from storage.work import Work

MOST_OPEN = 500
NOT_DELIVERED = ("undelivered", "failed", "canceled", "void")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on file, as far as a list names them."""

    id: str
    first_name: str
    last_name: str
    guardian_id: str | None


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case with whose phone it is, what was said last, who holds the conversation and since when somebody waits.

    `held_by` is the actor, `holder` the e-mail or name. Nobody waits (None) where staff had the last word; it is
    `undelivered` where those words did not arrive.
    """

    id: str
    conversation_id: str
    phone: str
    patients: tuple[Person, ...]
    reason: str
    priority: str
    state: str
    summary: str
    held_by: str
    holder: str
    opened_at: datetime
    resolved_at: datetime | None
    last_body: str
    last_author: str
    waiting_since: datetime | None
    overdue: bool = False
    undelivered: bool = False


@dataclass(frozen=True, slots=True)
class TalkLine:
    """A conversation; `holder` is the e-mail or name of who holds it, empty where the bot answers.

    `at` is when the words that it shows were said; the list is ordered, and goes on, by `turned_at`.
    """

    id: str
    phone: str
    patients: tuple[Person, ...]
    last_body: str
    last_author: str
    at: datetime
    turned_at: datetime
    holder: str
    open_cases: int


_OPEN_STATES = ("open", "claimed")
_last = messages.alias("last")
_held = cases.alias("held")
_others = cases.alias("others")

_OF_TALK = and_(messages.c.clinic == conversations.c.clinic, messages.c.conversation_id == conversations.c.id)
_LAST_ID = (
    select(messages.c.id)
    .where(_OF_TALK)
    .order_by(messages.c.created_at.desc(), messages.c.id.desc())
    .limit(1)
    .correlate(conversations)
    .scalar_subquery()
)
_ANSWERED_AT = (
    select(func.max(messages.c.created_at))
    .where(_OF_TALK, messages.c.author == "staff")
    .correlate(conversations)
    .scalar_subquery()
)
_ASKED_AGAIN_AT = (
    select(func.min(messages.c.created_at))
    .where(_OF_TALK, messages.c.author == "patient", messages.c.created_at > _ANSWERED_AT)
    .correlate(conversations)
    .scalar_subquery()
)
# Whoever claimed one case of a conversation holds all of it; this is the case that they claimed.
_HELD_ID = (
    select(func.max(_held.c.id))
    .where(
        _held.c.clinic == conversations.c.clinic,
        _held.c.conversation_id == conversations.c.id,
        _held.c.state == "claimed",
    )
    .correlate(conversations)
    .scalar_subquery()
)
_OPEN_CASES = (
    select(func.count())
    .where(
        _others.c.clinic == conversations.c.clinic,
        _others.c.conversation_id == conversations.c.id,
        _others.c.state.in_(_OPEN_STATES),
    )
    .correlate(conversations)
    .scalar_subquery()
)
_holding = cases.alias("holding")
_TALKS = conversations.outerjoin(
    _last, and_(_last.c.clinic == conversations.c.clinic, _last.c.id == _LAST_ID)
).outerjoin(_holding, and_(_holding.c.clinic == conversations.c.clinic, _holding.c.id == _HELD_ID))
_OF_PHONE = (
    conversations.c.phone,
    conversations.c.phone_hash,
    _last.c.body,
    _last.c.author,
    _last.c.status,
    _holding.c.claimed_by,
)

_CASE = (
    select(
        cases.c.id,
        cases.c.conversation_id,
        cases.c.reason,
        cases.c.priority,
        cases.c.state,
        cases.c.summary,
        cases.c.opened_at,
        cases.c.resolved_at,
        cases.c.risen_at,
        _holding.c.held_by,
        _ANSWERED_AT.label("answered_at"),
        _ASKED_AGAIN_AT.label("asked_again_at"),
        *_OF_PHONE,
    )
    .select_from(
        cases.join(
            _TALKS, and_(conversations.c.clinic == cases.c.clinic, conversations.c.id == cases.c.conversation_id)
        )
    )
    .where(cases.c.clinic == bindparam("clinic"))
)
_ONE_CASE = _CASE.where(cases.c.id == bindparam("case_id"))
_URGENCY = case((cases.c.priority == "emergency", 0), (cases.c.risen_at.is_not(None), 1), else_=2)
_OPEN = _CASE.where(cases.c.state.in_(_OPEN_STATES)).order_by(_URGENCY, cases.c.opened_at, cases.c.id).limit(MOST_OPEN)

_TALK = (
    select(
        conversations.c.id,
        conversations.c.last_at,
        _last.c.created_at.label("said_at"),
        _OPEN_CASES.label("open_cases"),
        *_OF_PHONE,
    )
    .select_from(_TALKS)
    .where(conversations.c.clinic == bindparam("clinic"))
)
_LATEST = _TALK.order_by(conversations.c.last_at.desc(), conversations.c.id.desc()).limit(bindparam("limit"))
_THESE = _TALK.where(conversations.c.id.in_(bindparam("ids", expanding=True))).order_by(
    conversations.c.last_at.desc(), conversations.c.id.desc()
)
_EARLIER = _LATEST.where(conversations.c.last_at < bindparam("before"))

_guardians = patients.alias("guardians")
_NAME = (patients.c.id, patients.c.first_name, patients.c.last_name, patients.c.guardian_id)
_HASHES: BindParameter[Any] = bindparam("hashes", expanding=True)
_OWNERS = select(*_NAME, patients.c.phone_hash).where(
    patients.c.clinic == bindparam("clinic"), patients.c.phone_hash.in_(_HASHES)
)
_WARDS = (
    select(*_NAME, _guardians.c.phone_hash)
    .join(_guardians, and_(_guardians.c.clinic == patients.c.clinic, _guardians.c.id == patients.c.guardian_id))
    .where(_guardians.c.clinic == bindparam("clinic"), _guardians.c.phone_hash.in_(_HASHES))
)
_PEOPLE = union_all(_OWNERS, _WARDS)


def open_cases(work: Work) -> tuple[CaseLine, ...]:
    """What is not resolved: emergencies and crises, then who waits longest, then who was answered."""
    return tuple(sorted(_case_lines(work, work.rows(_OPEN).all()), key=lambda line: _place(line, work.now)))


def one_case(work: Work, case_id: str) -> CaseLine | None:
    """A case in whatever state."""
    return next(iter(_case_lines(work, work.rows(_ONE_CASE, case_id=case_id).all())), None)


def talks(work: Work, limit: int, before: datetime | None = None) -> tuple[TalkLine, ...]:
    """The latest conversations, or those that were last heard of before an instant."""
    if before is None:
        return _talk_lines(work, work.rows(_LATEST, limit=limit).all())
    return _talk_lines(work, work.rows(_EARLIER, limit=limit, before=before).all())


def talks_of(work: Work, ids: Sequence[str]) -> tuple[TalkLine, ...]:
    """These conversations, the last heard of first."""
    return _talk_lines(work, work.rows(_THESE, ids=list(ids)).all()) if ids else ()


def _place(line: CaseLine, now: datetime) -> tuple[bool, bool, bool, datetime]:
    return line.priority != "emergency", not line.overdue, line.waiting_since is None, line.waiting_since or now


def _case_lines(work: Work, rows: Sequence[Any]) -> tuple[CaseLine, ...]:
    people = _people(work, rows)
    return tuple(
        CaseLine(
            id=row.id,
            conversation_id=row.conversation_id,
            phone=row.phone,
            patients=people[row.phone_hash],
            reason=row.reason,
            priority=row.priority,
            state=row.state,
            summary=row.summary,
            held_by=row.held_by or "",
            holder=row.claimed_by or "",
            opened_at=row.opened_at,
            resolved_at=row.resolved_at,
            last_body=row.body or "",
            last_author=row.author or "",
            waiting_since=_waiting_since(row),
            overdue=row.risen_at is not None,
            undelivered=row.status in NOT_DELIVERED,
        )
        for row in rows
    )


def _waiting_since(row: Any) -> datetime | None:
    if row.state == "resolved":
        return None
    if row.answered_at is None or row.answered_at < row.opened_at:
        return row.opened_at  # type: ignore[no-any-return]
    return row.asked_again_at  # type: ignore[no-any-return]


def _talk_lines(work: Work, rows: Sequence[Any]) -> tuple[TalkLine, ...]:
    people = _people(work, rows)
    return tuple(
        TalkLine(
            id=row.id,
            phone=row.phone,
            patients=people[row.phone_hash],
            last_body=row.body or "",
            last_author=row.author or "",
            at=row.said_at or row.last_at,
            turned_at=row.last_at,
            holder=row.claimed_by or "",
            open_cases=row.open_cases,
        )
        for row in rows
    )


def _people(work: Work, rows: Sequence[Any]) -> dict[bytes, tuple[Person, ...]]:
    """Who is reached at each phone: its owners, then those for whom an owner speaks."""
    hashes = {bytes(row.phone_hash) for row in rows}
    found: dict[bytes, dict[str, Person]] = defaultdict(dict)
    for row in work.rows(_PEOPLE, hashes=sorted(hashes)) if hashes else ():
        person = Person(row.id, row.first_name, row.last_name, row.guardian_id)
        found[bytes(row.phone_hash)].setdefault(row.id, person)
    for row in rows:
        own = patient_without_phone(row.phone)
        if own is not None and (patient := patient_rows.get(work, own)) is not None:
            person = Person(patient.id, patient.first_name, patient.last_name, patient.guardian_id)
            found[bytes(row.phone_hash)][patient.id] = person
    return {hash_: tuple(sorted(found[hash_].values(), key=lambda person: person.id)) for hash_ in hashes}
