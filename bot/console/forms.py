"""Forms that only our own pages can send.

Each has a token that is signed for the log-in session of its page; before a log-in, for the browser alone. Parts of a
page that refresh themselves bear a ticket in their address: nobody gets them who did not open the page, which is what
the audit log notes.
"""

from __future__ import annotations

import hmac
from datetime import timedelta
from typing import Any

from flask import current_app, request, url_for
from flask_wtf.csrf import ValidationError, generate_csrf, validate_csrf
from markupsafe import Markup

from bot.console.sessions import LONGEST, Visitor

FIELD = "csrf_token"
TICKET = "ticket"


def field(visitor: Visitor | None) -> Markup:
    """The hidden field of a form."""
    token = generate_csrf(secret_key=_key(visitor), token_key=FIELD)
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, token)


def is_ours(visitor: Visitor | None) -> bool:
    """Whether the form that was sent comes from a page of this visitor's."""
    token = request.form.get(FIELD, "")
    try:
        validate_csrf(token, secret_key=_key(visitor), token_key=FIELD, time_limit=LONGEST / timedelta(seconds=1))
    except ValidationError:
        return False
    return True


def refresh(visitor: Visitor, endpoint: str, **values: Any) -> str:
    """The address at which a part of a page asks for its newest state."""
    address = url_for(f"console.{endpoint}", **values)
    ticket = _ticket(visitor, address.partition("?")[0])
    return f"{address}{'&' if '?' in address else '?'}{TICKET}={ticket}"


def has_ticket(visitor: Visitor) -> bool:
    return hmac.compare_digest(request.args.get(TICKET, "").encode(), _ticket(visitor, request.path).encode())


def _ticket(visitor: Visitor, path: str) -> str:
    return hmac.digest(_key(visitor).encode(), path.encode(), "sha256").hex()[:32]


def _key(visitor: Visitor | None) -> str:
    return f"{current_app.secret_key!s}.{visitor.session.hex() if visitor else 'door'}"
