"""Calls: where each stands, what was left on the voicemail, the ones that we make, and who wants none."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, Instant, ProtectedBytes, ProtectedText

# One row for each CallSid; `turn` is the number of the last document.
calls = Table(
    "calls",
    metadata,
    clinic_column(),
    Column("sid", String(40), primary_key=True),
    Column("conversation_id", ID, nullable=False),
    Column("direction", String(10), nullable=False),  # inbound or outbound
    Column("phone_hash", LargeBinary(32)),  # null where the caller hides the number
    Column("turn", Integer, nullable=False),
    Column("state", ProtectedText("calls.state"), nullable=False),
    Column("outcome", String(20), nullable=False),  # empty until the caller has got something
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("texted_at", Instant),
    Index(None, "clinic", "phone_hash", "texted_at"),
    belongs_to("conversations", "conversation_id"),
)

recordings = Table(
    "recordings",
    metadata,
    clinic_column(),
    Column("sid", String(40), primary_key=True),
    Column("call_sid", String(40), nullable=False),
    Column("conversation_id", ID, nullable=False),
    Column("seconds", Integer, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, kept, lost
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("sound", ProtectedBytes("recordings.sound")),
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "state", "due_at"),
    Index(None, "clinic", "conversation_id"),
    belongs_to("conversations", "conversation_id"),
)

# A reminder that is spoken: one row, up to four calls. The words are a message of the conversation.
outgoing_calls = Table(
    "outgoing_calls",
    metadata,
    clinic_column(),
    id_column(),
    Column("message_id", ID, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, claimed, ringing, unknown, done, failed, void
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("call_sid", String(40)),
    Column("reason", String(40), nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("clinic", "message_id"),
    Index(None, "clinic", "state", "due_at"),
    belongs_to("messages", "message_id"),
)

# Numbers that want no automatic calls; texts to them are another matter.
no_calls = Table(
    "no_calls",
    metadata,
    clinic_column(),
    Column("phone_hash", LargeBinary(32), primary_key=True),
    Column("source", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)
