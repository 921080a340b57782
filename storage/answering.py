"""Keeping an answered turn: what was said on both sides, what was answered, and where the conversation stands now.

All of it or nothing. PostgreSQL gets it as one statement, which needs no transaction around it where nothing else is
written; SQLite, to which the way is short, one after the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import BindParameter, Select, Table, bindparam, exc, func, insert, select, update

from scheduler.values import quick
from storage.conversations import Conversation, first_row, remembered
from storage.messages import NAMES, Message
from storage.schema import conversations, messages, turns
from storage.upsert import insert_ignore
from storage.work import Work

_TURN = ("clinic", "sid", "conversation_id", "answer", "record", "at")
_MESSAGE = ("clinic", *NAMES)


class MovedOn(Exception):
    """The conversation has changed since it was read; the caller undoes what it did and thinks again."""


class AlreadyAnswered(Exception):
    """The text was delivered twice at once and the other one was answered; the caller undoes what it did."""


@quick
@dataclass(frozen=True, slots=True)
class Answered:
    """One turn: the text's id and its answer, the record for replay (JSON), both messages, the session as JSON.

    `answers` are the instants at which the bot answered lately, this turn included.
    """

    sid: str
    document: str
    record: str
    messages: Sequence[Message]
    session: str
    language: str
    answers: Sequence[datetime]


def keep(work: Work, conversation: Conversation, turn: Answered, *, begins: bool = False) -> None:
    """Write the turn, and the conversation itself where it `begins`. Raises `MovedOn` and `AlreadyAnswered`."""
    session = _first(work, conversation, turn) if begins else _next(work, conversation, turn)
    answer = {
        "clinic": work.clinic_id,
        "sid": turn.sid,
        "conversation_id": conversation.id,
        "answer": turn.document,
        "record": turn.record,
        "at": work.now,
    }
    said = [{"clinic": work.clinic_id} | {name: getattr(row, name) for name in NAMES} for row in turn.messages]
    try:
        _keep(work, begins, session, answer, said)
    except exc.IntegrityError as error:
        if _is_there(error):
            raise AlreadyAnswered from None
        raise


def _is_there(error: exc.IntegrityError) -> bool:
    """Whether a row with the key is there: all ids are new but the text's own."""
    return getattr(error.orig, "sqlstate", None) == "23505" or "UNIQUE" in str(error.orig)


def _first(work: Work, conversation: Conversation, turn: Answered) -> dict[str, Any]:
    """The row of a conversation that begins with this turn."""
    return first_row(work, conversation) | {
        "version": conversation.version + 1,
        "session": turn.session,
        "language": turn.language,
        "answered": remembered(turn.answers),
    }


def _next(work: Work, conversation: Conversation, turn: Answered) -> dict[str, Any]:
    """What changes in a conversation that goes on, as long as it is as it was read."""
    return {
        "this_clinic": work.clinic_id,
        "this_id": conversation.id,
        "known_version": conversation.version,
        "new_session": turn.session,
        "new_language": turn.language,
        "new_answered": remembered(turn.answers),
        "new_last_at": work.now,
    }


def _keep(
    work: Work, begins: bool, session: dict[str, Any], answer: dict[str, Any], said: Sequence[dict[str, Any]]
) -> None:
    if work.connection.dialect.name == "sqlite":
        save = insert_ignore(conversations, "sqlite") if begins else _SAVE
        if not work.statements.execute(work.connection, save, session).rowcount:
            raise MovedOn
        work.statements.execute(work.connection, _KEEP, answer)
        for message in said:
            work.statements.execute(work.connection, _SAY, message)
        return
    values = session | _numbered(answer, "turn")
    for number, message in enumerate(said):
        values |= _numbered(message, f"message{number}")
    if not work.statements.execute(work.connection, _at_once(len(said), begins), values).scalar():
        raise MovedOn


_SAVE = (
    update(conversations)
    .where(
        conversations.c.clinic == bindparam("this_clinic"),
        conversations.c.id == bindparam("this_id"),
        conversations.c.version == bindparam("known_version"),
    )
    .values(
        version=conversations.c.version + 1,
        session=bindparam("new_session"),
        language=bindparam("new_language"),
        answered=bindparam("new_answered"),
        last_at=bindparam("new_last_at"),
    )
)
_KEEP = insert(turns)
_SAY = insert(messages)


@cache
def _at_once(messages_count: int, begins: bool) -> Select[Any]:
    """The whole turn as one statement, written only where the conversation is as it was; tells whether it was."""
    save = insert_ignore(conversations, "postgresql").values(_given_row(conversations)) if begins else _SAVE
    saved = save.returning(conversations.c.id).cte("saved")
    kept = insert(turns).from_select(_TURN, _given(turns, _TURN, "turn").select_from(saved)).cte("kept")
    written = select(func.count()).select_from(saved).add_cte(kept)
    for number in range(messages_count):
        row = _given(messages, _MESSAGE, f"message{number}").select_from(saved)
        written = written.add_cte(insert(messages).from_select(_MESSAGE, row).cte(f"said{number}"))
    return written


def _given_row(table: Table) -> dict[str, BindParameter[Any]]:
    return {column.name: bindparam(column.name, type_=column.type) for column in table.c}


def _given(table: Table, names: Sequence[str], prefix: str) -> Select[Any]:
    return select(*(bindparam(f"{prefix}_{name}", type_=table.c[name].type) for name in names))


def _numbered(row: dict[str, Any], prefix: str) -> dict[str, Any]:
    return {f"{prefix}_{name}": value for name, value in row.items()}
