"""What was done, by whom, to what. Rows only ever grow: the database refuses to change or remove one.

Its guards, the only triggers of the house, are made by the migrations. They let one thing pass: `before` and `after`
sealed anew under another data key.
"""

from __future__ import annotations

from sqlalchemy import Column, Index, String, Table

from storage.schema.base import clinic_column, id_column, metadata
from storage.types import Instant, ProtectedJson

audit = Table(
    "audit",
    metadata,
    clinic_column(),
    id_column(),
    Column("at", Instant, nullable=False),
    Column("actor", String(120), nullable=False),  # conversation:ID, staff:ID, token:ID, import, worker
    Column("action", String(60), nullable=False),  # appointment.moved
    Column("subject", String(120), nullable=False),  # appointment:ID
    Column("before", ProtectedJson("audit.before")),
    Column("after", ProtectedJson("audit.after")),
    Index(None, "clinic", "subject", "id"),
)
