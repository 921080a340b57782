"""One look of a visitor at their own clinic: the transaction it is read in, whose eyes see it, and what was seen.

What a page shows of patients is written to the audit log before the page is sent; where that cannot be written, the
page is not shown.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Response, g, render_template, request

from bot.console import forms, guard, views, words
from bot.console.sessions import Visitor
from bot.console.views import Eyes
from bot.wiring import Desk
from storage import audit
from storage.inbox import CaseLine
from storage.work import Work

SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Look:
    work: Work
    eyes: Eyes
    visitor: Visitor

    def frame(self, tab: str, lines: Iterable[CaseLine]) -> dict[str, Any]:
        """What the frame around every page shows."""
        return {
            "tab": tab,
            "stream": forms.refresh(self.visitor, "stream"),
            "counts": views.counts(tuple(lines), self.eyes),
            "clinic_name": self.eyes.clinic.name,
            "clinic_phone": self.eyes.clinic.phone,
            "today": words.long_day(self.eyes.now.astimezone(self.eyes.zone).date()),
            "me": {
                "email": self.visitor.account.email,
                "role": self.visitor.account.role,
                "initials": self.visitor.account.email[:2].upper(),
            },
        }

    def refresh(self, endpoint: str, shown: object, **values: str) -> str:
        """Where a part asks for its newest state; the address says what it shows already."""
        return forms.refresh(self.visitor, endpoint, **values, **{SEEN: mark(shown)})


@contextmanager
def looking(desk: Desk) -> Iterator[Look]:
    """Read the visitor's clinic as it is now."""
    visitor, now = guard.visitor(), desk.clock.now()
    with desk.database.reading() as connection:
        clinic = desk.clinic(connection, visitor.clinic)
        look = Look(desk.work(connection, visitor.clinic, now), Eyes(clinic, now, visitor.actor), visitor)
        g.zone = look.eyes.zone
        yield look


def note_opened(desk: Desk, look: Look, *rows: tuple[str, str, dict[str, Any] | None]) -> None:
    """Write what this visitor is about to see: action, subject, and more where a list was shown."""
    with desk.database.writing() as connection:
        work = desk.work(connection, look.work.clinic_id, look.work.now)
        for action, subject, after in rows:
            audit.write(work, look.visitor.actor, action, subject, after=after)


def mark(shown: object) -> str:
    """A short name for a state of a part of a page."""
    return hashlib.sha256(repr(shown).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def part(shown: object, templates: Iterable[str], values: dict[str, Any]) -> Response:
    """A part that refreshes itself; 204 leaves the page alone where it shows the same already."""
    if request.args.get(SEEN) == mark(shown):
        return Response(status=204)
    return Response("\n".join(render_template(f"console/{name}", **values) for name in templates))
