"""The outbox knows what helps first, and when to ask about a text of which nobody has reported."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("outbox", sa.Column("ask_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("outbox", sa.Column("order_at", sa.DateTime(timezone=True), nullable=True))
    op.execute("UPDATE outbox SET order_at = due_at WHERE state NOT IN ('sent', 'failed', 'void')")
    op.create_index("ix_outbox_clinic_state_order_at", "outbox", ["clinic", "state", "order_at"])
    op.create_index(
        "ix_outbox_clinic_ask_at",
        "outbox",
        ["clinic", "ask_at"],
        sqlite_where=sa.text("ask_at IS NOT NULL"),
        postgresql_where=sa.text("ask_at IS NOT NULL"),
    )
