"""The guard of the audit log lets protected values be sealed anew under another data key, and nothing else."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSED = "audit rows never change"
PLAIN = ("clinic", "id", "at", "actor", "action", "subject")
SEALED = ("before", "after")
HEAD_BYTES = 5  # the format and the key's id


def upgrade() -> None:
    statements = _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql()
    for statement in statements:
        op.execute(statement)


def _sqlite() -> tuple[str, ...]:
    unless = f"WHEN NOT ({_only_sealed_anew('IS')})"
    refuse = f"BEGIN SELECT RAISE(ABORT, '{REFUSED}'); END"
    return (
        "DROP TRIGGER audit_no_update",
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {unless} {refuse}",
    )


def _postgresql() -> tuple[str, ...]:
    unless = f"NOT ({_only_sealed_anew('IS NOT DISTINCT FROM')})"
    each = f"FOR EACH ROW WHEN ({unless})"
    return (
        "DROP TRIGGER audit_stays ON audit",
        "CREATE TRIGGER audit_stays BEFORE DELETE OR TRUNCATE ON audit EXECUTE FUNCTION audit_stays()",
        f"CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit {each} EXECUTE FUNCTION audit_stays()",
    )


def _only_sealed_anew(same: str) -> str:
    untouched = [f'OLD."{column}" {same} NEW."{column}"' for column in PLAIN]
    sealed = [
        f'(OLD."{column}" {same} NEW."{column}" OR COALESCE(length(OLD."{column}") = length(NEW."{column}") AND '
        f'substr(OLD."{column}", 1, {HEAD_BYTES}) <> substr(NEW."{column}", 1, {HEAD_BYTES}), FALSE))'
        for column in SEALED
    ]
    return " AND ".join(untouched + sealed)
