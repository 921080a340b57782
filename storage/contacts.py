"""When we have begun to talk to a phone lately, whoever it was about: each text of a kind that is a contact, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, bindparam, select

from storage.schema import conversations, messages, outbox
from storage.work import Work

KINDS = ("reminder", "offer", "outreach")
_LOST = ("canceled", "failed", "undelivered")
_SINCE = (
    select(messages.c.created_at)
    .select_from(conversations)
    .join(messages, and_(messages.c.clinic == conversations.c.clinic, messages.c.conversation_id == conversations.c.id))
    .join(outbox, and_(outbox.c.clinic == messages.c.clinic, outbox.c.message_id == messages.c.id))
    .where(
        conversations.c.clinic == bindparam("clinic"),
        conversations.c.phone_hash == bindparam("phone_hash"),
        messages.c.created_at >= bindparam("since"),
        messages.c.status.not_in(_LOST),
        outbox.c.kind.in_(KINDS),
    )
)


def since(work: Work, phone: str, since: datetime) -> tuple[datetime, ...]:
    """The instants, in no order; what never left or never arrived does not count."""
    return tuple(work.rows(_SINCE, phone_hash=work.hashed("phone", phone), since=since).scalars())
