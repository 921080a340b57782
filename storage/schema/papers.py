"""What patients fill in and send: forms with their texts, insurance, pictures."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, Table, UniqueConstraint

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, NAME, Instant, ProtectedBytes, ProtectedJson, ProtectedText

# One form for one patient, for a visit or for none; its answers grow one by one.
forms = Table(
    "forms",
    metadata,
    clinic_column(),
    id_column(),
    Column("form", NAME, nullable=False),  # its id in the clinic file
    Column("patient_id", ID, nullable=False),
    Column("appointment_id", ID),
    Column("source", String(120), nullable=False),  # the visit that brought it, or the actor who sent it
    Column("state", String(10), nullable=False),  # open, finished
    Column("answers", ProtectedJson("forms.answers"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("finished_at", Instant),
    UniqueConstraint("clinic", "appointment_id", "form"),
    Index(None, "clinic", "patient_id", "id"),
    belongs_to("patients", "patient_id"),
    belongs_to("appointments", "appointment_id"),
)

# Its invitation, and the one time that it is asked for again; each goes out once or says why not.
form_texts = Table(
    "form_texts",
    metadata,
    clinic_column(),
    id_column(),
    Column("form_id", ID, nullable=False),
    Column("step", String(10), nullable=False),  # first, chase
    Column("due_at", Instant, nullable=False),
    Column("moved_for", String(20), nullable=False),
    Column("state", String(10), nullable=False),  # planned, sent, skipped
    Column("reason", String(40), nullable=False),
    Column("message_id", ID),
    Column("sent_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("clinic", "form_id", "step"),
    Index(None, "clinic", "state", "due_at"),
    Index(None, "clinic", "message_id"),
    belongs_to("forms", "form_id"),
    belongs_to("messages", "message_id"),
)

# What a patient told of their insurance, the newest counts; staff verify it.
insurances = Table(
    "insurances",
    metadata,
    clinic_column(),
    id_column(),
    Column("patient_id", ID, nullable=False),
    Column("carrier", ProtectedText("insurances.carrier"), nullable=False),
    Column("member_id", ProtectedText("insurances.member_id"), nullable=False),
    Column("group_number", ProtectedText("insurances.group_number"), nullable=False),
    Column("source", String(120), nullable=False),
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "patient_id", "id"),
    belongs_to("patients", "patient_id"),
)

# Pictures and files that came with texts: known first, fetched later.
media = Table(
    "media",
    metadata,
    clinic_column(),
    id_column(),
    Column("message_sid", String(40), nullable=False),
    Column("position", Integer, nullable=False),
    Column("media_sid", String(40), nullable=False),  # empty until the phone company told it
    Column("conversation_id", ID, nullable=False),
    Column("state", String(10), nullable=False),  # waiting, kept, lost, forgotten
    Column("reason", String(40), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("content_type", String(60), nullable=False),
    Column("content", ProtectedBytes("media.content")),
    Column("at", Instant, nullable=False),
    UniqueConstraint("clinic", "message_sid", "position"),
    Index(None, "clinic", "state", "due_at"),
    Index(None, "clinic", "conversation_id"),
    belongs_to("conversations", "conversation_id"),
)
