"""The three lists: open cases, all talks, a day's visits; each as a page and as the part that refreshes itself."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, url_for

from bot.console import days, filters, views
from bot.console.look import Look, looking, note_opened, part
from bot.console.views import CaseView
from bot.wiring import Desk
from storage import inbox, notes
from storage.inbox import CaseLine

TALKS_A_PAGE = 50


def register(room: Blueprint, desk: Desk) -> None:
    """The pages of the three tabs."""
    _cases(room, desk)
    _talks(room, desk)
    _visits(room, desk)


def case_list(look: Look, lines: tuple[CaseLine, ...], *, compact: bool = False, current: str = "") -> dict[str, Any]:
    """The list of open cases: the page of its own, or beside a conversation (`compact`), of which one is `current`."""
    wanted = filters.read(request.args)
    shown = filters.passing(look, lines, wanted)
    named = notes.naming(look.work, look.visitor.account.id, [line.conversation_id for line in shown])
    cases = tuple(views.case_view(line, look.eyes, named.get(line.conversation_id)) for line in shown)
    values = wanted.asked() | ({"compact": "1", "current": current} if compact else {})
    return {
        **filters.values(look, lines, wanted),
        "cases": cases,
        "compact": compact,
        "current": current,
        "refresh": look.refresh("case_updates", cases, **values),
    }


def _cases(room: Blueprint, desk: Desk) -> None:
    @room.get("/")
    def cases() -> str:
        with looking(desk) as look:
            lines = inbox.open_cases(look.work)
            values = {**look.frame("Cases", lines), **case_list(look, lines)}
        note_opened(
            desk, look, ("cases.listed", f"clinic:{look.work.clinic_id}", {"cases": [line.id for line in lines]})
        )
        return render_template("console/cases.html", **values)

    @room.get("/updates/cases")
    def case_updates() -> Response:
        with looking(desk) as look:
            lines = inbox.open_cases(look.work)
            asked = {"compact": "compact" in request.args, "current": request.args.get("current", "")}
            values = {**look.frame("Cases", lines), **case_list(look, lines, **asked), "swap_count": True}  # type: ignore[arg-type]
        shown: tuple[CaseView, ...] = values["cases"]
        return part(shown, ["case_list.html"], values)


def _talks(room: Blueprint, desk: Desk) -> None:
    @room.get("/talks")
    def talks() -> str:
        before = _instant(request.args.get("before", ""))
        with looking(desk) as look:
            values = {**look.frame("Talks", inbox.open_cases(look.work)), **_talk_list(look, before)}
        note_opened(
            desk,
            look,
            ("talks.listed", f"clinic:{look.work.clinic_id}", {"talks": [talk.id for talk in values["talks"]]}),
        )
        return render_template("console/talks.html", **values)

    @room.get("/updates/talks")
    def talk_updates() -> Response:
        with looking(desk) as look:
            values = {**look.frame("Talks", inbox.open_cases(look.work)), **_talk_list(look, None), "swap_count": True}
        return part(values["talks"], ["talk_list.html", "count.html"], values)


def _talk_list(look: Look, before: datetime | None) -> dict[str, Any]:
    lines = inbox.talks(look.work, TALKS_A_PAGE, before)
    talks = tuple(views.talk_view(line, look.eyes) for line in lines)
    more = len(lines) == TALKS_A_PAGE
    return {
        "talks": talks,
        "refresh_talks": look.refresh("talk_updates", talks) if before is None else None,
        "next_page": url_for("console.talks", before=lines[-1].turned_at.isoformat()) if more else None,
    }


def _visits(room: Blueprint, desk: Desk) -> None:
    @room.get("/visits")
    def visits() -> str:
        wanted = request.args.get("day")
        with looking(desk) as look:
            day = _day(wanted) if wanted else look.eyes.now.astimezone(look.eyes.zone).date()
            values = {**look.frame("Visits", inbox.open_cases(look.work)), **days.of(look, day)}
        note_opened(desk, look, ("visits.listed", f"day:{day}", {"patients": values["seen_patients"]}))
        return render_template("console/visits.html", **values)

    @room.get("/updates/visits/<day>")
    def visit_updates(day: str) -> Response:
        with looking(desk) as look:
            values = {
                **look.frame("Visits", inbox.open_cases(look.work)),
                **days.of(look, _day(day)),
                "swap_count": True,
            }
        return part((values["visits"], values["changes"]), ["day.html", "count.html"], values)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        abort(404)
    return day if 1900 < day.year < 3000 else abort(404)


def _instant(text: str) -> datetime | None:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else None
