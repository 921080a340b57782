"""How the desk is, for administrators: the worker, what waits, what went wrong, versions."""

from __future__ import annotations

from flask import Blueprint, render_template

from bot import health, metrics, versions
from bot.console import words
from bot.console.look import looking
from bot.wiring import Desk
from storage import inbox, workers
from storage.schema import REVISION

# The worker says so every few seconds.
SILENT_SECONDS = 60.0


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/settings/health")
    def health_page() -> str:
        with looking(desk) as look:
            values = look.frame("Settings", inbox.open_cases(look.work))
            seen = workers.last_seen(look.work.connection)
        silence = (desk.clock.real_now() - seen).total_seconds() if seen else None
        return render_template(
            "console/health.html",
            trouble=health.why_not_ready(desk),
            silence=None if silence is None else words.seconds(silence),
            alive=silence is not None and silence < SILENT_SECONDS,
            waiting=[_depth(*one) for one in health.depths(desk) if one[0] != "frontdesk_worker_seen_seconds"],
            counted=metrics.totals(),
            versions=[
                ("Frontdesk", versions.program()),
                ("Python", versions.python()),
                ("Database", desk.database.version()),
                ("Schema", REVISION),
                *versions.libraries(),
            ],
            **values,
        )


def _depth(name: str, description: str, value: float) -> tuple[str, str]:
    return description, words.seconds(value) if name.endswith("_seconds") else f"{value:,.0f}"
