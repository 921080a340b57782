"""Conversations: what was said, where the dialog stands, what was answered, what a person must look at."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, Instant, ProtectedText

conversations = Table(
    "conversations",
    metadata,
    clinic_column(),
    id_column(),
    Column("channel", String(20), nullable=False),
    Column("phone", ProtectedText("conversations.phone"), nullable=False),
    Column("phone_hash", LargeBinary(32), nullable=False),
    Column("session", ProtectedText("conversations.session")),
    Column("language", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("owner", String(10), nullable=False),  # bot or staff
    Column("held_by", String(120), nullable=False),
    Column("answered", String(120), nullable=False),  # when the bot answered lately, in milliseconds since 1970
    Column("created_at", Instant, nullable=False),
    Column("last_at", Instant, nullable=False),
    UniqueConstraint("clinic", "channel", "phone_hash"),
    Index(None, "clinic", "last_at"),
)

messages = Table(
    "messages",
    metadata,
    clinic_column(),
    id_column(),
    Column("conversation_id", ID, nullable=False),
    Column("channel", String(20), nullable=False),
    Column("direction", String(10), nullable=False),
    Column("author", String(10), nullable=False),
    Column("from_number", ProtectedText("messages.from_number"), nullable=False),
    Column("to_number", ProtectedText("messages.to_number"), nullable=False),
    Column("body", ProtectedText("messages.body"), nullable=False),
    Column("sid", String(40)),
    Column("in_reply_to_sid", String(40)),
    Column("status", String(20), nullable=False),
    Column("error_code", String(20), nullable=False),
    Column("segments", Integer, nullable=False),
    Column("media", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("clinic", "sid"),
    UniqueConstraint("clinic", "in_reply_to_sid"),
    Index(None, "clinic", "conversation_id", "created_at"),
    belongs_to("conversations", "conversation_id"),
)

# One row for each MessageSid: the claim, and after the commit the answer for whoever delivers it again.
turns = Table(
    "turns",
    metadata,
    clinic_column(),
    Column("sid", String(40), primary_key=True),
    Column("conversation_id", ID),
    Column("answer", ProtectedText("turns.answer")),
    Column("record", ProtectedText("turns.record")),
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "conversation_id", "at"),
    belongs_to("conversations", "conversation_id"),
)

cases = Table(
    "cases",
    metadata,
    clinic_column(),
    id_column(),
    Column("conversation_id", ID, nullable=False),
    Column("patient_id", ID),
    Column("reason", String(40), nullable=False),
    Column("priority", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("summary", ProtectedText("cases.summary"), nullable=False),
    Column("opened_at", Instant, nullable=False),
    Column("held_by", String(120), nullable=False),  # the actor
    Column("claimed_by", ProtectedText("cases.claimed_by")),  # the actor's e-mail or name
    Column("claimed_at", Instant),
    Column("resolved_at", Instant),
    Column("note", ProtectedText("cases.note"), nullable=False),
    Column("risen_at", Instant),  # when it was last found to have waited too long
    Column("outcome", String(20)),  # why it was resolved
    Index(None, "clinic", "state", "id"),
    Index(None, "clinic", "conversation_id"),
    belongs_to("conversations", "conversation_id"),
    belongs_to("patients", "patient_id"),
)

# Who of those on call was texted about which emergency, in turn; without a message where they opted out of texts.
alerts = Table(
    "alerts",
    metadata,
    clinic_column(),
    Column("case_id", ID, primary_key=True),
    Column("turn", Integer, primary_key=True, autoincrement=False),
    Column("message_id", ID),
    Column("at", Instant, nullable=False),
    belongs_to("cases", "case_id"),
    belongs_to("messages", "message_id"),
)

# What colleagues tell each other about a conversation; patients never see it.
notes = Table(
    "notes",
    metadata,
    clinic_column(),
    id_column(),
    Column("conversation_id", ID, nullable=False),
    Column("actor", String(120), nullable=False),
    Column("author", ProtectedText("notes.author"), nullable=False),  # the actor's e-mail or name
    Column("body", ProtectedText("notes.body"), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "conversation_id"),
    belongs_to("conversations", "conversation_id"),
)

# Colleagues who are named in a note.
mentions = Table(
    "mentions",
    metadata,
    clinic_column(),
    Column("note_id", ID, primary_key=True),
    Column("account_id", ID, primary_key=True),
    Column("conversation_id", ID, nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "account_id", "conversation_id"),
    belongs_to("notes", "note_id"),
    belongs_to("accounts", "account_id"),
    belongs_to("conversations", "conversation_id"),
)
