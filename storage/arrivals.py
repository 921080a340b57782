"""What is known when a text arrives, in two looks: its answer, if it had one, the conversation and the opt-out; then
whose phone it is and which visits they have.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import BindParameter, and_, bindparam, select

from storage.conversations import COLUMNS, Conversation, of_row
from storage.schema import clinics, conversations, suppressions, turns
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Arrival:
    """`answer` is None where the text is new, `conversation` where nobody wrote from there yet.

    `revision` is that of the clinic's file.
    """

    revision: int
    answer: str | None
    suppressed: bool
    conversation: Conversation | None


_PHONE: BindParameter[bytes] = bindparam("phone_hash")
_LOOK = (
    select(clinics.c.revision, turns.c.answer, suppressions.c.kind, *COLUMNS)
    .select_from(clinics)
    .outerjoin(turns, and_(turns.c.clinic == clinics.c.id, turns.c.sid == bindparam("sid")))
    .outerjoin(suppressions, and_(suppressions.c.clinic == clinics.c.id, suppressions.c.phone_hash == _PHONE))
    .outerjoin(
        conversations,
        and_(
            conversations.c.clinic == clinics.c.id,
            conversations.c.channel == bindparam("channel"),
            conversations.c.phone_hash == _PHONE,
        ),
    )
    .where(clinics.c.id == bindparam("clinic"))
)


def look(work: Work, sid: str, channel: str, phone: str) -> Arrival:
    """What is known of a text with this id from this number."""
    row = work.rows(_LOOK, sid=sid, channel=channel, phone_hash=work.hashed("phone", phone)).one()
    revision, answer, kind, *conversation = row
    return Arrival(revision, answer, kind is not None, None if conversation[0] is None else of_row(conversation))
