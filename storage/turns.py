"""Turns: one for each `MessageSid`, kept in the transaction that answers it.

Whoever delivers a text again finds its answer here; the record is what `frontdesk replay` steps through. `answering`
keeps them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from storage.schema import turns
from storage.work import Work


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """`record` is empty where the turn left none."""

    sid: str
    at: datetime
    answer: str
    record: dict[str, Any]


AT_ONCE = 1_000
_OF_SID = (turns.c.clinic == bindparam("clinic"), turns.c.sid == bindparam("sid"))
_AMONG = select(turns.c.sid).where(
    turns.c.clinic == bindparam("clinic"), turns.c.sid.in_(bindparam("sids", expanding=True))
)
_ANSWER = select(turns.c.answer).where(*_OF_SID)
_ANSWER_LOCKED = _ANSWER.with_for_update()
_OF_CONVERSATION = (
    select(turns.c.sid, turns.c.at, turns.c.answer, turns.c.record)
    .where(turns.c.clinic == bindparam("clinic"), turns.c.conversation_id == bindparam("conversation_id"))
    .order_by(turns.c.at, turns.c.sid)
)
_ONE = select(turns.c.conversation_id, turns.c.sid, turns.c.at, turns.c.answer, turns.c.record).where(*_OF_SID)
_THIS = update(turns).where(turns.c.clinic == bindparam("this_clinic"), turns.c.sid == bindparam("this_sid"))
_REPLACE = _THIS.values(answer=bindparam("new_answer"))


def stored_answer(work: Work, sid: str) -> str | None:
    """What the text with this id was answered; None where it was not yet."""
    answer: str | None = work.rows(_ANSWER, sid=sid).scalar()
    return answer


def answered(work: Work, sids: Sequence[str]) -> frozenset[str]:
    """Those of these ids whose texts have been answered."""
    parts = [list(sids[first : first + AT_ONCE]) for first in range(0, len(sids), AT_ONCE)]
    return frozenset(sid for part in parts for sid in work.rows(_AMONG, sids=part).scalars())


def replace_answer(work: Work, sid: str, answer: str) -> bool:
    """From now on whoever delivers this text again gets `answer`; whether that was another one before."""
    known = work.rows(_ANSWER_LOCKED, sid=sid).scalar()
    if known is None or known == answer:
        return False
    work.change(_REPLACE, this_sid=sid, new_answer=answer)
    return True


def one(work: Work, sid: str) -> tuple[str, TurnRecord] | None:
    """An answered turn that left a record, with the conversation that it belongs to."""
    row = work.rows(_ONE, sid=sid).first()
    if row is None or row.record is None:
        return None
    return row.conversation_id, TurnRecord(row.sid, row.at, row.answer or "", json.loads(row.record))


def of_conversation(work: Work, id: str) -> list[TurnRecord]:
    """All answered turns of a conversation, in order."""
    found = work.rows(_OF_CONVERSATION, conversation_id=id)
    return [TurnRecord(row.sid, row.at, row.answer or "", json.loads(row.record or "{}")) for row in found]
