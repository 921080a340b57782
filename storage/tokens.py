"""Bearer tokens of the API: of one clinic, with a role and a name, kept as their SHA-256 only.

What a caller sends names its clinic, so that no search over all clinics is needed: `fd_CLINIC_SECRET`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select, update

from storage import audit
from storage.schema.staff import tokens
from storage.work import Work

_TEXT = re.compile(r"fd_([a-z0-9_-]+)_[0-9a-f]+")


@dataclass(frozen=True, slots=True)
class Token:
    id: str
    name: str
    role: str
    created_at: datetime
    revoked_at: datetime | None


_TOKEN = (tokens.c.id, tokens.c.name, tokens.c.role, tokens.c.created_at, tokens.c.revoked_at)
_OURS = tokens.c.clinic == bindparam("clinic")
_BY_HASH = select(*_TOKEN).where(_OURS, tokens.c.token_hash == bindparam("token_hash"), tokens.c.revoked_at.is_(None))
_BY_IDS = select(*_TOKEN).where(_OURS, tokens.c.id.in_(bindparam("ids", expanding=True)))
_ALL = select(*_TOKEN).where(_OURS).order_by(tokens.c.id)
_ADD = insert(tokens)
_REVOKE = (
    update(tokens)
    .where(
        tokens.c.clinic == bindparam("this_clinic"), tokens.c.id == bindparam("this_id"), tokens.c.revoked_at.is_(None)
    )
    .values(revoked_at=bindparam("at"))
)


def written(clinic_id: str, secret: bytes) -> str:
    """The text that a caller sends."""
    return f"fd_{clinic_id}_{secret.hex()}"


def clinic_of(text: str) -> str:
    """Which clinic a token's text names; empty where it is no token of ours."""
    found = _TEXT.fullmatch(text)
    return found[1] if found else ""


def add(work: Work, text: str, role: str, name: str, *, actor: str = "operator") -> Token:
    """Keep a new token; its text is not kept."""
    token = Token(work.new_id(), name, role, work.now, None)
    work.rows(
        _ADD, id=token.id, name=name, role=role, token_hash=_hash(text), created_at=token.created_at, revoked_at=None
    )
    audit.write(work, actor, "token.added", f"token:{token.id}", after={"name": name, "role": role})
    return token


def find(work: Work, text: str) -> Token | None:
    """The token with this text, unless it was revoked."""
    row = work.rows(_BY_HASH, token_hash=_hash(text)).one_or_none()
    return None if row is None else Token(**row._asdict())


def by_ids(work: Work, ids: set[str]) -> dict[str, Token]:
    rows = work.rows(_BY_IDS, ids=sorted(ids)) if ids else ()
    return {row.id: Token(**row._asdict()) for row in rows}


def all_of(work: Work) -> tuple[Token, ...]:
    """Every token of the clinic, revoked ones too, in the order in which they were added."""
    return tuple(Token(**row._asdict()) for row in work.rows(_ALL))


def revoke(work: Work, token_id: str, *, actor: str = "operator") -> bool:
    """Whether there was such a token, still valid."""
    revoked: bool = work.change(_REVOKE, this_id=token_id, at=work.now).rowcount == 1
    if revoked:
        audit.write(work, actor, "token.revoked", f"token:{token_id}")
    return revoked


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
