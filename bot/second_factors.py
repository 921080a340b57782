"""One-time codes of an authenticator (RFC 6238) and the recovery codes for when it is lost.

A code is good for its half minute and the one before and after, on the real clock, and once. How often somebody may try
is the caller's business.
"""

from __future__ import annotations

import re
import secrets
from datetime import datetime

import pyotp
import segno
from pyotp.utils import strings_equal

from storage import second_factors
from storage.work import Work

STEP_SECONDS = 30
RECOVERY_CODES = 10
# Without those that are taken for another when written by hand.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_CODE = re.compile(r"[0-9]{6}")


def new_secret() -> str:
    return pyotp.random_base32()


def new_recovery_codes() -> list[str]:
    """Ten of them, 49 bits each, in two groups."""
    return ["-".join("".join(secrets.choice(_LETTERS) for _ in range(5)) for _ in "ab") for _ in range(RECOVERY_CODES)]


def in_groups(secret: str) -> str:
    """The secret as it is typed by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))


def link(secret: str, email: str, clinic_name: str) -> str:
    """What an authenticator opens (`otpauth:`)."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=f"Frontdesk {clinic_name}")


def drawn(link: str) -> str:
    """The link as a QR code, for a camera: an SVG without styles of its own."""
    return str(segno.make(link, error="m").svg_inline(scale=4, border=2, dark="#000", light="#fff"))


def accepts(work: Work, account_id: str, text: str, real_now: datetime) -> bool:
    """Whether this is a code of the account's authenticator or one of its recovery codes. Uses it up."""
    found = second_factors.find(work, account_id)
    if found is None:
        return False
    typed = re.sub(r"\s", "", text)
    if not _CODE.fullmatch(typed):
        return found.active and second_factors.use_recovery_code(work, account_id, _as_made(typed))
    step = _step_of(found.secret, typed, int(real_now.timestamp()) // STEP_SECONDS)
    return step is not None and second_factors.take_step(work, account_id, step)


def _step_of(secret: str, code: str, now: int) -> int | None:
    """To which of the three half minutes around now this code belongs."""
    totp = pyotp.TOTP(secret, interval=STEP_SECONDS)
    near = [step for step in (now - 1, now, now + 1) if strings_equal(totp.at(step * STEP_SECONDS), code)]
    return near[-1] if near else None


def _as_made(typed: str) -> str:
    letters = typed.lower().replace("-", "")
    return f"{letters[:5]}-{letters[5:]}"
