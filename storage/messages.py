"""Messages: one text each, in or out, word for word. Which status may follow which is for the caller to say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update

from dialogs.segments import segments
from scheduler.values import quick
from storage.conversations import Conversation
from storage.schema import messages
from storage.work import Work


@quick
@dataclass(frozen=True, slots=True)
class Message:
    """`sid` is the phone company's id; a reply within a webhook names the text that it answers instead."""

    id: str
    conversation_id: str
    channel: str
    direction: str
    author: str
    from_number: str
    to_number: str
    body: str
    sid: str | None
    in_reply_to_sid: str | None
    status: str
    segments: int
    media: int
    created_at: datetime
    error_code: str = ""


NAMES = tuple(Message.__dataclass_fields__)
_OF_CLINIC = select(*(messages.c[name] for name in NAMES)).where(messages.c.clinic == bindparam("clinic"))
_GET = _OF_CLINIC.where(messages.c.id == bindparam("id"))
_BY_SID = _OF_CLINIC.where(messages.c.sid == bindparam("sid"))
_REPLIES = _OF_CLINIC.where(messages.c.in_reply_to_sid == bindparam("sid"))
_NEWEST = (
    _OF_CLINIC.where(messages.c.conversation_id == bindparam("conversation_id"))
    .order_by(messages.c.created_at.desc(), messages.c.id.desc())
    .limit(bindparam("most"))
)
_BEGUN_SINCE = _OF_CLINIC.where(
    messages.c.id > bindparam("after"), messages.c.created_at == bindparam("now"), messages.c.author == "bot"
).order_by(messages.c.id)
_INSERT = insert(messages)
_ADVANCE = (
    update(messages)
    .where(
        messages.c.clinic == bindparam("this_clinic"),
        messages.c.id == bindparam("this_id"),
        messages.c.status.in_(bindparam("from_statuses", expanding=True)),
    )
    .values(
        status=bindparam("new_status"),
        sid=func.coalesce(bindparam("new_sid", type_=messages.c.sid.type), messages.c.sid),
        error_code=bindparam("new_code"),
    )
)


def outgoing(work: Work, conversation: Conversation, from_number: str, author: str, body: str) -> Message:
    """A text that we begin in a conversation; for the `outbox` to keep and to send."""
    return Message(
        id=work.new_id(),
        conversation_id=conversation.id,
        channel=conversation.channel,
        direction="outbound",
        author=author,
        from_number=from_number,
        to_number=conversation.phone,
        body=body,
        sid=None,
        in_reply_to_sid=None,
        status="queued",
        segments=segments(body),
        media=0,
        created_at=work.now,
    )


def again(work: Work, message: Message) -> Message:
    """The same words once more, as a message of its own."""
    return replace(message, id=work.new_id(), sid=None, status="queued", error_code="", created_at=work.now)


def add(work: Work, rows: Sequence[Message]) -> None:
    for row in rows:
        work.rows(_INSERT, **{name: getattr(row, name) for name in NAMES})


def get(work: Work, id: str) -> Message | None:
    return _message(work.rows(_GET, id=id).first())


def begun_since(work: Work, id: str) -> list[Message]:
    """What the bot wrote in this transaction after that id was made."""
    return [Message(*row) for row in work.rows(_BEGUN_SINCE, after=id, now=work.now)]


def by_sid(work: Work, sid: str) -> Message | None:
    """The message that the phone company knows under this id."""
    return _message(work.rows(_BY_SID, sid=sid).first())


def replies_to(work: Work, sid: str) -> list[Message]:
    """What the bot answered to the text with this id."""
    return [Message(*row) for row in work.rows(_REPLIES, sid=sid)]


def of_conversation(work: Work, conversation_id: str, limit: int) -> list[Message]:
    """The latest `limit` messages, oldest first."""
    newest = work.rows(_NEWEST, conversation_id=conversation_id, most=limit).all()
    return [Message(*row) for row in reversed(newest)]


def advance(
    work: Work, id: str, status: str, from_statuses: Sequence[str], sid: str | None = None, error_code: str = ""
) -> bool:
    """Move a message to `status` if it stands in one of `from_statuses`; whether it did. A sid once known stays."""
    changed = work.change(
        _ADVANCE, this_id=id, new_status=status, from_statuses=list(from_statuses), new_sid=sid, new_code=error_code
    )
    return bool(changed.rowcount)


def _message(row: Any) -> Message | None:
    return None if row is None else Message(*row)
