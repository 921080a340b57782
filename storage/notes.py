"""Notes that colleagues write each other about a conversation, unreadable at rest, and whom they name in them.

They are never sent: nothing that sends knows of this table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select

from storage import audit
from storage.schema.talks import mentions, notes
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Note:
    """`actor` wrote it (`staff:ID`), whom people know as `author`."""

    id: str
    conversation_id: str
    actor: str
    author: str
    body: str
    at: datetime


_NAMES = tuple(Note.__dataclass_fields__)
_OF_CONVERSATION = (
    select(*(notes.c[name] for name in _NAMES))
    .where(notes.c.clinic == bindparam("clinic"), notes.c.conversation_id == bindparam("conversation_id"))
    .order_by(notes.c.id)
)
_NAMING = (
    select(mentions.c.conversation_id, mentions.c.at)
    .where(
        mentions.c.clinic == bindparam("clinic"),
        mentions.c.account_id == bindparam("account_id"),
        mentions.c.conversation_id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(mentions.c.at)
)
_ADD = insert(notes)
_MENTION = insert(mentions)


def add(work: Work, conversation_id: str, actor: str, author: str, body: str, named: Sequence[str] = ()) -> Note:
    """Keep a note in which the accounts `named` are mentioned."""
    note = Note(work.new_id(), conversation_id, actor, author, body, work.now)
    work.rows(_ADD, **{name: getattr(note, name) for name in _NAMES})
    for account_id in named:
        work.rows(_MENTION, note_id=note.id, account_id=account_id, conversation_id=conversation_id, at=work.now)
    audit.write(
        work, actor, "note.added", f"conversation:{conversation_id}", after={"note": note.id, "named": list(named)}
    )
    return note


def of_conversation(work: Work, conversation_id: str) -> tuple[Note, ...]:
    """All of them, in the order in which they were written."""
    return tuple(Note(*row) for row in work.rows(_OF_CONVERSATION, conversation_id=conversation_id))


def naming(work: Work, account_id: str, conversation_ids: Sequence[str]) -> dict[str, datetime]:
    """When somebody was last named in each of these conversations; those in which they were not are left out."""
    found = work.rows(_NAMING, account_id=account_id, ids=sorted(set(conversation_ids))) if conversation_ids else ()
    return {row.conversation_id: row.at for row in found}
