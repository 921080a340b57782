"""`frontdesk slots`: the openings that the engine would offer a patient now."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice, takewhile
from typing import TYPE_CHECKING

import click

from bot.cli.options import clinic_option, open_desk, which_clinic

if TYPE_CHECKING:
    from scheduler.clinic import Clinic
    from scheduler.model import Slot
    from scheduler.search import SlotQuery
    from scheduler.wishes import When
    from storage.work import Work

WHY_NONE = {
    "not_bookable": "patients may not book this visit type themselves",
    "no_provider": "nobody gives this visit with that provider, or it has no room there",
    "full": "every opening is taken",
    "too_soon": "that is sooner than the notice that this visit type needs",
    "too_far": "that is further ahead than patients may book this visit type",
    "closed": "nobody works then",
}


@click.command()
@click.option("--visit-type", required=True, metavar="ID")
@click.option("--provider", metavar="ID", help="This provider alone.")
@click.option("--when", "words", metavar="TEXT", help='In a patient\'s words, such as "thursday afternoon".')
@click.option("--days", type=click.IntRange(min=1), help="From now on.  [default: as far as patients may book]")
@click.option("--limit", type=click.IntRange(min=1), help="No more than that many.  [default: all]")
@clinic_option
@click.option("--format", "form", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True)
def slots(
    visit_type: str,
    provider: str | None,
    words: str | None,
    days: int | None,
    limit: int | None,
    clinic_id: str | None,
    form: str,
) -> None:
    """List the openings for a visit type, ordered by time."""
    from scheduler.availability import SlotQuery
    from scheduler.wishes import ANY_TIME

    with open_desk() as desk, desk.database.reading() as connection:
        chosen = which_clinic(connection, clinic_id)
        work, clinic = desk.work(connection, chosen), desk.clinic(connection, chosen)
        _demand_known(clinic, visit_type, provider)
        when = _understood(words, clinic, work.now) if words is not None else ANY_TIME
        query = SlotQuery(visit_type, provider, when=when)
        found = sorted(islice(_openings(work, clinic, query, days), limit), key=lambda slot: slot.starts_at)
        if not found:
            click.echo(f"No opening: {_why_none(clinic, query, work.now)}.", err=True)
        for slot in found:
            click.echo(_line(slot, clinic, form))


def _demand_known(clinic: Clinic, visit_type: str, provider: str | None) -> None:
    for what, wanted, known in (
        ("visit type", visit_type, clinic.visit_types),
        ("provider", provider, clinic.providers),
    ):
        ids = [entry.id for entry in known]
        if wanted is not None and wanted not in ids:
            raise click.UsageError(f'The clinic has no {what} "{wanted}"; it has {", ".join(ids)}.')


def _understood(words: str, clinic: Clinic, now: datetime) -> When:
    from dialogs.understanding import Context, understand

    zone = clinic.zone()
    context = Context("When would you like to come?")
    when = understand(words, now.astimezone(zone), zone, clinic.default_language, context).when
    if when is None:
        raise click.UsageError(f'"{words}" says no time; try "tomorrow morning" or "march 15 at 3pm".')
    return when


def _openings(work: Work, clinic: Clinic, query: SlotQuery, days: int | None) -> Iterator[Slot]:
    from scheduler.availability import openings
    from scheduler.walltime import moved_by_days
    from scheduler.wishes import Order
    from storage.occupancy import StoredOccupancy

    found = openings(clinic, query, StoredOccupancy(work), work.now)
    if days is None:
        return found
    until = moved_by_days(work.now, days, clinic.zone())
    if query.when.order is Order.LATEST:
        return (slot for slot in found if slot.starts_at < until)
    return takewhile(lambda slot: slot.starts_at < until, found)


def _why_none(clinic: Clinic, query: SlotQuery, now: datetime) -> str:
    from scheduler.availability import why_none

    reason = why_none(clinic, query, now)
    return WHY_NONE.get(reason, reason)


def _line(slot: Slot, clinic: Clinic, form: str) -> str:
    zone = clinic.zone(slot.location)
    starts_at, ends_at = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    if form == "text":
        where = " ".join(filter(None, (slot.provider, slot.location, slot.room)))
        return f"{starts_at:%a %Y-%m-%d %H:%M}-{ends_at:%H:%M}  {where}"
    return json.dumps(
        {
            "provider": slot.provider,
            "location": slot.location,
            "room": slot.room,
            "starts_at": starts_at.isoformat(),
            "ends_at": ends_at.isoformat(),
        }
    )
