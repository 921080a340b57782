"""The outbox: messages that are committed and not yet sent. A row is claimed with a lease, sent, and then settled.

`pending` waits, `claimed` is under way, `unknown` may have gone out; `sent`, `failed` and `void` are final. What is
sent at all, and when it is tried again, is for `bot.outbox` to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Update, and_, bindparam, func, insert, literal, or_, select, update

from storage import messages
from storage.messages import Message
from storage.schema import clinics, conversations, outbox, outgoing_calls
from storage.schema import messages as texts
from storage.work import Work

FINAL = ("sent", "failed", "void")
WAITING = ("pending", "claimed")
# What we begin, and therefore count: a reminder, an opening offered, a form, what follows a visit, a campaign.
CONTACTS = ("reminder", "offer", "form", "outreach")
LOST = ("failed", "undelivered", "canceled")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a message stands in the outbox; `error` is why its last attempt came to nothing."""

    state: str
    due_at: datetime
    error: str
    kind: str
    resends: int
    about: str | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A row that may have gone out; `looks` counts this one too."""

    id: str
    message_id: str
    begun_at: datetime
    looks: int


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A claimed row; `attempts` counts this one too."""

    id: str
    message_id: str
    kind: str
    attempts: int
    resends: int
    about: str | None = None


_INSERT = insert(outbox)
_IS_DUE = and_(outbox.c.state == "pending", outbox.c.due_at <= bindparam("now"))
_RAN_OUT = and_(outbox.c.state == "claimed", outbox.c.lease_until <= bindparam("now"))
# Both states first: with the OR alone SQLite would read all that was ever sent.
_ANY_DUE = (
    select(literal(1))
    .where(outbox.c.clinic == bindparam("clinic"), outbox.c.state.in_(WAITING), or_(_IS_DUE, _RAN_OUT))
    .limit(1)
)
_ANY_UNKNOWN_DUE = (
    select(literal(1))
    .where(outbox.c.clinic == bindparam("clinic"), outbox.c.state == "unknown", outbox.c.due_at <= bindparam("now"))
    .limit(1)
)
# In front, so that PostgreSQL locks each row once: as a subquery it might be read again for every row.
_due = (
    select(outbox.c.id)
    .where(outbox.c.clinic == bindparam("this_clinic"), _IS_DUE)
    .order_by(outbox.c.order_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("due")
)


def _update() -> Update:
    return update(outbox).where(outbox.c.clinic == bindparam("this_clinic"))


_CLAIM = (
    _update()
    .where(outbox.c.id.in_(select(_due.c.id)))
    .values(
        state="claimed", attempts=outbox.c.attempts + 1, lease_until=bindparam("new_lease"), begun_at=bindparam("now")
    )
    .returning(outbox.c.order_at, *(outbox.c[name] for name in OutboxRow.__dataclass_fields__))
)
_END_LEASES = (
    _update()
    .where(_RAN_OUT)
    .values(state=bindparam("new_state"), due_at=bindparam("new_due"), looks=0, lease_until=None)
)
# Looking at what is unknown moves its time, so that nobody else looks meanwhile.
_CLAIM_UNKNOWN = (
    _update()
    .where(outbox.c.state == "unknown", outbox.c.due_at <= bindparam("now"))
    .values(due_at=bindparam("next_look"), looks=outbox.c.looks + 1)
    .returning(*(outbox.c[name] for name in Unknown.__dataclass_fields__))
)
_COME_BACK = (
    _update()
    .where(outbox.c.id == bindparam("this_id"), outbox.c.state == "unknown")
    .values(state="pending", due_at=bindparam("new_due"), error="not_on_record")
)
_UNKNOWN = (
    _update()
    .where(outbox.c.message_id == bindparam("this_message"), outbox.c.state.not_in(FINAL))
    .values(state="unknown", due_at=bindparam("first_look"), looks=0, lease_until=None)
)
_WITHDRAW = (
    _update()
    .where(outbox.c.about == bindparam("this_visit"), outbox.c.kind == "notice", outbox.c.state == "pending")
    .values(state="void", error="moved_again")
    .returning(outbox.c.message_id)
)
_SETTLE = (
    _update()
    .where(outbox.c.message_id == bindparam("this_message"), outbox.c.state.not_in(FINAL))
    .values(state=bindparam("new_state"), error=bindparam("new_error"), ask_at=bindparam("new_ask"), lease_until=None)
)
_silent = (
    select(outbox.c.id)
    .where(outbox.c.clinic == bindparam("this_clinic"), outbox.c.ask_at <= bindparam("now"))
    .order_by(outbox.c.ask_at, outbox.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
    .cte("silent")
)
_CLAIM_SILENT = (
    _update()
    .where(outbox.c.id.in_(select(_silent.c.id)))
    .values(ask_at=None, looks=outbox.c.looks + 1)
    .returning(outbox.c.message_id, outbox.c.looks)
)
_ASK_AGAIN = _update().where(outbox.c.message_id == bindparam("this_message")).values(ask_at=bindparam("new_ask"))
_ANY_SILENT = (
    select(literal(1)).where(outbox.c.clinic == bindparam("clinic"), outbox.c.ask_at <= bindparam("now")).limit(1)
)
_GIVE_BACK = (
    _update()
    .where(outbox.c.id == bindparam("this_id"), outbox.c.state == "claimed")
    .values(
        state="pending",
        due_at=bindparam("new_due"),
        error=bindparam("new_error"),
        attempts=outbox.c.attempts - bindparam("not_made"),
        lease_until=None,
    )
)
_CONTACTS = (
    select(texts.c.created_at)
    .select_from(conversations)
    .join(texts, and_(texts.c.clinic == conversations.c.clinic, texts.c.conversation_id == conversations.c.id))
    .join(outbox, and_(outbox.c.clinic == texts.c.clinic, outbox.c.message_id == texts.c.id))
    .where(
        conversations.c.clinic == bindparam("clinic"),
        conversations.c.phone_hash == bindparam("phone_hash"),
        texts.c.created_at >= bindparam("since"),
        texts.c.id != bindparam("besides"),
        or_(texts.c.status.not_in(LOST), texts.c.sid.is_not(None)),
        outbox.c.kind.in_(CONTACTS),
        outbox.c.resends == 0,
    )
)
_CALLS = (
    select(texts.c.created_at)
    .select_from(conversations)
    .join(texts, and_(texts.c.clinic == conversations.c.clinic, texts.c.conversation_id == conversations.c.id))
    .join(
        outgoing_calls,
        and_(outgoing_calls.c.clinic == texts.c.clinic, outgoing_calls.c.message_id == texts.c.id),
    )
    .where(
        conversations.c.clinic == bindparam("clinic"),
        conversations.c.phone_hash == bindparam("phone_hash"),
        texts.c.created_at >= bindparam("since"),
        texts.c.id != bindparam("besides"),
        texts.c.status != "canceled",
    )
)
_OF_MESSAGE = select(*(outbox.c[name] for name in Standing.__dataclass_fields__)).where(
    outbox.c.clinic == bindparam("clinic"), outbox.c.message_id == bindparam("message_id")
)
_WAITING_UNTIL = (
    select(outbox.c.due_at, outbox.c.kind, texts.c.segments)
    .join(texts, and_(texts.c.clinic == outbox.c.clinic, texts.c.id == outbox.c.message_id))
    .where(outbox.c.clinic == bindparam("clinic"), outbox.c.state.in_(WAITING), outbox.c.due_at < bindparam("until"))
    .order_by(outbox.c.due_at, outbox.c.id)
)
# By way of the clinics: the index on state begins with them.
_UNKNOWN_DEPTH = select(func.count()).where(outbox.c.clinic.in_(select(clinics.c.id)), outbox.c.state == "unknown")
_DEPTH = select(func.count(), func.min(outbox.c.due_at)).where(
    outbox.c.clinic.in_(select(clinics.c.id)), outbox.c.state.in_(WAITING)
)


def put(
    work: Work,
    message: Message,
    *,
    kind: str,
    due_at: datetime,
    about: str | None = None,
    resends: int = 0,
    order_at: datetime | None = None,
) -> None:
    """Keep a message and send it from `due_at` on. `about` is the visit whose news this is."""
    messages.add(work, [message])
    add(work, message_id=message.id, kind=kind, due_at=due_at, about=about, resends=resends, order_at=order_at)


def add(
    work: Work,
    *,
    message_id: str,
    kind: str,
    due_at: datetime,
    about: str | None = None,
    resends: int = 0,
    order_at: datetime | None = None,
) -> None:
    """Send a message that is kept already. Of all that is due, what has the earliest `order_at` goes first."""
    work.rows(
        _INSERT,
        id=work.new_id(),
        message_id=message_id,
        kind=kind,
        state="pending",
        due_at=due_at,
        lease_until=None,
        attempts=0,
        error="",
        resends=resends,
        begun_at=None,
        looks=0,
        about=about,
        created_at=work.now,
        order_at=order_at or due_at,
    )


def any_due(work: Work) -> bool:
    """Whether there is something to claim, or a lease that ran out."""
    return work.rows(_ANY_DUE, now=work.now).first() is not None


def claim(work: Work, limit: int, lease_until: datetime) -> list[OutboxRow]:
    """Take what is due, the most useful first; what somebody else is just taking is left to them."""
    claimed = work.change(_CLAIM, now=work.now, most=limit, new_lease=lease_until).all()
    return [OutboxRow(*row[1:]) for row in sorted(claimed, key=lambda row: row[:2])]


def end_leases(work: Work, state: str, due_at: datetime | None = None) -> int:
    """Rows whose sender did not come back become `pending`, or `unknown` where they may have gone out; how many."""
    return int(work.change(_END_LEASES, now=work.now, new_state=state, new_due=due_at or work.now).rowcount)


def any_unknown_due(work: Work) -> bool:
    """Whether the fate of some message is to be asked for."""
    return work.rows(_ANY_UNKNOWN_DUE, now=work.now).first() is not None


def claim_unknown(work: Work, next_look: datetime) -> list[Unknown]:
    """The rows of unknown fate that are to be looked at now; nobody else looks at them before `next_look`."""
    return [Unknown(*row) for row in work.change(_CLAIM_UNKNOWN, now=work.now, next_look=next_look).all()]


def come_back(work: Work, id: str) -> bool:
    """It was not sent after all: send it; whether nobody had learnt its fate meanwhile."""
    return bool(work.change(_COME_BACK, this_id=id, new_due=work.now).rowcount)


def nobody_knows(work: Work, message_id: str, first_look: datetime) -> None:
    """The message may have gone out; from `first_look` on we ask."""
    work.change(_UNKNOWN, this_message=message_id, first_look=first_look)


def withdraw(work: Work, visit_id: str) -> None:
    """News of this visit that still wait are no longer true."""
    for row in work.change(_WITHDRAW, this_visit=visit_id).all():
        messages.advance(work, row.message_id, "canceled", ("queued",), error_code="moved_again")


def settle(work: Work, message_id: str, state: str, error: str = "", ask_at: datetime | None = None) -> None:
    """What became of a message. What is settled for good stays as it is; from `ask_at` on nobody may have reported."""
    work.change(_SETTLE, this_message=message_id, new_state=state, new_error=error, new_ask=ask_at)


def any_silent(work: Work) -> bool:
    """Whether the time has come to ask about some message."""
    return work.rows(_ANY_SILENT, now=work.now).first() is not None


def claim_silent(work: Work, limit: int) -> list[tuple[str, int]]:
    """The messages to ask about now, and the how manieth time that is; nobody else asks about them."""
    return [tuple(row) for row in work.change(_CLAIM_SILENT, now=work.now, most=limit).all()]


def ask_again(work: Work, message_id: str, ask_at: datetime) -> None:
    """It is under way still."""
    work.change(_ASK_AGAIN, this_message=message_id, new_ask=ask_at)


def give_back(work: Work, id: str, due_at: datetime, reason: str, *, tried: bool = True) -> None:
    """Send a claimed row from `due_at` on; where nothing was tried the attempt does not count."""
    work.change(_GIVE_BACK, this_id=id, new_due=due_at, new_error=reason, not_made=int(not tried))


def of_message(work: Work, message_id: str) -> Standing | None:
    row = work.rows(_OF_MESSAGE, message_id=message_id).first()
    return None if row is None else Standing(*row)


def waiting(work: Work, until: datetime) -> list[tuple[datetime, str, int]]:
    """What waits to be sent before that instant: when each is due, its kind and its length in segments."""
    return [(row.due_at, row.kind, row.segments) for row in work.rows(_WAITING_UNTIL, until=until)]


def contacts(work: Work, phone: str, since: datetime, besides: str = "") -> tuple[datetime, ...]:
    """When we began something with this phone, whatever came of it but what never left; sending anew is none."""
    values = {"phone_hash": work.hashed("phone", phone), "since": since, "besides": besides}
    return tuple(at for begun in (_CONTACTS, _CALLS) for at in work.rows(begun, **values).scalars())


def unknown(connection: Connection) -> int:
    """How many messages of all clinics may or may not have gone out."""
    return int(connection.execute(_UNKNOWN_DEPTH).scalar_one())


def depth(connection: Connection) -> tuple[int, datetime | None]:
    """How many messages of all clinics wait or are under way, and since when the oldest is due."""
    waiting, oldest = connection.execute(_DEPTH).one()
    return waiting, oldest
