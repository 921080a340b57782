"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

REFUSED = "audit rows never change"
GUARDS = {
    "sqlite": tuple(
        f"CREATE TRIGGER audit_no_{change} BEFORE {change} ON audit BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
        for change in ("update", "delete")
    ),
    "postgresql": (
        f"CREATE FUNCTION audit_stays() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN RAISE EXCEPTION '{REFUSED}'; END$$",
        "CREATE TRIGGER audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_stays()",
    ),
}


def upgrade() -> None:
    _accounts()
    _audit()
    _clinics()
    _conversations()
    _days()
    _delivery_reports()
    _dev_clock()
    _exceptions()
    _identity_tries()
    _mutes()
    _patients()
    _suppressions()
    _tokens()
    _workers()
    _appointments()
    _cases()
    _holds()
    _idempotency_keys()
    _messages()
    _sessions()
    _turns()
    _cells()
    _outbox()
    _reminders()
    _waitlist()
    _waitlist_offers()
    _calls()
    _recordings()
    _outgoing_calls()
    _call_tries()
    _no_calls()
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("email_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("password", sa.String(length=200)),
        sa.Column("set_up_hash", sa.LargeBinary(length=32)),
        sa.Column("set_up_until", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_accounts"),
        sa.UniqueConstraint("clinic", "email_hash", name="uq_accounts_clinic_email_hash"),
        sa.UniqueConstraint("clinic", "set_up_hash", name="uq_accounts_clinic_set_up_hash"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(length=120), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("before", sa.LargeBinary()),
        sa.Column("after", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_audit"),
    )
    op.create_index("ix_audit_clinic_subject_id", "audit", ["clinic", "subject", "id"])


def _clinics() -> None:
    op.create_table(
        "clinics",
        sa.Column("id", sa.String(length=120), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("hash_key", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("swept_until", sa.DateTime(timezone=True)),
        sa.Column("sweep_due_at", sa.DateTime(timezone=True)),
        sa.Column("paced_until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name="pk_clinics"),
        sa.UniqueConstraint("phone", name="uq_clinics_phone"),
    )


def _conversations() -> None:
    op.create_table(
        "conversations",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("session", sa.LargeBinary()),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(length=10), nullable=False),
        sa.Column("held_by", sa.String(length=120), nullable=False),
        sa.Column("answered", sa.String(length=120), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_conversations"),
        sa.UniqueConstraint("clinic", "channel", "phone_hash", name="uq_conversations_clinic_channel_phone_hash"),
    )
    op.create_index("ix_conversations_clinic_last_at", "conversations", ["clinic", "last_at"])


def _days() -> None:
    op.create_table(
        "days",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("resource", sa.String(length=140), nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("busy", sa.LargeBinary(length=36), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "resource", "day", name="pk_days"),
        sqlite_with_rowid=False,
    )


def _delivery_reports() -> None:
    op.create_table(
        "delivery_reports",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "sid", "status", "code", name="pk_delivery_reports"),
    )
    op.create_index("ix_delivery_reports_clinic_code_at", "delivery_reports", ["clinic", "code", "at"])


def _dev_clock() -> None:
    op.create_table(
        "dev_clock",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("offset", sa.Interval(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_dev_clock"),
    )


def _patients() -> None:
    op.create_table(
        "patients",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("first_name", sa.LargeBinary(), nullable=False),
        sa.Column("last_name", sa.LargeBinary(), nullable=False),
        sa.Column("date_of_birth", sa.LargeBinary(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32)),
        sa.Column("identity_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("email", sa.LargeBinary(), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("sms_consent", sa.Boolean(), nullable=False),
        sa.Column("voice_consent", sa.Boolean(), nullable=False),
        sa.Column("guardian_id", sa.String(length=36)),
        sa.Column("wrong_number", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "guardian_id"], ["patients.clinic", "patients.id"], name="fk_patients_clinic_guardian_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_patients"),
        sa.UniqueConstraint("clinic", "external_id", name="uq_patients_clinic_external_id"),
    )
    op.create_index(
        "ix_patients_clinic_guardian_id",
        "patients",
        ["clinic", "guardian_id"],
        sqlite_where=sa.text("guardian_id IS NOT NULL"),
        postgresql_where=sa.text("guardian_id IS NOT NULL"),
    )
    op.create_index("ix_patients_clinic_identity_hash", "patients", ["clinic", "identity_hash"])
    op.create_index("ix_patients_clinic_phone_hash", "patients", ["clinic", "phone_hash"])


def _identity_tries() -> None:
    op.create_table(
        "identity_tries",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("name_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_identity_tries"),
    )
    op.create_index("ix_identity_tries_clinic_at", "identity_tries", ["clinic", "at"])
    op.create_index("ix_identity_tries_clinic_name_hash", "identity_tries", ["clinic", "name_hash"])
    op.create_index("ix_identity_tries_clinic_phone_hash", "identity_tries", ["clinic", "phone_hash"])


def _mutes() -> None:
    op.create_table(
        "mutes",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "phone_hash", "kind", name="pk_mutes"),
    )


def _suppressions() -> None:
    op.create_table(
        "suppressions",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "phone_hash", name="pk_suppressions"),
    )


def _tokens() -> None:
    op.create_table(
        "tokens",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=20), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_tokens"),
        sa.UniqueConstraint("clinic", "token_hash", name="uq_tokens_clinic_token_hash"),
    )


def _appointments() -> None:
    op.create_table(
        "appointments",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("external_id", sa.String(length=120), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("visit_type", sa.String(length=120), nullable=False),
        sa.Column("location", sa.String(length=120), nullable=False),
        sa.Column("room", sa.String(length=120)),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_from", sa.DateTime(timezone=True)),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("confirmation", sa.String(length=20), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("overbooked", sa.Boolean(), nullable=False),
        sa.Column("imported_as", sa.LargeBinary(length=32)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("ends_at > starts_at AND busy_until >= ends_at", name=op.f("ck_appointments_times")),
        sa.ForeignKeyConstraint(
            ["clinic", "patient_id"], ["patients.clinic", "patients.id"], name="fk_appointments_clinic_patient_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_appointments"),
        sa.UniqueConstraint("clinic", "external_id", name="uq_appointments_clinic_external_id"),
    )
    op.create_index(
        "ix_appointments_clinic_patient_id_starts_at", "appointments", ["clinic", "patient_id", "starts_at"]
    )
    op.create_index("ix_appointments_clinic_starts_at", "appointments", ["clinic", "starts_at"])


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36)),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("priority", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("held_by", sa.String(length=120), nullable=False),
        sa.Column("claimed_by", sa.LargeBinary()),
        sa.Column("claimed_at", sa.DateTime(timezone=True)),
        sa.Column("resolved_at", sa.DateTime(timezone=True)),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "conversation_id"],
            ["conversations.clinic", "conversations.id"],
            name="fk_cases_clinic_conversation_id",
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "patient_id"], ["patients.clinic", "patients.id"], name="fk_cases_clinic_patient_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_cases"),
    )
    op.create_index("ix_cases_clinic_conversation_id", "cases", ["clinic", "conversation_id"])
    op.create_index("ix_cases_clinic_state_id", "cases", ["clinic", "state", "id"])


def _holds() -> None:
    op.create_table(
        "holds",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("moving", sa.String(length=36)),
        sa.Column("moving_from", sa.DateTime(timezone=True)),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("visit_type", sa.String(length=120), nullable=False),
        sa.Column("location", sa.String(length=120), nullable=False),
        sa.Column("room", sa.String(length=120)),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_from", sa.DateTime(timezone=True)),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "patient_id"], ["patients.clinic", "patients.id"], name="fk_holds_clinic_patient_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_holds"),
    )
    op.create_index("ix_holds_clinic_conversation_id", "holds", ["clinic", "conversation_id"])
    op.create_index("ix_holds_clinic_expires_at", "holds", ["clinic", "expires_at"])
    op.create_index("ix_holds_clinic_starts_at", "holds", ["clinic", "starts_at"])


def _idempotency_keys() -> None:
    op.create_table(
        "idempotency_keys",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("token_id", sa.String(length=36), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("answer", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "token_id"], ["tokens.clinic", "tokens.id"], name="fk_idempotency_keys_clinic_token_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "token_id", "key_hash", name="pk_idempotency_keys"),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("author", sa.String(length=10), nullable=False),
        sa.Column("from_number", sa.LargeBinary(), nullable=False),
        sa.Column("to_number", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("sid", sa.String(length=40)),
        sa.Column("in_reply_to_sid", sa.String(length=40)),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("error_code", sa.String(length=20), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("media", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "conversation_id"],
            ["conversations.clinic", "conversations.id"],
            name="fk_messages_clinic_conversation_id",
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_messages"),
        sa.UniqueConstraint("clinic", "in_reply_to_sid", name="uq_messages_clinic_in_reply_to_sid"),
        sa.UniqueConstraint("clinic", "sid", name="uq_messages_clinic_sid"),
    )
    op.create_index(
        "ix_messages_clinic_conversation_id_created_at", "messages", ["clinic", "conversation_id", "created_at"]
    )


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("account_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "account_id"], ["accounts.clinic", "accounts.id"], name="fk_sessions_clinic_account_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "token_hash", name="pk_sessions"),
    )


def _turns() -> None:
    op.create_table(
        "turns",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=36)),
        sa.Column("answer", sa.LargeBinary()),
        sa.Column("record", sa.LargeBinary()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "conversation_id"],
            ["conversations.clinic", "conversations.id"],
            name="fk_turns_clinic_conversation_id",
        ),
        sa.PrimaryKeyConstraint("clinic", "sid", name="pk_turns"),
    )
    op.create_index("ix_turns_clinic_conversation_id_at", "turns", ["clinic", "conversation_id", "at"])


def _cells() -> None:
    op.create_table(
        "cells",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("resource", sa.String(length=140), nullable=False),
        sa.Column("lane", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("cell", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("appointment_id", sa.String(length=36)),
        sa.Column("hold_id", sa.String(length=36)),
        sa.CheckConstraint("(appointment_id IS NULL) <> (hold_id IS NULL)", name=op.f("ck_cells_one_occupant")),
        sa.ForeignKeyConstraint(
            ["clinic", "appointment_id"],
            ["appointments.clinic", "appointments.id"],
            name="fk_cells_clinic_appointment_id",
        ),
        sa.ForeignKeyConstraint(["clinic", "hold_id"], ["holds.clinic", "holds.id"], name="fk_cells_clinic_hold_id"),
        sa.PrimaryKeyConstraint("clinic", "resource", "lane", "cell", name="pk_cells"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_cells_clinic_appointment_id", "cells", ["clinic", "appointment_id"])
    op.create_index("ix_cells_clinic_hold_id", "cells", ["clinic", "hold_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("error", sa.String(length=40), nullable=False),
        sa.Column("resends", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True)),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("about", sa.String(length=36)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "message_id"], ["messages.clinic", "messages.id"], name="fk_outbox_clinic_message_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "about"], ["appointments.clinic", "appointments.id"], name="fk_outbox_clinic_about"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_outbox"),
        sa.UniqueConstraint("clinic", "message_id", name="uq_outbox_clinic_message_id"),
    )
    op.create_index("ix_outbox_clinic_about", "outbox", ["clinic", "about"])
    op.create_index("ix_outbox_clinic_state_due_at", "outbox", ["clinic", "state", "due_at"])


def _reminders() -> None:
    op.create_table(
        "reminders",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("appointment_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("ask_to_confirm", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("moved_for", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=36)),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "appointment_id"],
            ["appointments.clinic", "appointments.id"],
            name="fk_reminders_clinic_appointment_id",
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "message_id"], ["messages.clinic", "messages.id"], name="fk_reminders_clinic_message_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_reminders"),
        sa.UniqueConstraint(
            "clinic", "appointment_id", "step", "starts_at", name="uq_reminders_clinic_appointment_id_step_starts_at"
        ),
    )
    op.create_index("ix_reminders_clinic_message_id", "reminders", ["clinic", "message_id"])
    op.create_index("ix_reminders_clinic_state_due_at", "reminders", ["clinic", "state", "due_at"])


def _exceptions() -> None:
    op.create_table(
        "exceptions",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("provider", sa.String(length=120)),
        sa.Column("location", sa.String(length=120)),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True)),
        sa.CheckConstraint("ends_at > starts_at", name=op.f("ck_exceptions_times")),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_exceptions"),
    )
    op.create_index("ix_exceptions_clinic_ends_at", "exceptions", ["clinic", "ends_at"])


def _waitlist() -> None:
    op.create_table(
        "waitlist",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("visit_type", sa.String(length=120), nullable=False),
        sa.Column("provider", sa.String(length=120)),
        sa.Column("location", sa.String(length=120)),
        sa.Column("moving", sa.String(length=36)),
        sa.Column("moving_from", sa.DateTime(timezone=True)),
        sa.Column("wish", sa.Text(), nullable=False),
        sa.Column("notice_minutes", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=20), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("offers", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "patient_id"], ["patients.clinic", "patients.id"], name="fk_waitlist_clinic_patient_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "moving"], ["appointments.clinic", "appointments.id"], name="fk_waitlist_clinic_moving"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_waitlist"),
    )
    op.create_index("ix_waitlist_clinic_patient_id", "waitlist", ["clinic", "patient_id"])
    op.create_index("ix_waitlist_clinic_state_id", "waitlist", ["clinic", "state", "id"])


def _waitlist_offers() -> None:
    op.create_table(
        "waitlist_offers",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("waitlist_id", sa.String(length=36), nullable=False),
        sa.Column("hold_id", sa.String(length=36), nullable=False),
        sa.Column("provider", sa.String(length=120), nullable=False),
        sa.Column("visit_type", sa.String(length=120), nullable=False),
        sa.Column("location", sa.String(length=120), nullable=False),
        sa.Column("room", sa.String(length=120)),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("busy_from", sa.DateTime(timezone=True)),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("message_id", sa.String(length=36)),
        sa.Column("to_be_told", sa.Boolean(), nullable=False),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["clinic", "waitlist_id"], ["waitlist.clinic", "waitlist.id"], name="fk_waitlist_offers_clinic_waitlist_id"
        ),
        sa.ForeignKeyConstraint(
            ["clinic", "message_id"], ["messages.clinic", "messages.id"], name="fk_waitlist_offers_clinic_message_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_waitlist_offers"),
    )
    op.create_index("ix_waitlist_offers_clinic_hold_id", "waitlist_offers", ["clinic", "hold_id"])
    op.create_index("ix_waitlist_offers_clinic_message_id", "waitlist_offers", ["clinic", "message_id"])
    op.create_index("ix_waitlist_offers_clinic_state_expires_at", "waitlist_offers", ["clinic", "state", "expires_at"])
    op.create_index("ix_waitlist_offers_clinic_waitlist_id", "waitlist_offers", ["clinic", "waitlist_id"])


def _workers() -> None:
    op.create_table(
        "workers",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_workers"),
    )


def _calls() -> None:
    op.create_table(
        "calls",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("direction", sa.String(length=10), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32)),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("texted_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["clinic", "conversation_id"],
            ["conversations.clinic", "conversations.id"],
            name="fk_calls_clinic_conversation_id",
        ),
        sa.PrimaryKeyConstraint("clinic", "sid", name="pk_calls"),
    )
    op.create_index("ix_calls_clinic_phone_hash_texted_at", "calls", ["clinic", "phone_hash", "texted_at"])


def _recordings() -> None:
    op.create_table(
        "recordings",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("sid", sa.String(length=40), nullable=False),
        sa.Column("call_sid", sa.String(length=40), nullable=False),
        sa.Column("conversation_id", sa.String(length=36), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sound", sa.LargeBinary()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "conversation_id"],
            ["conversations.clinic", "conversations.id"],
            name="fk_recordings_clinic_conversation_id",
        ),
        sa.PrimaryKeyConstraint("clinic", "sid", name="pk_recordings"),
    )
    op.create_index("ix_recordings_clinic_conversation_id", "recordings", ["clinic", "conversation_id"])
    op.create_index("ix_recordings_clinic_state_due_at", "recordings", ["clinic", "state", "due_at"])


def _outgoing_calls() -> None:
    op.create_table(
        "outgoing_calls",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("message_id", sa.String(length=36), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True)),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("call_sid", sa.String(length=40)),
        sa.Column("reason", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic", "message_id"], ["messages.clinic", "messages.id"], name="fk_outgoing_calls_clinic_message_id"
        ),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_outgoing_calls"),
        sa.UniqueConstraint("clinic", "message_id", name="uq_outgoing_calls_clinic_message_id"),
    )
    op.create_index("ix_outgoing_calls_clinic_state_due_at", "outgoing_calls", ["clinic", "state", "due_at"])


def _call_tries() -> None:
    op.create_table(
        "call_tries",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "id", name="pk_call_tries"),
    )
    op.create_index("ix_call_tries_clinic_phone_hash_at", "call_tries", ["clinic", "phone_hash", "at"])


def _no_calls() -> None:
    op.create_table(
        "no_calls",
        sa.Column("clinic", sa.String(length=120), nullable=False),
        sa.Column("phone_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("source", sa.String(length=120), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("clinic", "phone_hash", name="pk_no_calls"),
    )
