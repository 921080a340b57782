"""What follows a visit, and campaigns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

REFERS_TO = (
    ("patient_id", "patients"),
    ("appointment_id", "appointments"),
    ("campaign_id", "campaigns"),
    ("message_id", "messages"),
)
INDEXES = (
    ("state", "due_at"),
    ("campaign_id", "state"),
    ("appointment_id",),
    ("patient_id",),
    ("message_id",),
    ("kind", "answered_at"),
    ("kind", "state", "until"),
)


def upgrade() -> None:
    _campaigns()
    _outreach()


def _campaigns() -> None:
    op.create_table(
        "campaigns",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("texts", sa.LargeBinary(), nullable=False),
        sa.Column("audience", sa.LargeBinary(), nullable=False),
        sa.Column("visit_type", sa.String(length=120)),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("created_by", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_campaigns"),
    )
    op.create_index("ix_campaigns_clinic_state_id", "campaigns", ["clinic", "state", "id"])


def _outreach() -> None:
    op.create_table(
        "outreach",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("occasion", sa.String(length=120), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("appointment_id", sa.String(length=36)),
        sa.Column("campaign_id", sa.String(length=36)),
        sa.Column("starts_at", sa.DateTime(timezone=True)),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("waits_for", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=36)),
        sa.Column("answers", sa.LargeBinary()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_outreach"),
        sa.UniqueConstraint(
            "clinic", "kind", "occasion", "patient_id", name="uq_outreach_clinic_kind_occasion_patient_id"
        ),
        *(_refers(column, table) for column, table in REFERS_TO),
    )
    for columns in INDEXES:
        op.create_index(f"ix_outreach_clinic_{'_'.join(columns)}", "outreach", ["clinic", *columns])


def _refers(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["clinic", column], [f"{table}.clinic", f"{table}.id"], name=f"fk_outreach_clinic_{column}"
    )
