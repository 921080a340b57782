"""Voice messages: known by their id first, kept once they were fetched, encrypted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.schema import recordings
from storage.upsert import inserted
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Recording:
    """`state` is waiting, kept or lost; `attempts` counts how often it was fetched in vain."""

    sid: str
    call_sid: str
    conversation_id: str
    seconds: int
    state: str
    attempts: int
    at: datetime


_FIELDS = tuple(recordings.c[name] for name in Recording.__dataclass_fields__)
_OF_CLINIC = select(*_FIELDS).where(recordings.c.clinic == bindparam("clinic"))
_OF_CONVERSATION = _OF_CLINIC.where(recordings.c.conversation_id == bindparam("conversation_id")).order_by(
    recordings.c.at
)
_DUE = (
    _OF_CLINIC.where(recordings.c.state == "waiting", recordings.c.due_at <= bindparam("now"))
    .order_by(recordings.c.due_at)
    .limit(1)
    .with_for_update(skip_locked=True)
)
_ANY_DUE = (
    select(recordings.c.sid)
    .where(
        recordings.c.clinic == bindparam("clinic"),
        recordings.c.state == "waiting",
        recordings.c.due_at <= bindparam("now"),
    )
    .limit(1)
)
_SOUND = select(recordings.c.sound).where(
    recordings.c.clinic == bindparam("clinic"), recordings.c.sid == bindparam("sid")
)
_THIS = update(recordings).where(
    recordings.c.clinic == bindparam("this_clinic"), recordings.c.sid == bindparam("this_sid")
)
_TAKE = _THIS.values(due_at=bindparam("new_due"), attempts=recordings.c.attempts + 1)
_KEEP = _THIS.values(state="kept", sound=bindparam("new_sound"))
_LOSE = _THIS.values(state="lost")


def add(work: Work, sid: str, call_sid: str, conversation_id: str, seconds: int) -> bool:
    """A message that is to be fetched; whether it was not known yet."""
    row = {
        "clinic": work.clinic_id,
        "sid": sid,
        "call_sid": call_sid,
        "conversation_id": conversation_id,
        "seconds": seconds,
        "state": "waiting",
        "attempts": 0,
        "due_at": work.now,
        "sound": None,
        "at": work.now,
    }
    return inserted(work.connection, recordings, row)


def any_due(work: Work) -> bool:
    return work.rows(_ANY_DUE, now=work.now).first() is not None


def take_due(work: Work, again_at: datetime) -> Recording | None:
    """One that is to be fetched now; nobody else takes it before `again_at`."""
    row = work.rows(_DUE, now=work.now).first()
    if row is None:
        return None
    work.change(_TAKE, this_sid=row.sid, new_due=again_at)
    return Recording(*row)


def keep(work: Work, sid: str, sound: bytes) -> None:
    work.change(_KEEP, this_sid=sid, new_sound=sound)


def lose(work: Work, sid: str) -> None:
    """It cannot be had any more."""
    work.change(_LOSE, this_sid=sid)


def sound(work: Work, sid: str) -> bytes | None:
    """What was said, as it was fetched."""
    found: bytes | None = work.rows(_SOUND, sid=sid).scalar()
    return found


def of_conversation(work: Work, id: str) -> list[Recording]:
    return [Recording(*row) for row in work.rows(_OF_CONVERSATION, conversation_id=id)]
