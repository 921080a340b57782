"""Pictures and files of texts: expected when the text comes, kept encrypted once they were fetched, forgotten later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update

from storage.schema import media
from storage.upsert import inserted
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Media:
    """`state` is waiting, kept, lost or forgotten; `media_sid` is empty until the phone company told it."""

    id: str
    message_sid: str
    position: int
    media_sid: str
    conversation_id: str
    state: str
    reason: str
    attempts: int
    content_type: str
    at: datetime


_FIELDS = tuple(media.c[name] for name in Media.__dataclass_fields__)
_OURS = select(*_FIELDS).where(media.c.clinic == bindparam("clinic"))
_OF_CONVERSATION = _OURS.where(media.c.conversation_id == bindparam("conversation_id")).order_by(media.c.id)
_IS_DUE = (media.c.state == "waiting", media.c.due_at <= bindparam("now"))
_DUE = _OURS.where(*_IS_DUE).order_by(media.c.due_at, media.c.id).limit(1).with_for_update(skip_locked=True)
_ANY_DUE = select(media.c.id).where(media.c.clinic == bindparam("clinic"), *_IS_DUE).limit(1)
_CONTENT = select(media.c.content_type, media.c.content).where(
    media.c.clinic == bindparam("clinic"), media.c.id == bindparam("id"), media.c.state == "kept"
)
_THIS = update(media).where(media.c.clinic == bindparam("this_clinic"), media.c.id == bindparam("this_id"))
_TAKE = _THIS.values(due_at=bindparam("new_due"), attempts=media.c.attempts + 1)
_KEEP = _THIS.values(state="kept", content_type=bindparam("new_type"), content=bindparam("new_content"))
_LOSE = _THIS.values(state="lost", reason=bindparam("new_reason"))
_FORGET = (
    update(media)
    .where(media.c.clinic == bindparam("this_clinic"), media.c.state == "kept", media.c.at < bindparam("before"))
    .values(state="forgotten", content=None)
)


def expect(work: Work, conversation_id: str, message_sid: str, count: int, media_sids: Sequence[str] = ()) -> None:
    """So many came with this text; they are to be fetched."""
    for position in range(count):
        row = {
            "clinic": work.clinic_id,
            "id": work.new_id(),
            "message_sid": message_sid,
            "position": position,
            "media_sid": media_sids[position] if position < len(media_sids) else "",
            "conversation_id": conversation_id,
            "state": "waiting",
            "reason": "",
            "attempts": 0,
            "due_at": work.now,
            "content_type": "",
            "content": None,
            "at": work.now,
        }
        inserted(work.connection, media, row)


def any_due(work: Work) -> bool:
    return work.rows(_ANY_DUE, now=work.now).first() is not None


def take_due(work: Work, again_at: datetime) -> Media | None:
    """One that is to be fetched now; nobody else takes it before `again_at`."""
    row = work.rows(_DUE, now=work.now).first()
    if row is None:
        return None
    work.change(_TAKE, this_id=row.id, new_due=again_at)
    return Media(*row)


def keep(work: Work, id: str, content_type: str, content: bytes) -> None:
    work.change(_KEEP, this_id=id, new_type=content_type, new_content=content)


def lose(work: Work, id: str, reason: str) -> None:
    """It will not be had, for this reason."""
    work.change(_LOSE, this_id=id, new_reason=reason)


def content(work: Work, id: str) -> tuple[str, bytes] | None:
    """Its type and bytes, while they are kept."""
    row = work.rows(_CONTENT, id=id).first()
    return None if row is None else (row.content_type, row.content)


def of_conversation(work: Work, id: str) -> tuple[Media, ...]:
    return tuple(Media(*row) for row in work.rows(_OF_CONVERSATION, conversation_id=id))


def forget(work: Work, before: datetime) -> int:
    """Throw away what came before then; that it came stays known."""
    return int(work.change(_FORGET, before=before).rowcount)
