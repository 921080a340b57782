"""What follows a visit, and campaigns: who is to be written to, or was, or was not and why; and what they answered.

What became of a text is told by its message; a row here is planned, begun or skipped.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table, UniqueConstraint

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, NAME, Instant, ProtectedJson, ProtectedText

campaigns = Table(
    "campaigns",
    metadata,
    clinic_column(),
    id_column(),
    Column("name", ProtectedText("campaigns.name"), nullable=False),
    Column("kind", String(20), nullable=False),  # message, recall
    Column("texts", ProtectedJson("campaigns.texts"), nullable=False),  # by language
    Column("audience", ProtectedJson("campaigns.audience"), nullable=False),
    Column("visit_type", NAME),  # what a recall offers
    Column("state", String(10), nullable=False),  # draft, running, paused, stopped
    Column("created_by", String(120), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("changed_at", Instant, nullable=False),
    Index(None, "clinic", "state", "id"),
)

outreach = Table(
    "outreach",
    metadata,
    clinic_column(),
    id_column(),
    Column("kind", String(20), nullable=False),  # no_show, recall, survey, results, campaign, closure
    Column("occasion", String(120), nullable=False),  # asked once about it: a visit, a campaign, a request of staff
    Column("patient_id", ID, nullable=False),
    Column("appointment_id", ID),
    Column("campaign_id", ID),
    Column("starts_at", Instant),  # of the visit, as it was when this was planned
    Column("due_at", Instant, nullable=False),
    Column("until", Instant, nullable=False),  # when it helps no more; for a closure, when staff take over
    Column("waits_for", String(20), nullable=False),  # why it is not due at its own time
    Column("state", String(10), nullable=False),  # planned, begun, skipped, closed
    Column("reason", String(40), nullable=False),
    Column("message_id", ID),
    Column("answers", ProtectedJson("outreach.answers")),
    Column("answered_at", Instant),
    Column("created_at", Instant, nullable=False),
    UniqueConstraint("clinic", "kind", "occasion", "patient_id"),
    Index(None, "clinic", "state", "due_at"),
    Index(None, "clinic", "campaign_id", "state"),
    Index(None, "clinic", "appointment_id"),
    Index(None, "clinic", "patient_id"),
    Index(None, "clinic", "message_id"),
    Index(None, "clinic", "kind", "answered_at"),
    Index(None, "clinic", "kind", "state", "until"),
    belongs_to("patients", "patient_id"),
    belongs_to("appointments", "appointment_id"),
    belongs_to("campaigns", "campaign_id"),
    belongs_to("messages", "message_id"),
)
