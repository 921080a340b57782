"""A clinic with two thousand patients, each with a visit in the next thirty days, four fifths of all time taken."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import cycle, islice

from sqlalchemy import insert, text

from bot.wiring import Desk
from scheduler import availability
from scheduler.cells import CELLS_A_DAY, EPOCH
from scheduler.clinic import Clinic, parse_clinic
from scheduler.model import Patient, Slot
from scheduler.wishes import When, Window
from storage import appointments, clinics, days, patients
from storage.occupancy import StoredOccupancy
from storage.schema import days as day_rows
from storage.work import Work
from tests import builders

PHONES = 2_000
PROVIDERS = 12
DAYS = 30
FULL = 0.8
CROWD = 50
AT_ONCE = 40
AREAS = [area for area in range(201, 990) if area % 100 != 11]

PROVIDER = """
[[providers]]
id = "p{number}"
name = "Dr. Number {number}"
location = "main"
[providers.hours]
"""
CROWD_VISITS = """
[[visit_types]]
id = "crowd"
name = {{ en = "Visit", es = "Visita" }}
minutes = 30
providers = [{providers}]
raster_minutes = 30
"""
HOURS = '{day} = ["09:00-12:00", "13:00-17:00"]\n'


def phone(number: int) -> str:
    """A number reserved for fiction, another one for each `number`."""
    area, line = divmod(number, 100)
    return f"+1{AREAS[area]}55501{line:02}"


def born(number: int) -> date:
    """When whoever has the phone of this `number` was born."""
    return date(1950, 1, 1) + timedelta(days=number)


def clinic() -> Clinic:
    """Oak Hill with twelve more doctors who give check-ups."""
    names = [f"p{number}" for number in range(PROVIDERS)]
    document = builders.CLINIC_FILE.replace('providers = ["lee", "ortiz"]', f"providers = {names}".replace("'", '"'), 1)
    hours = "".join(HOURS.format(day=day) for day in ("mon", "tue", "wed", "thu", "fri"))
    return parse_clinic(document + "".join(PROVIDER.format(number=n) + hours for n in range(PROVIDERS)), "oak.toml")


def crowded_clinic() -> Clinic:
    """The same with fifty more doctors who share a visit type, for searches among many."""
    names = [f"c{number}" for number in range(CROWD)]
    table = CROWD_VISITS.format(providers=", ".join(f'"{name}"' for name in names))
    hours = "".join(HOURS.format(day=day) for day in ("mon", "tue", "wed", "thu", "fri"))
    people = "".join(PROVIDER.format(number=n).replace('"p', '"c', 1) + hours for n in range(CROWD))
    document = builders.CLINIC_FILE.replace("[reminders]", f"{table}\n[reminders]", 1)
    return parse_clinic(document + people, "oak.toml")


def crowd(desk: Desk) -> None:
    """Four fifths of a year of those fifty doctors are taken, as bitmaps alone: nothing else is read by a search."""
    town, now, dice = crowded_clinic(), desk.clock.now(), random.Random(4)
    first = (now - EPOCH).days - 1
    half_hours = range(0, CELLS_A_DAY, 6)
    with desk.database.writing() as connection:
        rows = [
            {
                "clinic": town.id,
                "resource": f"provider:c{number}",
                "day": day,
                "busy": days.to_bytes(sum(0b111111 << cell for cell in half_hours if dice.random() < FULL)),
            }
            for number in range(CROWD)
            for day in range(first, first + 366)
        ]
        connection.execute(insert(day_rows), rows)


def settle(desk: Desk) -> None:
    """Put clinic, patients and visits into an empty database."""
    town, now = clinic(), desk.clock.now()
    with desk.database.writing() as connection:
        clinics.apply(connection, town, now)
    ids: list[str] = []
    for first in range(0, PHONES, AT_ONCE):
        with desk.database.writing() as connection:
            work = desk.work(connection, town.id)
            ids += [_add(work, number) for number in range(first, min(first + AT_ONCE, PHONES))]
    with desk.database.reading() as connection:
        slots = list(_most_slots(desk.work(connection, town.id), town))
    owners = cycle(ids)
    for first in range(0, len(slots), AT_ONCE):
        with desk.database.writing() as connection:
            work = desk.work(connection, town.id)
            for slot in slots[first : first + AT_ONCE]:
                appointments.book(work, town, slot, patient_id=next(owners), actor="bench", source="import")
    with desk.database.writing() as connection:
        connection.execute(text("ANALYZE"))


def _add(work: Work, number: int) -> str:
    new_id = work.new_id()
    person = Patient(
        new_id, f"p{number}", "Ana", f"Stone {number}", born(number), phone(number), "en", sms_consent=True
    )
    patients.add(work, person)
    return new_id


def _most_slots(work: Work, town: Clinic) -> Iterator[Slot]:
    """Four of five half hours of every doctor."""
    month = When((Window(work.now, work.now + timedelta(days=DAYS)),))
    for number in range(PROVIDERS):
        query = availability.SlotQuery("checkup", provider=f"p{number}", when=month)
        every = list(availability.openings(town, query, StoredOccupancy(work), work.now))
        taken = (slot for place, slot in enumerate(every) if (place * 7 + number) % 10 < FULL * 10)
        yield from islice(taken, PHONES // PROVIDERS + 1)
