"""Calls as rows: where each stands between two documents, and who wants no calls.

A call's row is read and changed under the lock of its conversation. Its state is a value of `dialogs.calls`, as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, delete, func, select, update

from storage import audit
from storage.schema import calls, no_calls
from storage.upsert import inserted
from storage.work import Work


@dataclass(frozen=True, slots=True)
class CallRow:
    """One call; `turn` is the number of its last document, `outcome` what the caller has got so far, or empty."""

    sid: str
    conversation_id: str
    direction: str
    turn: int
    state: str
    outcome: str = ""
    ended_at: datetime | None = None


_GET = select(*(calls.c[name] for name in CallRow.__dataclass_fields__)).where(
    calls.c.clinic == bindparam("clinic"), calls.c.sid == bindparam("sid")
)
_THIS = update(calls).where(calls.c.clinic == bindparam("this_clinic"), calls.c.sid == bindparam("this_sid"))
_SAVE = _THIS.values(turn=bindparam("new_turn"), state=bindparam("new_state"), outcome=bindparam("new_outcome"))
_END = _THIS.where(calls.c.ended_at.is_(None)).values(ended_at=bindparam("now"))
_TEXTED = _THIS.values(texted_at=bindparam("now"))
_LAST_TEXTED = select(func.max(calls.c.texted_at)).where(
    calls.c.clinic == bindparam("clinic"), calls.c.phone_hash == bindparam("phone_hash")
)
_RESUME = delete(no_calls).where(
    no_calls.c.clinic == bindparam("clinic"), no_calls.c.phone_hash == bindparam("phone_hash")
)
_WANTS_NONE = select(no_calls.c.at).where(
    no_calls.c.clinic == bindparam("clinic"), no_calls.c.phone_hash == bindparam("phone_hash")
)


def get(work: Work, sid: str) -> CallRow | None:
    row = work.rows(_GET, sid=sid).first()
    return None if row is None else CallRow(*row)


def begin(work: Work, row: CallRow, phone: str) -> None:
    """A call that is new; without a number nobody else's call is found by it."""
    values = {
        "clinic": work.clinic_id,
        "sid": row.sid,
        "conversation_id": row.conversation_id,
        "direction": row.direction,
        "phone_hash": work.hashed("phone", phone) if phone else None,
        "turn": row.turn,
        "state": row.state,
        "outcome": row.outcome,
        "started_at": work.now,
        "ended_at": None,
        "texted_at": None,
    }
    inserted(work.connection, calls, values)


def save(work: Work, sid: str, turn: int, state: str, outcome: str) -> None:
    """Where the call stands after a document."""
    work.change(_SAVE, this_sid=sid, new_turn=turn, new_state=state, new_outcome=outcome)


def end(work: Work, sid: str) -> bool:
    """The call is over; whether it was not before."""
    return bool(work.change(_END, this_sid=sid, now=work.now).rowcount)


def texted(work: Work, sid: str) -> None:
    """The caller was sent a text because of this call."""
    work.change(_TEXTED, this_sid=sid, now=work.now)


def last_texted(work: Work, phone: str) -> datetime | None:
    """When this number was last sent a text because of a call."""
    at: datetime | None = work.rows(_LAST_TEXTED, phone_hash=work.hashed("phone", phone)).scalar()
    return at


def wants_none(work: Work, phone: str) -> bool:
    """Whether this number asked for no more automatic calls."""
    return work.rows(_WANTS_NONE, phone_hash=work.hashed("phone", phone)).first() is not None


def stop(work: Work, phone: str, source: str) -> None:
    """No more automatic calls to this number."""
    phone_hash = work.hashed("phone", phone)
    row = {"clinic": work.clinic_id, "phone_hash": phone_hash, "source": source, "at": work.now}
    if inserted(work.connection, no_calls, row):
        audit.write(work, source, "phone.calls_stopped", _subject(phone_hash), None, {"source": source})


def resume(work: Work, phone: str, source: str) -> None:
    """Automatic calls to this number may be made again."""
    phone_hash = work.hashed("phone", phone)
    if work.rows(_RESUME, phone_hash=phone_hash).rowcount:
        audit.write(work, source, "phone.calls_resumed", _subject(phone_hash), None, {"source": source})


def _subject(phone_hash: bytes) -> str:
    return f"phone:{phone_hash.hex()[:16]}"
