"""When each provider works, as the cells of UTC days: weekly hours without closures and holidays.

What does not change between two searches is kept with the clinic: applying a new clinic file makes a new
`Clinic`, and with it new hours. Who is busy in those hours is not known here.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from scheduler.bits import joined, runs, span
from scheduler.cells import CELLS_A_DAY, EPOCH, cell_at, cell_from
from scheduler.clinic import Clinic
from scheduler.clinic_tables import VisitType
from scheduler.clockface import raster_pattern, shown
from scheduler.opening import opening_spans

_FIRST_DATE = EPOCH.date()
_KEPT = 512
_books: dict[int, HoursBook] = {}


class HoursBook:
    """The hours of one clinic, each UTC day worked out once."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        # A cache of its own for each book, so that a new clinic file leaves nothing of the old one behind.
        self.open_cells = lru_cache(maxsize=65_536)(self._open_cells)
        self.possible_starts = lru_cache(maxsize=4_096)(self._possible_starts)
        self.zone_of = lru_cache(maxsize=None)(self._zone_of)
        self.rooms_for = lru_cache(maxsize=None)(self._rooms_for)
        self._spans_of_date = lru_cache(maxsize=4_096)(self._spans)

    def _zone_of(self, provider: str) -> ZoneInfo:
        """The zone of the provider's location."""
        return self.clinic.zone(self.clinic.provider(provider).location)

    def _rooms_for(self, visit_type: str, location: str) -> tuple[str, ...]:
        """The rooms of a visit type that are at a location; a room without a location is at all."""
        wanted = self.clinic.visit_type(visit_type).rooms
        return tuple(room for room in wanted if self.clinic.room(room).location in (None, location))

    def _possible_starts(self, visit_type: str, provider: str, first_day: int, days: int, both_readings: bool) -> int:
        """The cells of `days` UTC days where a visit fits into the hours and the raster, were nobody busy."""
        kind = self.clinic.visit_type(visit_type)
        beyond = days + spill_days(kind)
        hours = joined(self.open_cells(provider, first_day + n) for n in range(beyond))
        pattern, zone = raster_pattern(kind.raster_minutes), self.zone_of(provider)
        raster = joined(shown(pattern, zone, first_day + n, both_readings) for n in range(days))
        return runs(hours, kind.minutes // 5) & raster

    def _open_cells(self, provider: str, day: int) -> int:
        """The cells of one UTC day in which the provider works; a cell counts when it lies inside as a whole."""
        today, bits = _FIRST_DATE + timedelta(days=day), 0
        for date_there in (today - timedelta(days=1), today, today + timedelta(days=1)):
            for first, stop in self._spans_of_date(provider, date_there):
                bits |= span(first - day * CELLS_A_DAY, stop - day * CELLS_A_DAY, CELLS_A_DAY)
        return self._with_exceptions(bits, provider, day)

    def _with_exceptions(self, bits: int, provider: str, day: int) -> int:
        """The same with what staff entered: extra hours, then time off and closures."""
        origin, location = day * CELLS_A_DAY, self.clinic.provider(provider).location
        for extra in self.clinic.exceptions.extra_hours:
            if (extra.provider, extra.location) == (provider, location):
                bits |= span(cell_from(extra.span.start) - origin, cell_at(extra.span.end) - origin, CELLS_A_DAY)
        for off in self.clinic.exceptions.time_off:
            if off.concerns(provider, location):
                bits &= ~span(cell_at(off.span.start) - origin, cell_from(off.span.end) - origin, CELLS_A_DAY)
        return bits

    def _spans(self, provider: str, day: date) -> list[tuple[int, int]]:
        if self.clinic.is_closed_on(day):
            return []
        spans = opening_spans(self.clinic.provider(provider).hours, day, self.zone_of(provider))
        return [(cell_from(opens), cell_at(closes)) for opens, closes in spans]


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
