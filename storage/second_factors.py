"""What an account asks for beside its password: the secret of its authenticator and its recovery codes.

The secret is encrypted, the codes are kept as keyed hashes; each is good once, whoever asks at the same moment. Whether
a code is right, and how often somebody may try, is the caller's business. Steps count half minutes of the real clock.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from storage import audit
from storage.schema.staff import accounts, recovery_codes
from storage.work import Work


@dataclass(frozen=True, slots=True)
class SecondFactor:
    """`active` once its owner has shown a code of it; `last_step` is that of the last code taken."""

    secret: str
    active: bool
    last_step: int
    recovery_codes: int


_OF_ACCOUNT = (accounts.c.clinic == bindparam("clinic"), accounts.c.id == bindparam("account_id"))
_FIND = select(accounts.c.totp_secret, accounts.c.totp_since, accounts.c.totp_step).where(*_OF_ACCOUNT)
_ACTIVE = select(accounts.c.id).where(accounts.c.clinic == bindparam("clinic"), accounts.c.totp_since.is_not(None))
_CHANGE = update(accounts).where(accounts.c.clinic == bindparam("this_clinic"), accounts.c.id == bindparam("this_id"))
_PROPOSE = _CHANGE.where(accounts.c.totp_since.is_(None)).values(totp_secret=bindparam("secret"), totp_step=None)
_ACTIVATE = _CHANGE.where(accounts.c.totp_since.is_(None)).values(totp_since=bindparam("at"))
_TAKE_STEP = _CHANGE.where(or_(accounts.c.totp_step.is_(None), accounts.c.totp_step < bindparam("step"))).values(
    totp_step=bindparam("step")
)
_REMOVE = _CHANGE.values(totp_secret=None, totp_since=None, totp_step=None)

_CODES = (recovery_codes.c.clinic == bindparam("clinic"), recovery_codes.c.account_id == bindparam("account_id"))
_COUNT = select(func.count()).select_from(recovery_codes).where(*_CODES)
_ADD_CODE = insert(recovery_codes)
_USE_CODE = delete(recovery_codes).where(*_CODES, recovery_codes.c.code_hash == bindparam("code_hash"))
_FORGET_CODES = delete(recovery_codes).where(*_CODES)


def find(work: Work, account_id: str) -> SecondFactor | None:
    row = work.rows(_FIND, account_id=account_id).one_or_none()
    if row is None or row.totp_secret is None:
        return None
    left = work.rows(_COUNT, account_id=account_id).scalar_one()
    return SecondFactor(row.totp_secret, row.totp_since is not None, row.totp_step or 0, left)


def owners(work: Work) -> frozenset[str]:
    """Which accounts ask for a code."""
    return frozenset(row.id for row in work.rows(_ACTIVE))


def propose(work: Work, account_id: str, secret: str) -> None:
    """A secret that counts once its owner has shown a code of it; one that counts already stays."""
    work.change(_PROPOSE, this_id=account_id, secret=secret)


def activate(work: Work, account_id: str, codes: Iterable[str]) -> bool:
    """From now on a code is asked for; whether it was not so before."""
    activated: bool = work.change(_ACTIVATE, this_id=account_id, at=work.now).rowcount == 1
    if activated:
        audit.write(work, f"staff:{account_id}", "user.second_factor_added", f"user:{account_id}")
        _keep(work, account_id, codes)
    return activated


def take_step(work: Work, account_id: str, step: int) -> bool:
    """Use up the code of this half minute and all before; whether it was still good."""
    taken: bool = work.change(_TAKE_STEP, this_id=account_id, step=step).rowcount == 1
    return taken


def use_recovery_code(work: Work, account_id: str, code: str) -> bool:
    """Use up this recovery code; whether there was one."""
    used: bool = work.rows(_USE_CODE, account_id=account_id, code_hash=_hash(work, account_id, code)).rowcount == 1
    if used:
        audit.write(work, f"staff:{account_id}", "user.recovery_code_used", f"user:{account_id}")
    return used


def replace_recovery_codes(work: Work, account_id: str, codes: Iterable[str]) -> None:
    """New ones; those before are worth nothing any more."""
    _keep(work, account_id, codes)
    audit.write(work, f"staff:{account_id}", "user.recovery_codes_made", f"user:{account_id}")


def remove(work: Work, account_id: str, *, actor: str) -> None:
    """No code is asked for any more, and none is good."""
    work.change(_REMOVE, this_id=account_id)
    work.rows(_FORGET_CODES, account_id=account_id)
    audit.write(work, actor, "user.second_factor_removed", f"user:{account_id}")


def _keep(work: Work, account_id: str, codes: Iterable[str]) -> None:
    work.rows(_FORGET_CODES, account_id=account_id)
    for code in codes:
        work.rows(_ADD_CODE, account_id=account_id, code_hash=_hash(work, account_id, code))


def _hash(work: Work, account_id: str, code: str) -> bytes:
    return work.hashed("recovery code", f"{account_id}\0{code}")
