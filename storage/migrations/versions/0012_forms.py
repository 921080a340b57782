"""Forms and their texts, insurance, pictures."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _forms()
    _form_texts()
    _insurances()
    _media()


def _forms() -> None:
    op.create_table(
        "forms",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("form", sa.String(length=120), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("appointment_id", sa.String(length=36)),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("answers", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["clinic", "patient_id"], ["patients.clinic", "patients.id"], name="fk_forms_clinic_patient_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "appointment_id"],
            ["appointments.clinic", "appointments.id"],
            name="fk_forms_clinic_appointment_id",
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_forms"),
        sa.UniqueConstraint("clinic", "appointment_id", "form", name="uq_forms_clinic_appointment_id_form"),
    )
    op.create_index("ix_forms_clinic_patient_id_id", "forms", ["clinic", "patient_id", "id"])


def _form_texts() -> None:
    op.create_table(
        "form_texts",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("form_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_for", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=36)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "form_id"], ["forms.clinic", "forms.id"], name="fk_form_texts_clinic_form_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "message_id"], ["messages.clinic", "messages.id"], name="fk_form_texts_clinic_message_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_form_texts"),
        sa.UniqueConstraint("clinic", "form_id", "step", name="uq_form_texts_clinic_form_id_step"),
    )
    op.create_index("ix_form_texts_clinic_state_due_at", "form_texts", ["clinic", "state", "due_at"])
    op.create_index("ix_form_texts_clinic_message_id", "form_texts", ["clinic", "message_id"])


def _insurances() -> None:
    op.create_table(
        "insurances",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("carrier", sa.LargeBinary(), nullable=False),
        sa.Column("member_id", sa.LargeBinary(), nullable=False),
        sa.Column("group_number", sa.LargeBinary(), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "patient_id"], ["patients.clinic", "patients.id"], name="fk_insurances_clinic_patient_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_insurances"),
    )
    op.create_index("ix_insurances_clinic_patient_id_id", "insurances", ["clinic", "patient_id", "id"])


def _media() -> None:
    op.create_table(
        "media",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("message_sid", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("media_sid", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content_type", sa.String(length=60), nullable=False),
        sa.Column("content", sa.LargeBinary()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "conversation_id"],
            ["conversations.clinic", "conversations.id"],
            name="fk_media_clinic_conversation_id",
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_media"),
        sa.UniqueConstraint("clinic", "message_sid", "position", name="uq_media_clinic_message_sid_position"),
    )
    op.create_index("ix_media_clinic_state_due_at", "media", ["clinic", "state", "due_at"])
    op.create_index("ix_media_clinic_conversation_id", "media", ["clinic", "conversation_id"])
