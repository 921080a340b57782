"""Wrong tries to prove who one is: those of calls beside those of texts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("identity_tries") as tries:
        tries.alter_column("name_hash", existing_type=sa.LargeBinary(length=32), nullable=True)
    op.execute(
        "INSERT INTO identity_tries (clinic, id, phone_hash, name_hash, at) "
        "SELECT clinic, id, phone_hash, NULL, at FROM call_tries"
    )
    op.drop_table("call_tries")
