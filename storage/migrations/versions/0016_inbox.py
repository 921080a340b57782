"""Notes among colleagues with whom they name, and why a case was resolved."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("outcome", sa.String(20), nullable=True))
    op.create_table(
        "notes",
        sa.Column("clinic", sa.String(120), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("notes", "conversations", "conversation_id"),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_notes"),
    )
    op.create_index("ix_notes_clinic_conversation_id", "notes", ["clinic", "conversation_id"])
    op.create_table(
        "mentions",
        sa.Column("clinic", sa.String(120), nullable=False),
        sa.Column("note_id", sa.String(36), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("conversation_id", sa.String(36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _of("mentions", "notes", "note_id"),
        _of("mentions", "accounts", "account_id"),
        _of("mentions", "conversations", "conversation_id"),
        sa.PrimaryKeyConstraint("clinic", "note_id", "account_id", name="pk_mentions"),
    )
    op.create_index(
        "ix_mentions_clinic_account_id_conversation_id", "mentions", ["clinic", "account_id", "conversation_id"]
    )


def _of(table: str, other: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic", column], [f"{other}.clinic", f"{other}.id"], name=f"fk_{table}_clinic_{column}"
    )
