"""Every free slot for one visit type: hours minus busy, under the rules, within the wish.

Slots come earliest first (or latest first where the wish says so), the providers of one start in the visit type's
order. They are read a week at a time: whoever wants ten stops after ten. That a slot is still free when it is
booked is for the database to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from scheduler.bits import lowest
from scheduler.cells import CELLS_A_DAY, instant_of_cell
from scheduler.clinic import Clinic
from scheduler.crowding import binding_quotas
from scheduler.errors import EndsBeforeStart, VisitTooLong, WindowInThePast
from scheduler.explaining import not_there, off_until
from scheduler.model import Slot
from scheduler.ports import Occupancy
from scheduler.reasons import Reason, Why
from scheduler.rules import earliest_start, latest_start, not_for, of_age
from scheduler.search import DAYS_AT_ONCE, Candidate, Free, Search, SlotQuery
from scheduler.windows import reach
from scheduler.wishes import Order, When, Window

__all__ = ["SlotQuery", "demand_answerable", "free_weeks", "openings", "why_none"]

_WEEKS_A_YEAR = 53


def openings(clinic: Clinic, query: SlotQuery, occupancy: Occupancy, now: datetime) -> Iterator[Slot]:
    """Every slot that could be booked now, as a stream."""
    search = Search(clinic, query)
    for first_day, found in free_weeks(search, occupancy, now):
        yield from search.slots(found, first_day)


def free_weeks(search: Search, occupancy: Occupancy, now: datetime) -> Iterator[tuple[int, list[Free]]]:
    """The same as bits, a week at a time: the number of its first UTC day, and who is free where in it."""
    candidates = search.candidates(now)
    for first_day in _stretches(candidates, search.query.when.order):
        possible = search.possible(candidates, first_day)
        if possible and (found := search.free(possible, first_day, occupancy)):
            yield first_day, found


def demand_answerable(clinic: Clinic, query: SlotQuery, now: datetime) -> None:
    """Whether the question makes sense. Raises `UnknownId`, `EndsBeforeStart`, `WindowInThePast` or `VisitTooLong`."""
    clinic.visit_type(query.visit_type)
    if query.provider is not None:
        clinic.provider(query.provider)
    if query.location is not None:
        clinic.location(query.location)
    for window in query.when.windows:
        if isinstance(window.start, datetime) and isinstance(window.end, datetime) and window.end <= window.start:
            raise EndsBeforeStart
    ends = reach(query.when)[1]
    if ends is not None and ends <= now:
        raise WindowInThePast
    if Search(clinic, query).posts() and not _ever_fits(clinic, query, now):
        raise VisitTooLong


def why_none(clinic: Clinic, query: SlotQuery, now: datetime, occupancy: Occupancy | None = None) -> Why:
    """Why a search found nothing: the reason that stands in the way of the first time that would have done."""
    search = Search(clinic, query)
    return (
        _nobody(search)
        or _taken(search, now, occupancy)
        or _ruled_out(search, now)
        or _off(search, now)
        or Why(Reason.NOT_WORKING if _ever_fits(clinic, query, now) else Reason.TOO_LONG)
    )


def _nobody(search: Search) -> Why | None:
    """Reasons that lie in the visit type and the person, whatever the time."""
    query, kind = search.query, search.kind
    if not query.staff and (reason := not_for(kind, query.visitor)):
        return Why(reason)
    if search.posts():
        return None
    whys = [not_there(search, name) for name in ([query.provider] if query.provider else kind.providers)]
    return next((why for why in whys if why.reason is Reason.NO_ROOM), whys[0])


def _taken(search: Search, now: datetime, occupancy: Occupancy | None) -> Why | None:
    """There are hours for it, within the rules: then everything is taken, or a quota is reached."""
    if _first_possible(search, search.candidates(now)) is None:
        return None
    query = search.query
    counted = not query.staff and binding_quotas(search.clinic, search.kind, query.visitor)
    if counted and occupancy is not None:
        unbound = Search(search.clinic, replace(query, staff=True, when=_within_rules(search, now)))
        if next(free_weeks(unbound, occupancy, now), None) is not None:
            return Why(Reason.QUOTA, provider=query.provider)
    return Why(Reason.FULL, provider=query.provider)


def _within_rules(search: Search, now: datetime) -> When:
    """The wish, cut to what notice, horizon and age leave, for a search that does not know of them."""
    candidates = search.candidates(now)
    bounds = Window(
        instant_of_cell(min(candidate.first for candidate in candidates)),
        instant_of_cell(max(candidate.stop for candidate in candidates)),
    )
    when = search.query.when
    outside = (Window(None, bounds.start), Window(bounds.end, None))
    return replace(when, windows=when.windows or (bounds,), excluded=(*when.excluded, *outside))


def _ruled_out(search: Search, now: datetime) -> Why | None:
    """There are hours for it, but not within notice, horizon and age."""
    if search.query.staff:
        return None
    anyhow = Search(search.clinic, replace(search.query, staff=True))
    cell = _first_possible(anyhow, anyhow.candidates(now))
    if cell is None:
        return None
    start, zone = instant_of_cell(cell), search.posts()[0].zone
    begins, ends = of_age(search.kind, search.query.visitor, zone)
    if begins and start < begins:
        return Why(Reason.TOO_YOUNG, begins)
    if ends and start >= ends:
        return Why(Reason.TOO_OLD, ends)
    earliest = earliest_start(search.kind, zone, now)
    if start < earliest:
        return Why(Reason.TOO_SOON, earliest)
    return Why(Reason.TOO_FAR, latest_start(search.kind, zone, now))


def _off(search: Search, now: datetime) -> Why | None:
    """Somebody would work, were they not off or the clinic not closed."""
    begins, ends = reach(search.query.when)
    if ends is not None and ends <= now:
        return Why(Reason.PAST)
    start = max(begins or now, now)
    end = min(ends or start + timedelta(days=7 * _WEEKS_A_YEAR), start + timedelta(days=7 * _WEEKS_A_YEAR))
    for post in search.posts():
        if why := off_until(search.book, post, start, end):
            return why
    return None


def _stretches(candidates: Sequence[Candidate], order: Order | None) -> Sequence[int] | Iterator[int]:
    """The first days of the stretches to search, in the order of the wish."""
    if not candidates:
        return ()
    first_day = min([candidate.first for candidate in candidates]) // CELLS_A_DAY
    last_day = (max([candidate.stop for candidate in candidates]) - 1) // CELLS_A_DAY
    days = range(first_day, last_day + 1, DAYS_AT_ONCE)
    return reversed(days) if order is Order.LATEST else days


def _first_possible(search: Search, candidates: Sequence[Candidate]) -> int | None:
    """The first cell at which anybody could give the visit, were nobody busy."""
    for first_day in _stretches(candidates, Order.EARLIEST):
        possible = search.possible(candidates, first_day)
        if possible:
            return first_day * CELLS_A_DAY + min(lowest(bits) for _, bits in possible)
    return None


def _ever_fits(clinic: Clinic, query: SlotQuery, now: datetime) -> bool:
    """Whether anybody has hours that are long enough, within a year."""
    year = When((Window(now, now + timedelta(days=7 * _WEEKS_A_YEAR)),))
    anyhow = Search(clinic, replace(query, staff=True, when=year))
    return _first_possible(anyhow, anyhow.candidates(now)) is not None
