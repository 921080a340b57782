"""`frontdesk why` and `frontdesk forecast`: what went out and why, and what will."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING

import click

from bot.cli.errors import CommandError
from bot.cli.options import clinic_option, open_desk, which_clinic

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from bot.forecast import Line
    from scheduler.clinic import Clinic
    from scheduler.model import Appointment
    from storage.work import Work


@click.command()
@click.argument("appointment")
@clinic_option
def why(appointment: str, clinic_id: str | None) -> None:
    """Which reminders APPOINTMENT had, has or will have, and why each was sent, moved or not sent.

    APPOINTMENT is its id or its external_id.
    """
    from bot.why import sentences

    with open_desk() as desk, desk.database.reading() as connection:
        chosen = which_clinic(connection, clinic_id)
        work, clinic = desk.work(connection, chosen), desk.clinic(connection, chosen)
        visit = _found(work, appointment)
        click.echo(_heading(clinic, visit))
        for sentence in sentences(work, clinic, visit):
            click.echo(f"  {sentence}")


@click.command()
@click.option("--days", type=click.IntRange(min=1, max=366), default=7, show_default=True, help="From now on.")
@clinic_option
@click.option("--format", "form", type=click.Choice(["text", "jsonl"]), default="text", show_default=True)
def forecast(days: int, clinic_id: str | None, form: str) -> None:
    """What will be sent, when, to how many, and at what cost in segments."""
    from bot import forecast as forecasting

    with open_desk() as desk, desk.database.reading() as connection:
        chosen = which_clinic(connection, clinic_id)
        work, clinic = desk.work(connection, chosen), desk.clinic(connection, chosen)
        lines = forecasting.of(work, clinic, work.now + timedelta(days=days))
        for line in lines:
            click.echo(_as_text(line, clinic.zone()) if form == "text" else _as_json(line, clinic.zone()))
    if form == "text":
        total, cost = sum(line.texts for line in lines), sum(line.segments for line in lines)
        click.echo(f"In {days} days: {_counted(total, 'text')} in {_counted(cost, 'segment')}.")


def _found(work: Work, name: str) -> Appointment:
    from storage import appointments

    visit = appointments.get(work, name) or appointments.by_external_id(work, [name]).get(name)
    if visit is None:
        raise CommandError(f'There is no appointment "{name}"; their ids are in: frontdesk export appointments')
    return visit


def _heading(clinic: Clinic, visit: Appointment) -> str:
    from bot.why import known_location

    starts_at = visit.slot.starts_at.astimezone(clinic.zone(known_location(clinic, visit)))
    about = f"{visit.slot.visit_type} with {visit.slot.provider}, {starts_at:%a %Y-%m-%d %H:%M %Z}"
    return f"Appointment {visit.external_id}: {about}, {visit.status.value}, {visit.confirmation.value}"


def _as_text(line: Line, zone: ZoneInfo) -> str:
    first, last = (f"{at.astimezone(zone):%H:%M}" for at in (line.first, line.last))
    clock = first if first == last else f"{first}-{last}"
    refused = ", ".join(f"{count} not sent: {reason}" for reason, count in sorted(line.refused.items()))
    counts = f"{_counted(line.texts, 'text')} in {_counted(line.segments, 'segment')}"
    return f"{line.day:%a %Y-%m-%d}  {clock:<11}  {line.what:<14}  {counts}" + (f" ({refused})" if refused else "")


def _as_json(line: Line, zone: ZoneInfo) -> str:
    return json.dumps(
        {
            "day": line.day.isoformat(),
            "what": line.what,
            "first": line.first.astimezone(zone).isoformat(),
            "last": line.last.astimezone(zone).isoformat(),
            "texts": line.texts,
            "segments": line.segments,
            "not_sent": dict(sorted(line.refused.items())),
        }
    )


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'s' * (count != 1)}"
