"""People and programs that log in: accounts, their sessions, tokens of the API. Secrets are stored as hashes only."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, LargeBinary, String, Table, UniqueConstraint

from storage.schema.base import belongs_to, clinic_column, id_column, metadata
from storage.types import ID, NAME, Instant, ProtectedText

accounts = Table(
    "accounts",
    metadata,
    clinic_column(),
    id_column(),
    Column("email", ProtectedText("accounts.email"), nullable=False),
    Column("email_hash", LargeBinary(32), nullable=False),
    Column("role", String(20), nullable=False),
    Column("demo", Boolean(create_constraint=False), nullable=False),  # for somebody who sits at this machine only
    Column("password", String(200)),  # an Argon2 hash
    Column("set_up_hash", LargeBinary(32)),  # of the one-time link's token
    Column("set_up_until", Instant),
    Column("created_at", Instant, nullable=False),
    Column("disabled_at", Instant),
    Column("totp_secret", ProtectedText("accounts.totp_secret")),  # shared with the owner's authenticator
    Column("totp_since", Instant),  # when the owner proved to have it; until then it is asked for by nobody
    Column("totp_step", BigInteger),  # of the last code that was taken: none is taken twice
    UniqueConstraint("clinic", "email_hash"),
    UniqueConstraint("clinic", "set_up_hash"),
)

sessions = Table(
    "sessions",
    metadata,
    clinic_column(),
    Column("token_hash", LargeBinary(32), primary_key=True),
    Column("account_id", ID, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("device", NAME),  # "Firefox on Windows"
    Column("confirmed_at", Instant),  # when the password was last typed
    belongs_to("accounts", "account_id"),
    Index(None, "clinic", "account_id"),
)

recovery_codes = Table(
    "recovery_codes",
    metadata,
    clinic_column(),
    Column("account_id", ID, primary_key=True),
    Column("code_hash", LargeBinary(32), primary_key=True),  # gone once it was used
    belongs_to("accounts", "account_id"),
)

tokens = Table(
    "tokens",
    metadata,
    clinic_column(),
    id_column(),
    Column("name", NAME, nullable=False),
    Column("role", String(20), nullable=False),
    Column("token_hash", LargeBinary(32), nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("revoked_at", Instant),
    UniqueConstraint("clinic", "token_hash"),
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    clinic_column(),
    Column("token_id", ID, primary_key=True),
    Column("key_hash", LargeBinary(32), primary_key=True),
    Column("fingerprint", LargeBinary(32), nullable=False),  # of the request, so that a key is not used for another one
    Column("status", Integer, nullable=False),
    Column("answer", ProtectedText("idempotency_keys.answer"), nullable=False),
    Column("at", Instant, nullable=False),
    belongs_to("tokens", "token_id"),
)
