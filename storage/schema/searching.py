"""What the console's search looks in: keyed hashes of words, so that nothing can be read in the index either."""

from __future__ import annotations

from sqlalchemy import Column, LargeBinary, String, Table

from storage.schema.base import clinic_column, metadata
from storage.types import ID

search_terms = Table(
    "search_terms",
    metadata,
    clinic_column(),
    Column("kind", String(10), primary_key=True),  # patient, talk
    Column("term", LargeBinary(12), primary_key=True),
    Column("subject", ID, primary_key=True),
    sqlite_with_rowid=False,
)

# How far the index has come: the last change of a patient, the last message, that is in it.
search_marks = Table(
    "search_marks",
    metadata,
    clinic_column(),
    Column("kind", String(10), primary_key=True),
    Column("up_to", String(80), nullable=False),
)
