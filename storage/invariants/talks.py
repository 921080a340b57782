"""Texts and their answers, sessions, cases."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from sqlalchemy import select

from dialogs.session import Session
from storage.invariants.looking import Look, of, own
from storage.schema import cases, conversations, messages, outbox, turns

_TURNS = own(turns, "sid", "conversation_id", "answer", "record")
_TEXTS = own(messages, "id", "direction", "author", "channel", "sid", "in_reply_to_sid", "body", "conversation_id")
_IN_OUTBOX = own(outbox, "message_id")
_TALKS = own(conversations, "id", "session", "owner", "held_by")
_CASES = (
    select(cases, conversations.c.owner, conversations.c.held_by.label("holder"))
    .join(conversations, of(cases, conversations, "conversation_id"))
    .where(own(cases).whereclause)
    .order_by(cases.c.id)
)
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def wrong_turns(look: Look) -> Iterator[str]:
    """A claimed text is kept, and its answer says what its reply says.

    What was taken from the journal has had an apology as its answer; its reply goes through the outbox.
    """
    texts = look.at(_TEXTS)
    kept = {row.sid: row for row in texts if row.direction == "inbound"}
    replies = {row.in_reply_to_sid: row for row in texts if row.in_reply_to_sid}
    later = {row.message_id for row in look.at(_IN_OUTBOX)}
    for turn in look.at(_TURNS):
        reply = replies.get(turn.sid)
        body = reply.body if reply else ""
        if turn.sid not in kept:
            yield f"{turn.sid}: the text itself is missing"
        elif turn.answer is None or turn.record is None:
            yield f"{turn.sid}: it was claimed but has no answer"
        elif json.loads(turn.record).get("reply", "") != body:
            yield f"{turn.sid}: the reply is not what the turn said"
        elif _told(turn.answer) != _FORBIDDEN_IN_XML.sub("", body) and reply and reply.id not in later:
            yield f"{turn.sid}: the answer is not the reply"


def unanswered(look: Look) -> Iterator[str]:
    """Every text that came in has its turn, and every reply a text."""
    turned = {row.sid for row in look.at(_TURNS)}
    for row in look.at(_TEXTS):
        if row.direction == "inbound" and row.channel in ("sms", "whatsapp") and row.sid not in turned:
            yield f"message {row.id} came in but has no turn"
        if row.in_reply_to_sid and row.in_reply_to_sid not in turned:
            yield f"message {row.id} replies to a text that has no turn"


def unreadable_sessions(look: Look) -> Iterator[str]:
    for row in look.at(_TALKS):
        try:
            if row.session is not None:
                Session.from_json(row.session)
        except (ValueError, KeyError, TypeError) as error:
            yield f"conversation {row.id}: {type(error).__name__}"


def wrong_cases(look: Look) -> Iterator[str]:
    """Who has claimed a case holds its conversation, and nobody else does."""
    held = set()
    for row in look.at(_CASES):
        if (row.state == "claimed") != (row.claimed_at is not None and row.resolved_at is None):
            yield f"case {row.id} is {row.state}, but its times say otherwise"
        if (row.state == "resolved") != (row.resolved_at is not None):
            yield f"case {row.id} is {row.state}, but its end says otherwise"
        if row.state == "claimed":
            held.add(row.conversation_id)
            if row.owner != "staff" or row.holder != row.held_by:
                yield f"case {row.id} is claimed by somebody who does not hold its conversation"
    for row in look.at(_TALKS):
        if row.owner == "staff" and row.id not in held:
            yield f"conversation {row.id} is held by staff, but no case of it is claimed"


def _told(answer: str) -> str:
    """The text, or the spoken words, in a document that we wrote ourselves."""
    root = ET.fromstring(answer)  # noqa: S314  # our own document, from our own database
    spoken = ["".join(say.itertext()) for say in root.iter("Say")]
    return " ".join(spoken) if spoken else "\n".join(message.text or "" for message in root.iter("Message"))
