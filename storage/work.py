"""One transaction for one clinic at one moment: the first argument of every repository function."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from scheduler.values import quick
from storage.prepared import Statements


@quick
@dataclass(frozen=True, slots=True)
class Work:
    """`now` is aware, in UTC. `new_id` makes time-ordered UUIDs. `hash_key` is the clinic's own, for look-ups."""

    connection: Connection
    clinic_id: str
    now: datetime
    new_id: Callable[[], str]
    hash_key: bytes
    statements: Statements

    def hashed(self, kind: str, text: str) -> bytes:
        """How a protected value is found again: a keyed hash, different for each clinic and kind ("phone")."""
        return hmac.digest(self.hash_key, f"{kind}\0{text}".encode("utf-8", "surrogatepass"), hashlib.sha256)

    def rows(self, statement: Any, **values: Any) -> Any:
        """Execute a statement whose parameter `clinic` is this clinic."""
        return self.statements.execute(self.connection, statement, {"clinic": self.clinic_id, **values})

    def change(self, statement: Any, **values: Any) -> Any:
        """Execute an UPDATE whose parameter `this_clinic` is this clinic.

        A parameter named as a column would be a value to set, so those of its WHERE are named otherwise (`this_id`).
        """
        return self.statements.execute(self.connection, statement, {"this_clinic": self.clinic_id, **values})
