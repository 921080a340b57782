"""When each provider works where, as the cells of UTC days: weekly hours and extra ones without what is closed or off.

What does not change between two searches is kept with the clinic: applying a new clinic file, or other exceptions,
makes a new `Clinic`, and with it new hours. Who is busy in those hours is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.bits import joined, runs, span
from scheduler.calendar_tables import VisitType
from scheduler.cells import CELLS_A_DAY, EPOCH, cell_at, cell_from, provider_resource
from scheduler.clinic import Clinic
from scheduler.clockface import raster_pattern, shown
from scheduler.opening import spans_of_blocks
from scheduler.walltime import MINUTES_A_DAY, instant_of

_FIRST_DATE = EPOCH.date()
_KEPT = 512
_DAY = timedelta(days=1)
_books: dict[int, HoursBook] = {}


@dataclass(frozen=True, slots=True)
class Post:
    """A provider at one of their locations, with the rooms there of which a visit takes one."""

    provider: str
    location: str
    zone: ZoneInfo
    rooms: tuple[str, ...]
    resource: str


@dataclass(frozen=True, slots=True)
class Off:
    """Cells in which a provider is off; `closed` where that is so for everybody there."""

    first: int
    stop: int
    closed: bool


class HoursBook:
    """The hours of one clinic, each UTC day worked out once."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        # A cache of its own for each book, so that a new clinic file leaves nothing of the old one behind.
        self.open_cells = lru_cache(maxsize=65_536)(self._open_cells)
        self.possible_starts = lru_cache(maxsize=8_192)(self._possible_starts)
        self.zone_at = lru_cache(maxsize=None)(clinic.zone)
        self.posts = lru_cache(maxsize=None)(self._posts)
        self.hours_from = lru_cache(maxsize=4_096)(self._hours_from)
        self.off = lru_cache(maxsize=None)(self._off)
        self.shortest = lru_cache(maxsize=None)(self._shortest)
        self._spans_of_date = lru_cache(maxsize=8_192)(self._spans)

    def locations_of(self, provider: str) -> tuple[str, ...]:
        """Where a provider works, their own location first."""
        extra = (hours.location for hours in self.clinic.exceptions.extra_hours if hours.provider == provider)
        return tuple(dict.fromkeys((*self.clinic.provider(provider).locations, *extra)))

    def rooms_for(self, visit_type: str, location: str, provider: str | None = None) -> tuple[str, ...]:
        """The rooms of a visit type that are at a location; a room without a location is at all."""
        kind = self.clinic.visit_type(visit_type)
        wanted = kind.rooms_with(provider) if provider else kind.rooms
        return tuple(room for room in wanted if self.clinic.room(room).location in (None, location))

    def _posts(self, visit_type: str) -> tuple[Post, ...]:
        """Who could give a visit type where, in its order; without a room where it needs one nobody can."""
        kind = self.clinic.visit_type(visit_type)
        found = [
            Post(name, place, self.zone_at(place), self.rooms_for(visit_type, place, name), provider_resource(name))
            for name in dict.fromkeys(kind.providers)
            for place in self.locations_of(name)
        ]
        return tuple(post for post in found if post.rooms or not kind.rooms_with(post.provider))

    def _shortest(self, provider: str) -> int:
        """How many cells the shortest visit takes that this provider gives."""
        return min(kind.minutes // 5 for kind in self.clinic.visit_types if provider in kind.providers)

    def _possible_starts(
        self, visit_type: str, provider: str, location: str, first_day: int, days: int, both_readings: bool
    ) -> int:
        """The cells of `days` UTC days where a visit fits into the hours and the raster, were nobody busy."""
        kind, zone = self.clinic.visit_type(visit_type), self.zone_at(location)
        beyond = days + spill_days(kind)
        hours = joined(self.open_cells(provider, location, first_day + n) for n in range(beyond))
        pattern = raster_pattern(kind.raster_minutes)
        raster = joined(shown(pattern, zone, first_day + n, both_readings) for n in range(days))
        return runs(hours, kind.minutes // 5) & raster

    def _hours_from(self, provider: str, location: str, first_day: int) -> int:
        """The working hours of the eight UTC days from one on."""
        return joined(self.open_cells(provider, location, first_day + n) for n in range(8))

    def _open_cells(self, provider: str, location: str, day: int) -> int:
        """The cells of one UTC day in which the provider works; a cell counts when it lies inside as a whole."""
        origin, bits = day * CELLS_A_DAY, self.scheduled_cells(provider, location, day)
        for off in self.off(provider, location) if bits else ():
            bits &= ~span(off.first - origin, off.stop - origin, CELLS_A_DAY)
        return bits

    def scheduled_cells(self, provider: str, location: str, day: int, closures: bool = True) -> int:
        """The same as if nobody were ever off; without `closures` as if the clinic never closed."""
        today, origin, bits = _FIRST_DATE + timedelta(days=day), day * CELLS_A_DAY, 0
        for date_there in (today - _DAY, today, today + _DAY):
            for first, stop in self._spans_of_date(provider, location, date_there, closures):
                bits |= span(first - origin, stop - origin, CELLS_A_DAY)
        return bits

    def _spans(self, provider: str, location: str, day: date, closures: bool) -> list[tuple[int, int]]:
        if closures and self.clinic.is_closed_on(day, location):
            return []
        zone = self.zone_at(location)
        spans = spans_of_blocks(self.clinic.provider(provider).hours_at(location, day), day, zone)
        found = [(cell_from(opens), cell_at(closes)) for opens, closes in spans]
        return found + list(self._extra(provider, location, instant_of(day, 0, zone), _end_of(day, zone)))

    def _extra(self, provider: str, location: str, begin: datetime, end: datetime) -> Iterator[tuple[int, int]]:
        """What staff added to this date."""
        for extra in self.clinic.exceptions.extra_hours:
            if (extra.provider, extra.location) == (provider, location):
                yield cell_from(max(extra.span.start, begin)), cell_at(min(extra.span.end, end))

    def _off(self, provider: str, location: str) -> tuple[Off, ...]:
        """When the provider is off there, by the file and by what staff entered."""
        zone, found = self.zone_at(location), []
        for times in self.clinic.provider(provider).time_off:
            if times.clock is None:
                begin, end = instant_of(times.dates.first, 0, zone), _end_of(times.dates.last, zone)
                found.append(Off(cell_at(begin), cell_from(end), closed=False))
                continue
            for day in times.dates.days:
                [(begin, end)] = spans_of_blocks((times.clock,), day, zone)
                found.append(Off(cell_at(begin), cell_from(end), closed=False))
        for time_off in self.clinic.exceptions.time_off:
            if time_off.concerns(provider, location):
                begin, end = time_off.span.start, time_off.span.end
                found.append(Off(cell_at(begin), cell_from(end), closed=time_off.provider is None))
        return tuple(sorted(found, key=lambda off: off.first))


def hours_of(clinic: Clinic) -> HoursBook:
    """The book of this clinic object, made when first asked for."""
    book = _books.get(id(clinic))
    if book is None or book.clinic is not clinic:
        if len(_books) >= _KEPT:
            _books.clear()
        book = _books[id(clinic)] = HoursBook(clinic)
    return book


def spill_days(visit_type: VisitType) -> int:
    """Into how many further days a visit that starts in the last cell of a day reaches, its buffer included."""
    cells = (visit_type.minutes + visit_type.buffer_minutes) // 5
    return -(-(cells - 1) // CELLS_A_DAY)


def _end_of(day: date, zone: ZoneInfo) -> datetime:
    return instant_of(day, MINUTES_A_DAY, zone, later=True)
