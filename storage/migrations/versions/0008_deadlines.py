"""Cases rise when they wait too long, and those on call are texted about emergencies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("cases", sa.Column("risen_at", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "alerts",
        sa.Column("clinic", sa.String(120), nullable=False),
        sa.Column("case_id", sa.String(36), nullable=False),
        sa.Column("turn", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.String(36), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["clinic", "case_id"], ["cases.clinic", "cases.id"], name="fk_alerts_clinic_case_id"),
        sa.ForeignKeyConstraint(
            ["clinic", "message_id"], ["messages.clinic", "messages.id"], name="fk_alerts_clinic_message_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "case_id", "turn", name="pk_alerts"),
    )
