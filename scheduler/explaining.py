"""Why a certain instant is, or is not, offered: for each provider all reasons, by asking one rule after the other.

It agrees with `availability.openings`: an instant without a reason is offered, one with a reason is not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from scheduler import crowding, rules
from scheduler.bits import lowest, span
from scheduler.cells import CELLS_A_DAY, EPOCH, cell_at, cell_from, cells_of, day_masks, instant_of_cell, room_resource
from scheduler.clinic import Clinic
from scheduler.errors import MissingHour
from scheduler.hours import HoursBook, Post
from scheduler.ports import Occupancy
from scheduler.reasons import FOR_OVERBOOKING, FOR_PATIENTS, Reason, Why
from scheduler.search import Search, SlotQuery
from scheduler.walltime import instant_of, instant_of_wall
from scheduler.windows import asked_for

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of an instant at one provider: the reasons against it, and what staff went beyond."""

    provider: str
    location: str | None
    against: tuple[Why, ...]
    beyond: tuple[Why, ...] = ()

    @property
    def is_offered(self) -> bool:
        return not self.against


def explain(
    clinic: Clinic, query: SlotQuery, occupancy: Occupancy, instant: datetime, now: datetime
) -> tuple[Verdict, ...]:
    """The verdict on a visit that would start at `instant`, for everybody who was asked for."""
    search = Search(clinic, query)
    posts = search.posts()
    verdicts = [_verdict(search, post, occupancy, instant, now) for post in posts]
    asked, there = [query.provider] if query.provider else search.kind.providers, {post.provider for post in posts}
    missing = (name for name in asked if name not in there)
    return (*verdicts, *(Verdict(name, query.location, (not_there(search, name),)) for name in missing))


def wall_instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant at which the clock of `zone` shows a naive time, the first one. Raises `MissingHour`."""
    instant = instant_of_wall(wall, zone)
    if instant.astimezone(zone).replace(tzinfo=None) != wall:
        raise MissingHour
    return instant


def off_until(book: HoursBook, post: Post, start: datetime, end: datetime) -> Why | None:
    """The time off or closure in `[start, end)` that takes the first hours which the provider would have there."""
    first, last = (start - EPOCH).days, (end - EPOCH).days
    for day in range(first, last + 1):
        planned = book.scheduled_cells(post.provider, post.location, day, closures=False)
        lost = planned & ~book.open_cells(post.provider, post.location, day) & _between(day, start, end)
        if lost:
            return _why_off(book, post, instant_of_cell(day * CELLS_A_DAY + lowest(lost)))
    return None


def _verdict(search: Search, post: Post, occupancy: Occupancy, instant: datetime, now: datetime) -> Verdict:
    staff, overbook = search.query.staff, search.query.overbook
    allowed = (FOR_PATIENTS if staff else frozenset()) | (FOR_OVERBOOKING if overbook else frozenset())
    found = list(_reasons(search, post, occupancy, instant, now))
    return Verdict(
        post.provider,
        post.location,
        tuple(why for why in found if why.reason not in allowed),
        tuple(why for why in found if why.reason in allowed),
    )


def _reasons(search: Search, post: Post, occupancy: Occupancy, instant: datetime, now: datetime) -> Iterator[Why]:
    kind, visitor = search.kind, search.query.visitor
    if instant < now:
        yield Why(Reason.PAST)
    yield from rules.refusals(kind, visitor, instant, post.zone, now)
    wall = instant.astimezone(post.zone)
    if wall.minute % kind.raster_minutes or wall.second or wall.microsecond:
        yield Why(Reason.OFF_RASTER)
        return
    if wall.fold:
        yield Why(Reason.SECOND_READING)
    if why := _outside(search.book, post, instant, instant + kind.length):
        yield why
    if not _was_wished(search, post, instant):
        yield Why(Reason.NOT_WISHED)
    yield from _crowded(search, post, occupancy, instant)


def _outside(book: HoursBook, post: Post, start: datetime, end: datetime) -> Why | None:
    """Why the hours do not hold a visit."""
    for day, cells in day_masks(cells_of(start, end)):
        missing = cells & ~book.open_cells(post.provider, post.location, day)
        if missing:
            at = instant_of_cell(day * CELLS_A_DAY + lowest(missing))
            planned = book.scheduled_cells(post.provider, post.location, day, closures=False)
            if missing & -missing & planned:
                return _why_off(book, post, at)
            if lowest(missing) + day * CELLS_A_DAY == cell_at(start):
                return Why(Reason.NOT_WORKING, provider=post.provider)
            return Why(Reason.TOO_LONG, at, post.provider)
    return None


def _why_off(book: HoursBook, post: Post, at: datetime) -> Why:
    """The closure, or the time off with its end: pieces that follow each other are one."""
    day, cell = at.astimezone(post.zone).date(), cell_at(at)
    if book.clinic.is_closed_on(day, post.location):
        return Why(Reason.CLOSED, _end_of_closure(book, post, day))
    closed = any(off.closed and off.first <= cell < off.stop for off in book.off(post.provider, post.location))
    until = cell
    for off in book.off(post.provider, post.location):
        if off.first <= until < off.stop and off.closed == closed:
            until = off.stop
    if closed:
        return Why(Reason.CLOSED, instant_of_cell(until))
    return Why(Reason.AWAY, instant_of_cell(until), post.provider)


def _between(day: int, start: datetime, end: datetime) -> int:
    origin = day * CELLS_A_DAY
    return span(cell_at(start) - origin, cell_from(end) - origin, CELLS_A_DAY)


def _end_of_closure(book: HoursBook, post: Post, day: date) -> datetime:
    while book.clinic.is_closed_on(day, post.location):
        day += timedelta(days=1)
    return instant_of(day, 0, post.zone)


def not_there(search: Search, provider: str) -> Why:
    """Why somebody who was asked for could not give the visit anywhere."""
    gives = provider in search.kind.providers
    works_there = gives and search.query.location in (None, *search.book.locations_of(provider))
    return Why(Reason.NO_ROOM if works_there else Reason.NO_PROVIDER, provider=provider)


def _was_wished(search: Search, post: Post, instant: datetime) -> bool:
    day, cell = divmod(cell_at(instant), CELLS_A_DAY)
    return bool(asked_for(search.query.when, post.zone, day, 1) >> cell & 1)


def _crowded(search: Search, post: Post, occupancy: Occupancy, instant: datetime) -> Iterator[Why]:
    """Who or what is in the way at that time."""
    day, cell = divmod(cell_at(instant), CELLS_A_DAY)
    counted = crowding.crowd(search.clinic, replace(search.query, staff=False), search.kind, day, occupancy)
    if counted is not None and counted.used_up(post) >> cell & 1:
        yield Why(Reason.QUOTA, provider=post.provider)
    if counted is not None and any(bit >> cell & 1 for _, bit in counted.groups_with_a_seat(post)):
        return
    kind = search.kind
    before, after = (minutes * _MINUTE for minutes in (kind.buffer_before_minutes, kind.buffer_minutes))
    end = instant + kind.length
    if not _is_free(occupancy, post.resource, instant - before, end + after):
        yield Why(Reason.FULL, provider=post.provider)
    if post.rooms and not any(_is_free(occupancy, room_resource(room), instant, end) for room in post.rooms):
        yield Why(Reason.ROOM_TAKEN, provider=post.provider)


def _is_free(occupancy: Occupancy, resource: str, start: datetime, end: datetime) -> bool:
    cells = cells_of(start, end)
    first_day, last_day = cells.start // CELLS_A_DAY, (cells.stop - 1) // CELLS_A_DAY
    busy = occupancy.busy([resource], first_day, last_day).get(resource, 0) >> (cells.start - first_day * CELLS_A_DAY)
    return not busy & ((1 << len(cells)) - 1)
