"""People who log in: their accounts, one-time links and sessions. Secrets come and are kept as hashes.

An e-mail is one account of its clinic, in whatever case it is written. Links and sessions live on the real clock, so
their times are arguments. Whether a password is right is the caller's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update

from storage import audit
from storage.schema.staff import accounts, sessions
from storage.work import Work

ROLES = ("agent", "manager", "admin")


@dataclass(frozen=True, slots=True)
class Account:
    """One person at one clinic. A demo account opens for somebody who sits at this machine, and for nobody else."""

    id: str
    email: str
    role: str
    demo: bool
    disabled: bool


@dataclass(frozen=True, slots=True)
class Credentials:
    """An account with the hash of its password; None before it was set up."""

    account: Account
    password: str | None


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in that was found by the hash of its token."""

    account: Account
    seen_at: datetime
    expires_at: datetime
    confirmed_at: datetime | None


_ACCOUNT = (accounts.c.id, accounts.c.email, accounts.c.role, accounts.c.demo, accounts.c.disabled_at)
_OURS = accounts.c.clinic == bindparam("clinic")
_BY_EMAIL = select(*_ACCOUNT, accounts.c.password).where(_OURS, accounts.c.email_hash == bindparam("email_hash"))
_BY_ID = select(*_ACCOUNT, accounts.c.password).where(_OURS, accounts.c.id == bindparam("id"))
_BY_LINK = select(*_ACCOUNT).where(
    _OURS,
    accounts.c.set_up_hash == bindparam("link"),
    accounts.c.set_up_until > bindparam("real_now"),
    accounts.c.disabled_at.is_(None),
)
_BY_IDS = select(*_ACCOUNT).where(_OURS, accounts.c.id.in_(bindparam("ids", expanding=True)))
_ALL = select(*_ACCOUNT).where(_OURS).order_by(accounts.c.id)
_ADD = insert(accounts)
_CHANGE = update(accounts).where(accounts.c.clinic == bindparam("this_clinic"), accounts.c.id == bindparam("this_id"))
_REGRANT = _CHANGE.values(role=bindparam("new_role"), disabled_at=None)
_SET_ROLE = _CHANGE.values(role=bindparam("new_role"))
_SET_LINK = _CHANGE.values(set_up_hash=bindparam("link"), set_up_until=bindparam("until"))
_SET_PASSWORD = _CHANGE.values(password=bindparam("new_password"), set_up_hash=None, set_up_until=None)
_DISABLE = _CHANGE.values(disabled_at=bindparam("at"), set_up_hash=None, set_up_until=None)

_IN = sessions.c.clinic == bindparam("clinic")
_OF_TOKEN = (_IN, sessions.c.token_hash == bindparam("token_hash"))
_SESSION = (
    select(*_ACCOUNT, sessions.c.seen_at, sessions.c.expires_at, sessions.c.confirmed_at)
    .join(accounts, (accounts.c.clinic == sessions.c.clinic) & (accounts.c.id == sessions.c.account_id))
    .where(*_OF_TOKEN)
)
_OPEN = insert(sessions)
_TOUCH = (
    update(sessions)
    .where(sessions.c.clinic == bindparam("this_clinic"), sessions.c.token_hash == bindparam("this_hash"))
    .values(seen_at=bindparam("real_now"))
)
_END = delete(sessions).where(*_OF_TOKEN)
_END_OLD = delete(sessions).where(_IN, sessions.c.expires_at <= bindparam("real_now"))
_END_ALL = delete(sessions).where(_IN, sessions.c.account_id == bindparam("account_id"))


def add(
    work: Work, email: str, role: str, password: str | None = None, *, demo: bool = False, actor: str = "operator"
) -> Account:
    """A new account, or the one of this e-mail with this role and password, open again if it was disabled."""
    address = normalised(email)
    known = by_email(work, address)
    if known is None:
        account_id = _added(work, address, role, demo, actor)
    else:
        account_id = known.account.id
        work.change(_REGRANT, this_id=account_id, new_role=role)
        audit.write(
            work,
            actor,
            "user.changed",
            f"user:{account_id}",
            {"role": known.account.role},
            {"role": role, "open": True},
        )
    if password is not None:
        set_password(work, account_id, password, actor=actor)
    return Account(account_id, address, role, demo if known is None else known.account.demo, disabled=False)


def by_email(work: Work, email: str) -> Credentials | None:
    row = work.rows(_BY_EMAIL, email_hash=_email_hash(work, email)).one_or_none()
    return None if row is None else Credentials(_account(row), row.password)


def by_id(work: Work, account_id: str) -> Credentials | None:
    row = work.rows(_BY_ID, id=account_id).one_or_none()
    return None if row is None else Credentials(_account(row), row.password)


def by_ids(work: Work, ids: set[str]) -> dict[str, Account]:
    rows = work.rows(_BY_IDS, ids=sorted(ids)) if ids else ()
    return {row.id: _account(row) for row in rows}


def all_of(work: Work) -> tuple[Account, ...]:
    """Every account of the clinic, in the order in which they were added."""
    return tuple(_account(row) for row in work.rows(_ALL))


def change_role(work: Work, account: Account, role: str, *, actor: str) -> None:
    """What somebody may do from their next request on."""
    work.change(_SET_ROLE, this_id=account.id, new_role=role)
    audit.write(work, actor, "user.changed", f"user:{account.id}", {"role": account.role}, {"role": role})


def disable(work: Work, email: str, *, actor: str = "operator") -> bool:
    """Shut an account, its sessions and its link; whether there was an open one."""
    known = by_email(work, email)
    if known is None or known.account.disabled:
        return False
    work.change(_DISABLE, this_id=known.account.id, at=work.now)
    work.rows(_END_ALL, account_id=known.account.id)
    audit.write(work, actor, "user.disabled", f"user:{known.account.id}")
    return True


def set_link(work: Work, account_id: str, link: bytes, until: datetime) -> None:
    """The one-time link of an account, by its hash; an earlier one counts no more."""
    work.change(_SET_LINK, this_id=account_id, link=link, until=until)


def by_link(work: Work, link: bytes, real_now: datetime) -> Account | None:
    """Whose unused link this is."""
    row = work.rows(_BY_LINK, link=link, real_now=real_now).one_or_none()
    return None if row is None else _account(row)


def set_password(work: Work, account_id: str, password: str, *, actor: str) -> None:
    """A new password ends what the old one opened, and uses the link up."""
    work.change(_SET_PASSWORD, this_id=account_id, new_password=password)
    work.rows(_END_ALL, account_id=account_id)
    audit.write(work, actor, "user.password_set", f"user:{account_id}")


def rehash_password(work: Work, account_id: str, password: str) -> None:
    """The same password under newer parameters."""
    work.change(_SET_PASSWORD, this_id=account_id, new_password=password)


def session(work: Work, token_hash: bytes) -> Session | None:
    """The session of this token, unless its account was disabled. How long it lasts is the caller's business."""
    row = work.rows(_SESSION, token_hash=token_hash).one_or_none()
    if row is None or row.disabled_at is not None:
        return None
    return Session(_account(row), row.seen_at, row.expires_at, row.confirmed_at)


def open_session(
    work: Work, token_hash: bytes, account_id: str, real_now: datetime, expires_at: datetime, device: str | None = None
) -> None:
    """A new session, after the password was typed; those that have run out are forgotten on the way."""
    work.rows(_END_OLD, real_now=real_now)
    work.rows(
        _OPEN,
        token_hash=token_hash,
        account_id=account_id,
        created_at=real_now,
        seen_at=real_now,
        expires_at=expires_at,
        device=device,
        confirmed_at=real_now,
    )
    audit.write(work, f"staff:{account_id}", "user.logged_in", f"user:{account_id}")


def touch_session(work: Work, token_hash: bytes, real_now: datetime) -> None:
    work.change(_TOUCH, this_hash=token_hash, real_now=real_now)


def end_session(work: Work, token_hash: bytes) -> None:
    work.rows(_END, token_hash=token_hash)


def normalised(email: str) -> str:
    """The e-mail as it is kept and looked up."""
    return email.strip().casefold()


def _added(work: Work, email: str, role: str, demo: bool, actor: str) -> str:
    account_id = work.new_id()
    work.rows(
        _ADD,
        id=account_id,
        email=email,
        email_hash=_email_hash(work, email),
        role=role,
        demo=demo,
        password=None,
        created_at=work.now,
    )
    audit.write(work, actor, "user.added", f"user:{account_id}", after={"role": role})
    return account_id


def _email_hash(work: Work, email: str) -> bytes:
    return work.hashed("email", normalised(email))


def _account(row: Any) -> Account:
    return Account(row.id, row.email, row.role, bool(row.demo), disabled=row.disabled_at is not None)
