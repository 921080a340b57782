"""`frontdesk slots`: the openings that the engine would offer now, or why a certain time is none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from bot.cli.options import clinic_option, open_desk, which_clinic

if TYPE_CHECKING:
    from scheduler.clinic import Clinic
    from scheduler.search import SlotQuery
    from scheduler.wishes import When
    from storage.work import Work

_DAY = click.DateTime(["%Y-%m-%d"])


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of the command."""

    visit_type: str | None
    provider: str | None
    location: str | None
    words: str | None
    days: int | None
    limit: int | None
    best: bool
    born: datetime | None
    is_new: bool | None
    staff: bool
    overbook: bool
    instant: str | None
    form: str


@click.command()
@click.option("--visit-type", metavar="ID", help="[default: the first that the provider gives]")
@click.option("--provider", metavar="ID", help="This provider alone.")
@click.option("--location", metavar="ID", help="This location alone.")
@click.option("--when", "words", metavar="TEXT", help='In a patient\'s words, such as "thursday afternoon".')
@click.option("--days", type=click.IntRange(min=1), help="From now on.  [default: as far as patients may book]")
@click.option("--limit", type=click.IntRange(min=1), help="No more than that many.  [default: all; 3 with --best]")
@click.option("--best", is_flag=True, help="Only the few that the bot would name.")
@click.option("--born", type=_DAY, metavar="DATE", help="For a patient born on that day.")
@click.option("--new/--returning", "is_new", default=None, help="For a patient who has, or has not, been here before.")
@click.option("--staff", is_flag=True, help="What staff may book: beyond notice, horizon and quotas, marked so.")
@click.option("--overbook", is_flag=True, help="With --staff: also where others are, marked so.")
@click.option("--explain", "instant", metavar="INSTANT", help='Why "2027-03-15 09:00" is, or is not, offered.')
@clinic_option
@click.option("--format", "form", type=click.Choice(["jsonl", "text"]), default="jsonl", show_default=True)
def slots(clinic_id: str | None, **options: Any) -> None:
    """List the openings for a visit type, ordered by time; without any, say why and which are nearest."""
    from bot.cli import slot_lines
    from scheduler.errors import BadQuestion
    from storage.occupancy import StoredOccupancy

    asked = Asked(**options)
    with open_desk() as desk, desk.database.reading() as connection:
        chosen = which_clinic(connection, clinic_id)
        work, clinic = desk.work(connection, chosen), desk.clinic(connection, chosen)
        try:
            query = _query(work, clinic, asked)
            lines = slot_lines.Lines(clinic, query, StoredOccupancy(work), work.now, asked.form)
            for line in lines.explained(asked.instant) if asked.instant else lines.found(asked.limit, best=asked.best):
                click.echo(line)
        except BadQuestion as bad:
            raise click.UsageError(str(bad)) from None
        for remark in lines.remarks:
            click.echo(remark, err=True)


def _query(work: Work, clinic: Clinic, asked: Asked) -> SlotQuery:
    from scheduler.availability import SlotQuery, demand_answerable
    from scheduler.rules import Visitor

    if asked.overbook and not asked.staff:
        raise click.UsageError("Only staff overbook; add --staff.")
    _demand_known(clinic, asked)
    born: date | None = asked.born.date() if asked.born else None
    query = SlotQuery(
        asked.visit_type or _first_type(clinic, asked.provider),
        asked.provider,
        asked.location,
        _when(work, clinic, asked),
        asked.staff,
        asked.overbook,
        Visitor(born, asked.is_new),
    )
    if asked.instant is None:
        demand_answerable(clinic, query, work.now)
    return query


def _demand_known(clinic: Clinic, asked: Asked) -> None:
    for what, wanted, known in (
        ("visit type", asked.visit_type, clinic.visit_types),
        ("provider", asked.provider, clinic.providers),
        ("location", asked.location, clinic.locations),
    ):
        ids = [entry.id for entry in known]
        if wanted is not None and wanted not in ids:
            raise click.UsageError(f'The clinic has no {what} "{wanted}"; it has {", ".join(ids)}.')


def _first_type(clinic: Clinic, provider: str | None) -> str:
    given = [kind.id for kind in clinic.visit_types if provider is None or provider in kind.providers]
    if not given:
        raise click.UsageError("No visit type is given by that provider; see [[visit_types]] in the clinic file.")
    return given[0]


def _when(work: Work, clinic: Clinic, asked: Asked) -> When:
    from scheduler.walltime import moved_by_days
    from scheduler.wishes import ANY_TIME, Window

    place = asked.location or (clinic.provider(asked.provider).location if asked.provider else None)
    when = ANY_TIME if asked.words is None else _understood(asked.words, clinic, work.now, place)
    if asked.days is None:
        return when
    until = Window(moved_by_days(work.now, asked.days, clinic.zone(place)), None)
    return replace(when, excluded=(*when.excluded, until))


def _understood(words: str, clinic: Clinic, now: datetime, place: str | None) -> When:
    from dialogs.understanding import Context, understand

    zone = clinic.zone(place)
    context = Context("When would you like to come?", hours=clinic.visiting_hours)
    when = understand(words, now.astimezone(zone), zone, clinic.default_language, context).when
    if when is None:
        raise click.UsageError(f'"{words}" says no time; try "tomorrow morning" or "march 15 at 3pm".')
    return when
