"""Every free slot for one visit type: hours minus busy, under the rules, within the wish.

Slots come earliest first (or latest first where the wish says so), the providers of one start in the visit type's
order. They are read a week at a time: whoever wants ten stops after ten. That a slot is still free when it is
booked is for the database to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, tzinfo
from itertools import islice

from scheduler.cells import CELLS_A_DAY
from scheduler.clinic import Clinic
from scheduler.model import Slot
from scheduler.ports import Occupancy
from scheduler.search import DAYS_AT_ONCE, Candidate, Search, SlotQuery
from scheduler.wishes import Order

__all__ = ["SlotQuery", "openings", "spoken", "why_none"]

LOOK_AHEAD = 200


def openings(clinic: Clinic, query: SlotQuery, occupancy: Occupancy, now: datetime) -> Iterator[Slot]:
    """Every slot that could be booked now, as a stream."""
    search = Search(clinic, query, clinic.visit_type(query.visit_type))
    candidates = search.candidates(now)
    for first_day in _stretches(candidates, query.when.order):
        possible = search.possible(candidates, first_day)
        if possible:
            yield from search.slots(search.free(possible, first_day, occupancy), first_day)


def why_none(clinic: Clinic, query: SlotQuery, now: datetime) -> str:
    """Why a search found nothing: `not_bookable`, `no_provider`, `full`, `too_soon`, `too_far` or `closed`."""
    kind = clinic.visit_type(query.visit_type)
    if not (kind.bookable or query.staff):
        return "not_bookable"
    search = Search(clinic, query, kind)
    candidates = search.candidates(now)
    if not candidates:
        return "no_provider"
    if _first_possible(search, candidates) is not None:
        return "full"
    anyhow = Search(clinic, replace(query, staff=True), kind)
    start = _first_possible(anyhow, anyhow.candidates(now))
    if start is None:
        return "closed"
    return "too_soon" if start < min(candidate.first for candidate in candidates) else "too_far"


def spoken(slots: Iterable[Slot], limit: int = 3, zone: tzinfo = UTC) -> tuple[Slot, ...]:
    """The few to say aloud, in the order in which they came: one of each time, and of different days of `zone` first.

    `slots` may be an endless stream; no more is read than a choice needs.
    """
    firsts: dict[datetime, Slot] = {}
    days: dict[date, datetime] = {}
    for slot in islice(slots, LOOK_AHEAD):
        firsts.setdefault(slot.starts_at, slot)
        days.setdefault(slot.starts_at.astimezone(zone).date(), slot.starts_at)
        if len(days) == limit:
            break
    chosen = list(dict.fromkeys((*days.values(), *firsts)))[:limit]
    return tuple(slot for start, slot in firsts.items() if start in chosen)


def _stretches(candidates: Iterable[Candidate], order: Order | None) -> Iterable[int]:
    """The first days of the stretches to search, in the order of the wish."""
    spans = [(candidate.first, candidate.stop) for candidate in candidates if candidate.first < candidate.stop]
    if not spans:
        return ()
    first_day = min(first for first, _ in spans) // CELLS_A_DAY
    last_day = (max(stop for _, stop in spans) - 1) // CELLS_A_DAY
    days = range(first_day, last_day + 1, DAYS_AT_ONCE)
    return reversed(days) if order is Order.LATEST else days


def _first_possible(search: Search, candidates: list[Candidate]) -> int | None:
    """The first cell at which anybody could give the visit, were nobody busy."""
    for first_day in _stretches(candidates, Order.EARLIEST):
        possible = search.possible(candidates, first_day)
        if possible:
            return first_day * CELLS_A_DAY + min((bits & -bits).bit_length() - 1 for _, bits in possible)
    return None
