"""Patients, who tried in vain to prove that they are one, and the numbers that we may not write to."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, LargeBinary, String, Table, UniqueConstraint, text

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, NAME, Instant, ProtectedDate, ProtectedText

patients = Table(
    "patients",
    metadata,
    clinic_column(),
    id_column(),
    Column("external_id", NAME, nullable=False),
    Column("first_name", ProtectedText("patients.first_name"), nullable=False),
    Column("last_name", ProtectedText("patients.last_name"), nullable=False),
    Column("date_of_birth", ProtectedDate("patients.date_of_birth"), nullable=False),
    Column("phone", ProtectedText("patients.phone"), nullable=False),
    Column("phone_hash", LargeBinary(32)),  # null where there is no phone
    Column("identity_hash", LargeBinary(32), nullable=False),  # of name and date of birth
    Column("language", String(8), nullable=False),
    Column("email", ProtectedText("patients.email"), nullable=False),
    Column("timezone", String(64), nullable=False),
    Column("sms_consent", Boolean(create_constraint=False), nullable=False),
    Column("voice_consent", Boolean(create_constraint=False), nullable=False),
    Column("guardian_id", ID),
    Column("wrong_number", Boolean(create_constraint=False), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    UniqueConstraint("clinic", "external_id"),
    Index(None, "clinic", "phone_hash"),
    # Most patients have none: without them the index tells what it is good for.
    Index(
        None,
        "clinic",
        "guardian_id",
        sqlite_where=text("guardian_id IS NOT NULL"),
        postgresql_where=text("guardian_id IS NOT NULL"),
    ),
    Index(None, "clinic", "identity_hash"),
    Index(None, "clinic", "updated_at", "id"),
    belongs_to("patients", "guardian_id"),
)

identity_tries = Table(
    "identity_tries",
    metadata,
    clinic_column(),
    id_column(),
    Column("phone_hash", LargeBinary(32), nullable=False),
    Column("name_hash", LargeBinary(32)),  # null in a call from a number on file: only the date is asked for
    Column("at", Instant, nullable=False),
    Index(None, "clinic", "phone_hash"),
    Index(None, "clinic", "name_hash"),
    Index(None, "clinic", "at"),
)

mutes = Table(
    "mutes",
    metadata,
    clinic_column(),
    Column("phone_hash", LargeBinary(32), primary_key=True),
    Column("kind", String(20), primary_key=True),  # reminders, waitlist, campaigns
    Column("source", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)

suppressions = Table(
    "suppressions",
    metadata,
    clinic_column(),
    Column("phone_hash", LargeBinary(32), primary_key=True),
    Column("kind", String(20), nullable=False),  # opt_out: the patient's word; provider_block: the phone company's
    Column("source", String(120), nullable=False),
    Column("at", Instant, nullable=False),
)
