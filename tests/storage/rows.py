"""People and texts to put into the database, each told apart at a glance."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from scheduler.model import Patient
from storage import answering, conversations
from storage.answering import Answered
from storage.conversations import Conversation
from storage.messages import Message
from storage.schema import audit
from storage.work import Work
from tests import builders

ANA = Patient(
    id="01958a3b-7c00-7000-8000-00000000a4a1",
    external_id="p1",
    first_name="Ana",
    last_name="Núñez",
    date_of_birth=date(1984, 2, 29),
    phone=builders.phone(1),
    language="es",
    timezone="America/Denver",
    email="ana@patients.example",
    sms_consent=True,
)
BEN = Patient(
    id="01958a3b-7c00-7000-8000-00000000be41",
    external_id="p2",
    first_name="Ben",
    last_name="Stone",
    date_of_birth=date(2019, 7, 4),
    phone="",
    language="en",
    guardian_id=ANA.id,
)
CAL = replace(BEN, id="01958a3b-7c00-7000-8000-00000000ca11", external_id="p3", first_name="Cal", guardian_id=None)
CAL = replace(CAL, phone=builders.phone(3))


def talk(work: Work, number: int = 1) -> Conversation:
    """The conversation with the `number`-th phone."""
    return conversations.lock(work, "sms", builders.phone(number), "en")


def answered(work: Work, sid: str, document: str, record: str = "{}", number: int = 1, body: str = "Hi") -> None:
    """The turn of a text from the `number`-th phone. Raises what `answering.keep` raises."""
    there = talk(work, number)
    turn = Answered(sid, document, record, [text(work, there, body, sid=sid)], "{}", "en", ())
    answering.keep(work, there, turn)


def text(work: Work, conversation: Conversation, body: str = "Is Dr. Lee in?", **changes: Any) -> Message:
    """A text of the patient; with `author` another one than that, an outbound one."""
    outbound = changes.get("author", "patient") != "patient"
    ours, theirs = builders.phone(0), conversation.phone
    values: dict[str, Any] = {
        "id": work.new_id(),
        "conversation_id": conversation.id,
        "channel": conversation.channel,
        "direction": "outbound" if outbound else "inbound",
        "author": "patient",
        "from_number": ours if outbound else theirs,
        "to_number": theirs if outbound else ours,
        "body": body,
        "sid": None,
        "in_reply_to_sid": None,
        "status": "queued" if outbound else "received",
        "segments": 1,
        "media": 0,
        "created_at": work.now,
    }
    return Message(**values | changes)


def audited(work: Work) -> list[tuple[str, str, str, Any, Any]]:
    """(actor, action, subject, before, after) of all that was done, in order."""
    columns = (audit.c.actor, audit.c.action, audit.c.subject, audit.c.before, audit.c.after)
    return [tuple(row) for row in work.connection.execute(select(*columns).order_by(audit.c.id))]


@contextmanager
def counted(work: Work) -> Iterator[list[Any]]:
    """The statements that repositories execute meanwhile."""
    executed: list[Any] = []
    execute = work.statements.execute

    def noting(_self: Any, connection: Any, statement: Any, values: Any) -> Any:
        executed.append(statement)
        return execute(connection, statement, values)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(type(work.statements), "execute", noting)
        yield executed
