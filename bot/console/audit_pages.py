"""The audit log, for administrators: searched and paged. A look at it is in it, too."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from typing import Any

from flask import Blueprint, render_template, request

from bot.console.calendar.pages import parsed_day
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from storage import audit_search, inbox, staff, tokens
from storage.audit_search import Entry, Wanted

AT_ONCE = 50
ASKED = ("subject", "actor", "action", "day")


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/settings/audit")
    def audit_page() -> str:
        asked = {name: request.args.get(name, "").strip()[:120] for name in ASKED}
        older = request.args.get("older", "")[:36]
        with looking(desk) as look:
            found = audit_search.find(look.work, _wanted(look, asked), AT_ONCE + 1, older)
            shown = found[:AT_ONCE]
            names = _names(look, shown)
            values = {
                **look.frame("Settings", inbox.open_cases(look.work)),
                "entries": [_line(look, entry, names) for entry in shown],
                "older": shown[-1].id if len(found) > AT_ONCE else "",
                "asked": asked,
            }
        searched = {name: text for name, text in asked.items() if text}
        note_opened(desk, look, ("audit.opened", f"clinic:{look.work.clinic_id}", searched or None))
        return render_template("console/audit.html", **values)


def _wanted(look: Look, asked: Mapping[str, str]) -> Wanted:
    day = parsed_day(asked["day"])
    since, until = (_midnight(look, day), _midnight(look, day + timedelta(days=1))) if day else (None, None)
    return Wanted(asked["subject"], _actor(look, asked["actor"]), asked["action"], since, until)


def _midnight(look: Look, day: Any) -> datetime:
    return datetime.combine(day, time(), look.eyes.zone).astimezone(UTC)


def _actor(look: Look, typed: str) -> str:
    """Colleagues are asked for by e-mail, the rest as the log names it."""
    if "@" not in typed:
        return typed
    found = staff.by_email(look.work, typed)
    return f"staff:{found.account.id}" if found else typed


def _names(look: Look, entries: tuple[Entry, ...]) -> dict[str, str]:
    """Actors as people know them."""
    actors = {entry.actor for entry in entries}
    people = staff.by_ids(look.work, {actor.removeprefix("staff:") for actor in actors})
    systems = tokens.by_ids(look.work, {actor.removeprefix("token:") for actor in actors})
    of_staff = {f"staff:{key}": who.email for key, who in people.items()}
    return of_staff | {f"token:{key}": token.name for key, token in systems.items()}


def _line(look: Look, entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    return {
        "at": entry.at,
        "when": f"{look.eyes.day(entry.at)}, {look.eyes.clock(entry.at)}",
        "actor": entry.actor,
        "name": names.get(entry.actor, entry.actor),
        "action": entry.action,
        "subject": entry.subject,
        "before": _written(entry.before),
        "after": _written(entry.after),
    }


def _written(values: Mapping[str, Any] | None) -> str:
    return ", ".join(f"{key}: {_plain(value)}" for key, value in values.items()) if values else ""


def _plain(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
