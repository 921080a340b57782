"""What became of a visit, line by line, from the audit log."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.console import days
from bot.console.look import Look
from storage import changes
from storage.changes import Change

DEEDS = {
    "appointment.booked": "Booked for {new}",
    "appointment.moved": "Moved from {old} to {new}",
    "appointment.cancelled": "Cancelled",
    "appointment.confirmed": "Confirmed",
    "appointment.imported": "Imported for {new}",
    "appointment.updated": "Changed",
}


@dataclass(frozen=True, slots=True)
class Line:
    text: str
    by: str
    at: datetime
    ago: str


def told(look: Look, appointment_id: str) -> list[Line]:
    """The newest first; looking at it is not told."""
    found = tuple(
        change for change in changes.of_subject(look.work, f"appointment:{appointment_id}") if _matters(change)
    )
    doers = days.doers(look.work, found)
    return [_line(look, change, doers) for change in found]


def _matters(change: Change) -> bool:
    return change.action.startswith("appointment.") and change.action not in ("appointment.opened", "appointment.read")


def _line(look: Look, change: Change, doers: Mapping[str, str]) -> Line:
    words = DEEDS.get(change.action) or _status(change.after) or change.action.partition(".")[2].capitalize()
    text = words.format(old=_when(look, change.before), new=_when(look, change.after))
    return Line(text, doers.get(change.actor, "by staff"), change.at, look.eyes.ago(change.at))


def _status(after: Mapping[str, Any]) -> str:
    status = str(after.get("status", ""))
    return status.replace("-", " ").capitalize()


def _when(look: Look, facts: Mapping[str, Any]) -> str:
    text = facts.get("starts_at")
    at = datetime.fromisoformat(text) if isinstance(text, str) else None
    return f"{look.eyes.day(at)}, {look.eyes.clock(at)}" if at else "another time"
