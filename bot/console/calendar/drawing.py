"""What is in the calendar of some days: read once, and put into the columns of a grid."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from bot.console import views, words
from bot.console.calendar.grid import Block, Column, Grid, Span, drawn
from bot.console.look import Look
from scheduler.bits import ascending
from scheduler.cells import CELLS_A_DAY, cell_at, cell_from, instant_of_cell
from scheduler.clinic import Clinic
from scheduler.hours import hours_of
from scheduler.model import Appointment, Patient, Slot
from storage import appointments, holds, patients

DAYS_A_WEEK = 7
BY_PROVIDER, BY_ROOM = "provider", "room"


@dataclass(frozen=True, slots=True)
class Shown:
    """What was read of a stretch of days."""

    visits: tuple[Appointment, ...]
    held: tuple[tuple[Slot, bool], ...]
    people: Mapping[str, Patient]


def day(look: Look, on: date, location: str, by: str) -> dict[str, Any]:
    """One day: a column for each provider, or room, that is there or has something on it."""
    start, end = _bounds(look, on, 1)
    shown = _read(look, start, end, location)
    clinic = look.eyes.clinic
    if by == BY_ROOM:
        columns = [_room(look, room.id, room.name, shown) for room in clinic.rooms]
    else:
        columns = [_provider(look, one.id, one.name, shown, start, end, location) for one in clinic.providers]
    return _values(look, [column for column in columns if column.open or column.blocks], shown)


def week(look: Look, on: date, provider: str, location: str) -> dict[str, Any]:
    """The week of a day, Monday first, for one provider."""
    monday = on - timedelta(days=on.weekday())
    start, end = _bounds(look, monday, DAYS_A_WEEK)
    shown = _read(look, start, end, location)
    columns = []
    for each in (monday + timedelta(days=number) for number in range(DAYS_A_WEEK)):
        first, last = _bounds(look, each, 1)
        title = f"{each:%a} {each.day}"
        column = _provider(look, provider, title, shown, first, last, location)
        columns.append(_moved_to(column, look, first))
    return _values(look, columns, shown)


def _moved_to(column: Column, look: Look, first: datetime) -> Column:
    """A day of a week on the clock of the grid's first day: all columns share one scale of wall-clock times."""
    monday = first.astimezone(look.eyes.zone).date()
    shift = timedelta(days=monday.weekday())

    def back(at: datetime) -> datetime:
        local = at.astimezone(look.eyes.zone).replace(tzinfo=None) - shift
        return local.replace(tzinfo=look.eyes.zone)

    spans = tuple((back(opens), back(closes)) for opens, closes in column.open)
    blocks = tuple(Block(back(one.start), back(one.end), one.kind, one.view) for one in column.blocks)
    return Column(column.title, f"{column.key}@{monday.isoformat()}", spans, blocks, column.note)


def _values(look: Look, columns: list[Column], shown: Shown) -> dict[str, Any]:
    grid: Grid | None = drawn(columns, look.eyes.zone, look.eyes.clock) if columns else None
    there = [visit for visit in shown.visits if visit.status.occupies]
    return {"grid": grid, "total": len(there), "seen_patients": sorted(shown.people)}


def _read(look: Look, start: datetime, end: datetime, location: str) -> Shown:
    booked = tuple(
        visit
        for visit in appointments.between(look.work, start, end)
        if visit.status.occupies and location in ("", visit.slot.location)
    )
    held = tuple(
        (slot, offered) for slot, offered in holds.between(look.work, start, end) if location in ("", slot.location)
    )
    return Shown(booked, held, patients.many(look.work, {visit.patient_id for visit in booked}))


def _provider(look: Look, id: str, title: str, shown: Shown, start: datetime, end: datetime, location: str) -> Column:
    own = [visit for visit in shown.visits if visit.slot.provider == id and start <= visit.slot.starts_at < end]
    held = [one for one in shown.held if one[0].provider == id and start <= one[0].starts_at < end]
    spans = tuple(_open_spans(look.eyes.clinic, id, start, end, location))
    return Column(title, id, spans, tuple(_blocks(look, own, held, shown.people)))


def _room(look: Look, id: str, title: str, shown: Shown) -> Column:
    own = [visit for visit in shown.visits if visit.slot.room == id]
    held = [one for one in shown.held if one[0].room == id]
    return Column(title, "", (), tuple(_blocks(look, own, held, shown.people)))


def _blocks(
    look: Look, visits: Iterable[Appointment], held: Iterable[tuple[Slot, bool]], people: Mapping[str, Patient]
) -> Iterator[Block]:
    for visit in visits:
        view = views.visit_view(visit, people.get(visit.patient_id), look.eyes)
        yield Block(visit.slot.starts_at, visit.slot.ends_at, "visit", view)
    for slot, offered in held:
        kind = views.type_name(look.eyes.clinic, slot.visit_type)
        yield Block(slot.starts_at, slot.ends_at, "offer" if offered else "hold", kind)


def _open_spans(clinic: Clinic, provider: str, start: datetime, end: datetime, location: str) -> Iterator[Span]:
    """When a provider works in `[start, end)`, at one location or anywhere."""
    first, last = cell_at(start), cell_from(end)
    open_cells = [cell for cell in _open_cells(clinic, provider, first, last, location) if first <= cell < last]
    begun = None
    for cell, following in zip(open_cells, [*open_cells[1:], None], strict=False):
        begun = cell if begun is None else begun
        if following != cell + 1:
            yield instant_of_cell(begun), instant_of_cell(cell + 1)
            begun = None


def _open_cells(clinic: Clinic, provider: str, first: int, last: int, location: str) -> Iterator[int]:
    book = hours_of(clinic)
    places = [place for place in book.locations_of(provider) if location in ("", place)]
    for number in range(first // CELLS_A_DAY, last // CELLS_A_DAY + 1):
        bits = 0
        for place in places:
            bits |= book.open_cells(provider, place, number)
        yield from (number * CELLS_A_DAY + bit for bit in ascending(bits))


def _bounds(look: Look, on: date, days: int) -> Span:
    zone = look.eyes.zone
    return datetime.combine(on, time(), zone), datetime.combine(on + timedelta(days=days), time(), zone)


def title_of_week(on: date) -> str:
    monday = on - timedelta(days=on.weekday())
    sunday = monday + timedelta(days=DAYS_A_WEEK - 1)
    same = f"{sunday.day}" if monday.month == sunday.month else f"{sunday:%B} {sunday.day}"
    return f"{monday:%B} {monday.day} – {same}, {sunday.year}"


def title_of_day(on: date) -> str:
    return words.long_day(on)
