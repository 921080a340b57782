"""Clinics as their files describe them, and the clock of development."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Interval, String, Table, Text

from storage.schema.base import metadata
from storage.types import ID, NAME, Instant, ProtectedBytes

clinics = Table(
    "clinics",
    metadata,
    Column("id", NAME, primary_key=True),
    Column("phone", String(20), nullable=False, unique=True),
    Column("document", Text, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("hash_key", ProtectedBytes("clinics.hash_key"), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("updated_at", Instant, nullable=False),
    Column("swept_until", Instant),  # up to here the phone company's list of texts holds nothing that we missed
    Column("sweep_due_at", Instant),
    Column("paced_until", Instant),  # until when the sender has its share of texts a second
)

workers = Table(
    "workers",
    metadata,
    Column("id", ID, primary_key=True),
    Column("seen_at", Instant, nullable=False),
)

dev_clock = Table(
    "dev_clock",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("started_at", Instant, nullable=False),
    Column("offset", Interval, nullable=False),
)
