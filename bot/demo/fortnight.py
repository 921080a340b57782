"""A believable fortnight around `now`: who comes when, for what, and how it went. The same for the same moment.

Days near today are full, later ones have gaps. Most people have one visit ahead, so that talks are short; a few have
two, and some families several. A few visits lie so that their reminders are due in minutes. Nothing is written here.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, islice

from scheduler.cells import cell_from, instant_of_cell
from scheduler.clinic import Clinic
from scheduler.clinic_tables import VisitType
from scheduler.model import AppointmentStatus as Status
from scheduler.model import Patient, Slot
from scheduler.opening import opening_spans
from scheduler.walltime import moved_by_days

DAYS_PAST, DAYS_AHEAD = 5, 12
MOST_PAST = 3
VISITS_AHEAD = {"demo-02": 0, "demo-03": 0, "demo-11": 2, "demo-20": 2, "demo-27": 2, "demo-34": 2, "demo-39": 2}
GAP = timedelta(minutes=30)
FULLEST = 75  # per cent
# Whose reminder is due in a moment: the patient, the provider, the visit type, days and time ahead.
SOON = (
    ("demo-04", "lee", "followup", 0, timedelta(hours=2, minutes=3)),
    ("demo-05", "patel", "labs", 0, timedelta(hours=2, minutes=6)),
    ("demo-13", "ortiz", "checkup", 3, timedelta(minutes=4)),
    ("demo-10", "patel", "labs", 3, timedelta(minutes=8)),
)


@dataclass(frozen=True, slots=True)
class DemoVisit:
    """One visit of the demo clinic."""

    patient: Patient
    slot: Slot
    status: Status
    confirmed: bool


@dataclass(slots=True)
class _Book:
    """What has been given out so far."""

    clinic: Clinic
    now: datetime
    people: Iterator[Patient]
    how_many: int
    past: Counter[str] = field(default_factory=Counter)
    ahead: Counter[str] = field(default_factory=Counter)
    kept: list[Slot] = field(default_factory=list)


def fortnight(clinic: Clinic, people: Sequence[Patient], now: datetime) -> Iterator[DemoVisit]:
    """Every visit, no two of one provider at the same time."""
    book = _Book(clinic, now, cycle(people), len(people))
    yield from _soon(book, {person.external_id: person for person in people})
    today = now.astimezone(clinic.zone()).date()
    # From today outwards: who runs out of visits does so far away.
    for offset in (*range(DAYS_AHEAD + 1), *range(-1, -DAYS_PAST - 1, -1)):
        day = today + timedelta(days=offset)
        for provider in clinic.providers if not clinic.is_closed_on(day) else ():
            most = _most_visits(offset)
            yield from islice(_day(book, provider.id, day, min(FULLEST, 15 * most)), most)


def _soon(book: _Book, people: dict[str, Patient]) -> Iterator[DemoVisit]:
    for external_id, provider, kind, days, ahead in SOON:
        start = instant_of_cell(cell_from(moved_by_days(book.now, days, book.clinic.zone()) + ahead))
        slot = _slot(book.clinic, provider, book.clinic.visit_type(kind), start)
        day = start.astimezone(book.clinic.zone()).date()
        if any(opens <= start and slot.ends_at <= closes for opens, closes in _spans(book.clinic, provider, day)):
            book.kept.append(slot)
            book.ahead[external_id] += 1
            yield DemoVisit(people[external_id], slot, Status.BOOKED, False)


def _day(book: _Book, provider: str, day: date, fullness: int) -> Iterator[DemoVisit]:
    for opens, closes in _spans(book.clinic, provider, day):
        start = opens
        while start < closes:
            kind = _kind(book.clinic, provider, start)
            start = _on_raster(start, kind)
            slot = _slot(book.clinic, provider, kind, start)
            free_at = slot.ends_at + timedelta(minutes=kind.buffer_minutes)
            in_the_way = [kept for kept in book.kept if kept.provider == provider and _meet(kept, start, free_at)]
            if in_the_way:
                start = max(kept.ends_at for kept in in_the_way) + timedelta(minutes=5)
            elif slot.ends_at > closes:
                start = closes
            elif _chance(provider, start) < fullness and (visit := _visit(book, slot)):
                yield visit
                start = free_at
            else:
                start += GAP


def _visit(book: _Book, slot: Slot) -> DemoVisit | None:
    """The next person who may have one more, or None where nobody may."""
    over = slot.starts_at <= book.now
    counted = book.past if over else book.ahead
    for _ in range(book.how_many):
        person = next(book.people)
        if counted[person.external_id] < (MOST_PAST if over else VISITS_AHEAD.get(person.external_id, 1)):
            counted[person.external_id] += 1
            chance = _chance(person.external_id, slot.starts_at)
            status = _status(slot, book.now, chance)
            near = slot.starts_at - book.now < timedelta(days=3)
            return DemoVisit(person, slot, status, status is Status.BOOKED and near and chance % 2 == 0)
    return None


def _status(slot: Slot, now: datetime, chance: int) -> Status:
    """How it went, or will go."""
    if slot.ends_at <= now:
        return Status.CANCELLED if chance < 5 else Status.NOSHOW if chance < 12 else Status.FULFILLED
    return Status.CHECKED_IN if slot.starts_at <= now else Status.BOOKED


def _kind(clinic: Clinic, provider: str, start: datetime) -> VisitType:
    """What for: the provider's kinds of visit, the first ones most often."""
    kinds = [kind for kind in clinic.visit_types if provider in kind.providers]
    return kinds[min(_chance(provider, "kind", start) * len(kinds) // 100, len(kinds) - 1)]


def _slot(clinic: Clinic, provider: str, kind: VisitType, start: datetime) -> Slot:
    room = kind.rooms[_chance(provider, "room", start) % len(kind.rooms)] if kind.rooms else None
    return Slot(provider, kind.id, clinic.provider(provider).location, start, start + kind.length, room)


def _spans(clinic: Clinic, provider: str, day: date) -> list[tuple[datetime, datetime]]:
    return opening_spans(clinic.provider(provider).hours, day, clinic.zone())


def _on_raster(start: datetime, kind: VisitType) -> datetime:
    raster = timedelta(minutes=kind.raster_minutes)
    late = (start - datetime(1970, 1, 1, tzinfo=UTC)) % raster
    return start + (raster - late if late else late)


def _meet(kept: Slot, start: datetime, end: datetime) -> bool:
    return kept.starts_at < end and start < kept.ends_at + timedelta(minutes=5)


def _most_visits(offset: int) -> int:
    """Of one provider on one day."""
    return 9 if offset <= 0 else max(1, 5 - offset)


def _chance(*about: object) -> int:
    """A number from 0 to 99 that looks like chance."""
    return zlib.crc32("|".join(map(str, about)).encode()) % 100
