"""Calls that we make: one row for each reminder that is spoken, whatever number of calls it takes.

`waiting` is to be called from `due_at` on, `claimed` is just being handed over, `ringing` was; `unknown` may have been.
`done`, `failed` and `void` are final. How often and when it is tried is for `bot.calls.ringing` to say.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, bindparam, insert, literal, or_, select, update

from storage.schema import conversations, messages, outgoing_calls
from storage.work import Work

UNDER_WAY = ("claimed", "ringing", "unknown")


@dataclass(frozen=True, slots=True)
class OutgoingCall:
    """`call_sid` is that of the last call; `attempts` counts those that were handed over."""

    id: str
    message_id: str
    state: str
    due_at: datetime
    attempts: int
    call_sid: str | None


_FIELDS = tuple(outgoing_calls.c[name] for name in OutgoingCall.__dataclass_fields__)
_GET = select(*_FIELDS).where(outgoing_calls.c.clinic == bindparam("clinic"), outgoing_calls.c.id == bindparam("id"))
_GET_LOCKED = _GET.with_for_update()
_OF_MESSAGE = select(*_FIELDS).where(
    outgoing_calls.c.clinic == bindparam("clinic"), outgoing_calls.c.message_id == bindparam("message_id")
)
_RINGING = (
    select(*_FIELDS)
    .join(messages, and_(messages.c.clinic == outgoing_calls.c.clinic, messages.c.id == outgoing_calls.c.message_id))
    .join(
        conversations,
        and_(conversations.c.clinic == messages.c.clinic, conversations.c.id == messages.c.conversation_id),
    )
    .where(
        outgoing_calls.c.clinic == bindparam("clinic"),
        outgoing_calls.c.state == "ringing",
        conversations.c.phone_hash == bindparam("phone_hash"),
    )
    .limit(1)
)
_IS_DUE = or_(
    and_(outgoing_calls.c.state.in_(("waiting", "unknown")), outgoing_calls.c.due_at <= bindparam("now")),
    and_(outgoing_calls.c.state == "claimed", outgoing_calls.c.lease_until <= bindparam("now")),
)
_DUE = (
    select(*_FIELDS)
    .where(outgoing_calls.c.clinic == bindparam("clinic"), _IS_DUE)
    .order_by(outgoing_calls.c.due_at, outgoing_calls.c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_ANY_DUE = (
    select(literal(1))
    .where(
        outgoing_calls.c.clinic == bindparam("clinic"),
        outgoing_calls.c.state.in_(("waiting", "claimed", "unknown")),
        _IS_DUE,
    )
    .limit(1)
)
_INSERT = insert(outgoing_calls)
_THIS = update(outgoing_calls).where(
    outgoing_calls.c.clinic == bindparam("this_clinic"), outgoing_calls.c.id == bindparam("this_id")
)
_CLAIM = _THIS.values(
    state="claimed", attempts=outgoing_calls.c.attempts + 1, lease_until=bindparam("new_lease"), call_sid=None
)
_HANDED_OVER = _THIS.where(outgoing_calls.c.state == "claimed").values(
    state="ringing", call_sid=bindparam("new_sid"), lease_until=None
)
_PUT_OFF = _THIS.values(
    state="waiting",
    due_at=bindparam("new_due"),
    reason=bindparam("new_reason"),
    attempts=outgoing_calls.c.attempts - bindparam("not_made"),
    lease_until=None,
)
_NOBODY_KNOWS = _THIS.where(outgoing_calls.c.state == "claimed").values(
    state="unknown", due_at=bindparam("new_due"), lease_until=None
)
_CLOSE = _THIS.values(state=bindparam("new_state"), reason=bindparam("new_reason"), lease_until=None)


def add(work: Work, message_id: str, due_at: datetime) -> str:
    """Speak a message that is kept already, from `due_at` on; the row's id."""
    new = work.new_id()
    values = {"state": "waiting", "lease_until": None, "attempts": 0, "call_sid": None, "reason": ""}
    work.rows(_INSERT, id=new, message_id=message_id, due_at=due_at, created_at=work.now, **values)
    return new


def get(work: Work, id: str, *, lock: bool = False) -> OutgoingCall | None:
    row = work.rows(_GET_LOCKED if lock else _GET, id=id).first()
    return None if row is None else OutgoingCall(*row)


def of_message(work: Work, message_id: str) -> OutgoingCall | None:
    row = work.rows(_OF_MESSAGE, message_id=message_id).first()
    return None if row is None else OutgoingCall(*row)


def ringing_at(work: Work, phone: str) -> OutgoingCall | None:
    """The call that rings at this number now."""
    row = work.rows(_RINGING, phone_hash=work.hashed("phone", phone)).first()
    return None if row is None else OutgoingCall(*row)


def any_due(work: Work) -> bool:
    return work.rows(_ANY_DUE, now=work.now).first() is not None


def lock_due(work: Work, most: int) -> list[OutgoingCall]:
    """What is to be called now, and what was claimed or left unknown for too long."""
    return [OutgoingCall(*row) for row in work.rows(_DUE, now=work.now, most=most)]


def claim(work: Work, id: str, lease_until: datetime) -> None:
    work.change(_CLAIM, this_id=id, new_lease=lease_until)


def handed_over(work: Work, id: str, sid: str) -> None:
    """The phone company rings; a report that was faster stays."""
    work.change(_HANDED_OVER, this_id=id, new_sid=sid)


def put_off(work: Work, id: str, due_at: datetime, reason: str, *, tried: bool) -> None:
    """Call again later; where nothing was tried it does not count."""
    work.change(_PUT_OFF, this_id=id, new_due=due_at, new_reason=reason, not_made=int(not tried))


def nobody_knows(work: Work, id: str, until: datetime) -> None:
    """It may ring: a report is waited for until then."""
    work.change(_NOBODY_KNOWS, this_id=id, new_due=until)


def close(work: Work, id: str, state: str, reason: str = "") -> None:
    work.change(_CLOSE, this_id=id, new_state=state, new_reason=reason)
