"""An index for the console's search."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_terms",
        sa.Column("clinic", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("term", sa.LargeBinary(12), nullable=False),
        sa.Column("subject", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "kind", "term", "subject", name="pk_search_terms"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_marks",
        sa.Column("clinic", sa.String(120), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("up_to", sa.String(80), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "kind", name="pk_search_marks"),
    )
    op.create_index("ix_patients_clinic_updated_at_id", "patients", ["clinic", "updated_at", "id"])
