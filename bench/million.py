"""`python -m bench.million`: do a search and a booking cost the same with a million visits in the table?

Fifty doctors, four fifths of each day taken: in one database the weeks around today, in the other years before and
after too. Measured in turns (A B A B), the ratio is the median of the pairs': the first ten openings within a year, and
a booking (a hold, then the visit, a transaction each). Rows are loaded past the repositories, as bookings leave them.
"""

from __future__ import annotations

import argparse
import contextlib
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path

from sqlalchemy import Connection, insert, text

from bench import pieces, servers, town
from bot import settings, wiring
from scheduler import availability
from scheduler.cells import taken
from scheduler.clinic import Clinic
from scheduler.model import Patient, Slot
from scheduler.walltime import instant_of
from scheduler.wishes import When, Window
from storage import appointments, clinics, conversations, days, patients
from storage.migrations import migrate
from storage.occupancy import StoredOccupancy
from storage.schema import appointments as visit_rows
from storage.schema import cells as cell_rows
from storage.work import Work
from tests import builders, office, postgres

MINUTES, TAKEN_OF_TEN = 10, 8
NEAR, YEARS = 14, 10 * 365  # days
BOOKINGS, OWNERS, PAIRS = 100, 2_000, 5
AT_ONCE = 20_000
MEMORY = Path("/dev/shm")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.million", description=__doc__.partition("\n")[0])
    parser.add_argument("--appointments", type=int, default=1_000_000)
    parser.add_argument("--databases", nargs="+", choices=("sqlite", "postgres"), default=["sqlite", "postgres"])
    parser.add_argument("--disk", action="store_true", help="databases on the disk of temporary files")
    options = parser.parse_args()
    folder = None if options.disk or not MEMORY.is_dir() else MEMORY
    with tempfile.TemporaryDirectory(dir=folder) as home:
        for kind in options.databases:
            with _databases(kind, Path(home)) as urls:
                measure(kind, urls, options.appointments)


@contextlib.contextmanager
def _databases(kind: str, home: Path) -> Iterator[list[str]]:
    """Two empty databases."""
    if kind == "sqlite":
        yield [f"sqlite:///{home}/{name}.db" for name in ("few", "many")]
        return
    server = servers.postgresql(home)
    server.start()
    databases = postgres.Databases(server.admin_url)
    yield [databases.url(databases.create()) for _ in range(2)]
    server.close()


def measure(kind: str, urls: Sequence[str], most: int) -> None:
    """Fill both databases, and print what is measured in them."""
    few, many = (_Crowd(url) for url in urls)
    few.load(few.visits(-NEAR, NEAR), most)
    near = many.load(many.visits(-NEAR, NEAR), most)
    before = many.load(many.visits(-NEAR - YEARS, -NEAR, backwards=True), (most - near) // 2)
    after = many.load(many.visits(NEAR, NEAR + YEARS), most - near - before)
    pairs = [(few.figures(), many.figures()) for _ in range(PAIRS)]
    print(f"{kind}: {near:,} and {near + before + after:,} visits")
    for what in pairs[0][0]:
        ratio = statistics.median(large[what] / small[what] for small, large in pairs)
        least = [min(pair[place][what] for pair in pairs) for place in range(2)]
        print(f"  {what:26} {least[0]:6,.0f} and {least[1]:6,.0f} µs: {ratio:.2f} × (at most 2)")


class _Crowd:
    """The fifty doctors of `town`, with visits of ten minutes."""

    def __init__(self, url: str) -> None:
        self._desk = desk = wiring.build(settings.read({**office.variables(url), "FRONTDESK_ENV": "production"}))
        self._numbers, self._talks = count(), list[str]()
        migrate(desk.database)
        desk.clock.start()
        people = town.crowded_clinic()
        quick = {"minutes": MINUTES, "raster_minutes": MINUTES}
        kinds = (kind.model_copy(update=quick if kind.id == "crowd" else {}) for kind in people.visit_types)
        self._clinic: Clinic = people.model_copy(update={"visit_types": tuple(kinds)})
        with desk.database.writing() as connection:
            clinics.apply(connection, self._clinic, desk.clock.now())
            work = desk.work(connection, self._clinic.id)
            for number in range(OWNERS):
                patients.add(work, _person(number))
            for number in range(BOOKINGS):
                self._talks.append(conversations.lock(work, "sms", town.phone(number), "en").id)

    def visits(self, first: int, stop: int, *, backwards: bool = False) -> Iterator[Slot]:
        """Eight of ten times of every doctor, on the working days between `first` and `stop` days from now."""
        today = self._desk.clock.now().date()
        every = [today + timedelta(days=number) for number in range(first, stop)]
        minutes = [minute for minute in range(9 * 60, 17 * 60, MINUTES) if minute // 60 != 12]
        for day in (day for day in (reversed(every) if backwards else every) if day.weekday() < 5):
            for number in range(town.CROWD):
                for place, minute in enumerate(minutes):
                    if (place * 7 + number) % 10 < TAKEN_OF_TEN:
                        yield self._slot(number, day, minute)

    def load(self, slots: Iterator[Slot], most: int) -> int:
        """At most so many visits with cells and bitmaps; how many."""
        loaded, slots = 0, islice(slots, most)
        while block := list(islice(slots, AT_ONCE)):
            loaded += len(block)
            numbered = list(zip(self._numbers, block, strict=False))
            with self._desk.database.writing() as connection:
                connection.execute(insert(visit_rows), [self._row(*each) for each in numbered])
                connection.execute(insert(cell_rows), [row for each in numbered for row in self._cells(*each)])
        with self._desk.database.writing() as connection:
            days.rebuild(self._desk.work(connection, self._clinic.id))
        with self._desk.database.writing() as connection:
            connection.execute(text("ANALYZE"))
        return loaded

    def figures(self) -> dict[str, float]:
        """Each in microseconds."""
        with self._desk.database.reading() as connection:
            work = self._desk.work(connection, self._clinic.id)
            one = pieces.best(self._first_ten(work, "c3"))
            anybody = pieces.best(self._first_ten(work, None), number=20)
            search = availability.openings(self._clinic, self._asked(work), StoredOccupancy(work), work.now)
            free = list(islice(search, BOOKINGS))
        booked = [self._booked(number, slot) for number, slot in enumerate(free)]
        return {
            "first ten of one doctor": one,
            f"first ten of any of {town.CROWD}": anybody,
            "hold, then book (median)": statistics.median(booked) * 1e6,
        }

    def _booked(self, number: int, slot: Slot) -> float:
        """How many seconds a hold and its booking take, a transaction each; the visit is cancelled afterwards."""
        database, clinic = self._desk.database, self._clinic
        about = {"patient_id": f"p{number}", "conversation_id": self._talks[number], "moving": None}

        def hold(connection: Connection) -> appointments.Hold:
            work = self._desk.work(connection, clinic.id)
            held = appointments.hold(work, clinic, slot, expires_at=work.now + timedelta(minutes=10), **about)
            assert held is not None
            return held

        begun = time.perf_counter()
        held = database.run(hold)
        visit = database.run(
            lambda connection: appointments.book_held(
                self._desk.work(connection, clinic.id), clinic, held, actor="conversation:1", source="text"
            )
        )
        seconds = time.perf_counter() - begun
        database.run(
            lambda connection: appointments.cancel(
                self._desk.work(connection, clinic.id), clinic, visit.id, actor="bench"
            )
        )
        return seconds

    def _asked(self, work: Work, provider: str | None = None) -> availability.SlotQuery:
        when = When((Window(work.now, work.now + timedelta(days=365)),))
        return availability.SlotQuery("crowd", provider=provider, when=when, staff=True)

    def _first_ten(self, work: Work, provider: str | None) -> Callable[[], object]:
        query = self._asked(work, provider)
        return lambda: list(islice(availability.openings(self._clinic, query, StoredOccupancy(work), work.now), 10))

    def _slot(self, number: int, day: date, minute: int) -> Slot:
        start = instant_of(day, minute, builders.ZONE)
        return Slot(f"c{number}", "crowd", "main", start, start + timedelta(minutes=MINUTES))

    def _row(self, number: int, slot: Slot) -> dict[str, object]:
        now = self._desk.clock.now()
        return {
            "clinic": self._clinic.id,
            "id": f"v{number}",
            "external_id": f"v{number}",
            "patient_id": f"p{BOOKINGS + number % (OWNERS - BOOKINGS)}",
            "provider": slot.provider,
            "visit_type": slot.visit_type,
            "location": slot.location,
            "room": None,
            "starts_at": slot.starts_at,
            "ends_at": slot.ends_at,
            "busy_from": None,
            "seats": 1,
            "busy_until": slot.ends_at,
            "status": "booked",
            "confirmation": "needs-action",
            "source": "import",
            "overbooked": False,
            "created_at": now,
            "updated_at": now,
        }

    def _cells(self, number: int, slot: Slot) -> Iterator[dict[str, object]]:
        for resource, wanted in taken(slot, slot.ends_at):
            for cell in wanted:
                place = {"clinic": self._clinic.id, "resource": resource, "lane": 0, "cell": cell}
                yield place | {"appointment_id": f"v{number}", "hold_id": None}


def _person(number: int) -> Patient:
    born, phone = town.born(number), town.phone(number)
    return Patient(f"p{number}", f"x{number}", "Ana", f"Stone {number}", born, phone, "en", sms_consent=True)


if __name__ == "__main__":
    main()
