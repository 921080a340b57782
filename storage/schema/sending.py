"""What goes out: reminders as they were planned, messages on their way, and what the phone company reported."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, UniqueConstraint, text

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, Instant

outbox = Table(
    "outbox",
    metadata,
    clinic_column(),
    id_column(),
    Column("message_id", ID, nullable=False),
    Column("kind", String(20), nullable=False),  # reminder, notice, staff, bot
    Column("state", String(20), nullable=False),  # pending, claimed, sent, failed, unknown, void
    Column("due_at", Instant, nullable=False),
    Column("lease_until", Instant),
    Column("attempts", Integer, nullable=False),
    Column("error", String(40), nullable=False),
    Column("resends", Integer, nullable=False),  # how often these words came back undelivered and were sent anew
    Column("begun_at", Instant),  # the last attempt
    Column("looks", Integer, nullable=False),  # how often an unknown one was not found with the phone company
    Column("about", ID),  # the visit whose news this is
    Column("created_at", Instant, nullable=False),
    Column("ask_at", Instant),  # when the phone company is asked about one that is sent, as long as it keeps silent
    Column("order_at", Instant),  # of what is due the earlier goes first: a reminder has the start of its visit here
    UniqueConstraint("clinic", "message_id"),
    Index(None, "clinic", "state", "due_at"),
    Index(None, "clinic", "state", "order_at"),
    Index(None, "clinic", "about"),
    Index(
        None,
        "clinic",
        "ask_at",
        sqlite_where=text("ask_at IS NOT NULL"),
        postgresql_where=text("ask_at IS NOT NULL"),
    ),
    belongs_to("messages", "message_id"),
    belongs_to("appointments", "about"),
)

# A visit that moves gets new rows for its new start; those of the old one stay, skipped or sent.
reminders = Table(
    "reminders",
    metadata,
    clinic_column(),
    id_column(),
    Column("appointment_id", ID, nullable=False),
    Column("step", String(10), nullable=False),
    Column("starts_at", Instant, nullable=False),  # of the visit, as the reminder knows it
    Column("channel", String(20), nullable=False),
    Column("ask_to_confirm", Boolean(create_constraint=False), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("moved_for", String(20), nullable=False),  # why it is not due at its own time: quiet_hours, cap, fault
    Column("state", String(20), nullable=False),
    Column("reason", String(40), nullable=False),
    Column("message_id", ID),
    Column("sent_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("clinic", "appointment_id", "step", "starts_at"),
    Index(None, "clinic", "state", "due_at"),
    Index(None, "clinic", "message_id"),
    belongs_to("appointments", "appointment_id"),
    belongs_to("messages", "message_id"),
)

delivery_reports = Table(
    "delivery_reports",
    metadata,
    clinic_column(),
    Column("sid", String(40), primary_key=True),
    Column("status", String(20), primary_key=True),
    Column("code", String(20), primary_key=True),
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "code", "at"),
)
