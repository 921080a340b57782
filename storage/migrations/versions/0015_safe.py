"""One-time codes beside the password, the devices of a log-in, and when a password was last typed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("accounts", sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
    op.add_column("accounts", sa.Column("totp_since", sa.DateTime(timezone=True), nullable=True))
    op.add_column("accounts", sa.Column("totp_step", sa.BigInteger(), nullable=True))
    op.add_column("sessions", sa.Column("device", sa.String(120), nullable=True))
    op.add_column("sessions", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_sessions_clinic_account_id", "sessions", ["clinic", "account_id"])
    op.create_table(
        "recovery_codes",
        sa.Column("clinic", sa.String(120), nullable=False),
        sa.Column("account_id", sa.String(36), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(32), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "account_id"], ["accounts.clinic", "accounts.id"], name="fk_recovery_codes_clinic_account_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "account_id", "code_hash", name="pk_recovery_codes"),
    )
