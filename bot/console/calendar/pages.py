"""The page of the calendar: a day by provider or room, a week of one provider."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, abort, render_template, request, url_for

from bot.console.calendar import drawing
from bot.console.calendar.grid import Cell
from bot.console.look import Look, looking, note_opened
from bot.wiring import Desk
from scheduler.clinic import Clinic
from storage import inbox

DAY, WEEK = "day", "week"


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/calendar")
    def calendar() -> str:
        with looking(desk) as look:
            values = _values(look)
        note_opened(desk, look, ("calendar.opened", f"day:{values['day']}", {"patients": values["seen_patients"]}))
        return render_template("console/calendar.html", **values)


def _values(look: Look) -> dict[str, Any]:
    clinic, today = look.eyes.clinic, look.eyes.now.astimezone(look.eyes.zone).date()
    on = parsed_day(request.args.get("day", "")) or today
    span = WEEK if request.args.get("span") == WEEK else DAY
    by = drawing.BY_ROOM if request.args.get("by") == drawing.BY_ROOM and clinic.rooms else drawing.BY_PROVIDER
    location = _one_of(clinic.locations, request.args.get("location", ""))
    provider = _one_of(clinic.providers, request.args.get("provider", "")) or clinic.providers[0].id
    if span == WEEK:
        shown, title, step = drawing.week(look, on, provider, location), drawing.title_of_week(on), 7
    else:
        shown, title, step = drawing.day(look, on, location, by), drawing.title_of_day(on), 1
    choice = {"span": span, "by": by, "location": location, "provider": provider}
    return {
        **look.frame("Calendar", inbox.open_cases(look.work)),
        **shown,
        **choice,
        "day": on.isoformat(),
        "title": title,
        "is_today": on == today,
        "closed": span == DAY and clinic.is_closed_on(on, location or None),
        "previous": _address(on - timedelta(days=step), choice),
        "next": _address(on + timedelta(days=step), choice),
        "providers": [(one.id, one.name) for one in clinic.providers],
        "locations": _places(clinic),
        "has_rooms": bool(clinic.rooms),
        "book_address": lambda cell: address_of("book", _free(look, cell)),
        "free_words": lambda cell: look.eyes.clock(cell.start),
        "free_query": lambda cell: urlencode(_free(look, cell)),
    }


def _free(look: Look, cell: Cell) -> dict[str, str]:
    """Who is free when, on the wall clock; the columns of a week bear their day."""
    provider, _, on = cell.key.partition("@")
    local = cell.start.astimezone(look.eyes.zone)
    return {"provider": provider, "day": on or local.date().isoformat(), "time": f"{local:%H:%M}"}


def parsed_day(text: str) -> date | None:
    """The day of an address; None where none was given. Aborts with 404 where it makes no sense."""
    if not text:
        return None
    try:
        on = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return on if 1900 < on.year < 3000 else abort(404)


def _places(clinic: Clinic) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in clinic.locations] if len(clinic.locations) > 1 else []


def _one_of(entries: Any, id: str) -> str:
    return id if any(entry.id == id for entry in entries) else ""


def _address(on: date, choice: dict[str, str]) -> str:
    return address_of("calendar", {"day": on.isoformat(), **choice})


def address_of(endpoint: str, values: Mapping[str, str]) -> str:
    """Without what is empty."""
    return url_for(f"console.{endpoint}", **{name: value for name, value in values.items() if value})  # type: ignore[arg-type]
