"""The key of cells goes by time before lane, so that who asks for a day does not read all days of its provider."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

KEY = ("clinic", "resource", "cell", "lane")


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy()
    else:
        op.drop_constraint("pk_cells", "cells")
        op.create_primary_key("pk_cells", "cells", list(KEY))


def _copy() -> None:
    """SQLite changes no key of a table that is there."""
    op.create_table(
        "cells_by_time",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("resource", sa.String(length=140), nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", sa.String(length=36)),
        sa.Column("hold_id", sa.String(length=36)),
        sa.CheckConstraint("(appointment_id IS NULL) <> (hold_id IS NULL)", name=op.f("ck_cells_one_occupant")),
        sa.ForeignKeyConstraint(
            ["clinic", "appointment_id"],
            ["appointments.clinic", "appointments.id"],
            name="fk_cells_clinic_appointment_id",
        ),
        sa.ForeignKeyConstraint(["clinic", "hold_id"], ["holds.clinic", "holds.id"], name="fk_cells_clinic_hold_id"),
        sa.PrimaryKeyConstraint(*KEY, name="pk_cells"),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO cells_by_time (clinic, resource, cell, lane, appointment_id, hold_id) "
        "SELECT clinic, resource, cell, lane, appointment_id, hold_id FROM cells ORDER BY 1, 2, 3, 4"
    )
    op.drop_table("cells")
    op.rename_table("cells_by_time", "cells")
    op.create_index("ix_cells_clinic_appointment_id", "cells", ["clinic", "appointment_id"])
    op.create_index("ix_cells_clinic_hold_id", "cells", ["clinic", "hold_id"])
