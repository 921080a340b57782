"""The demo clinic: loaded once, into a database that has no clinic, all of it or nothing.

Its numbers are reserved for fiction and its log-ins open for somebody who sits at this machine, for nobody else.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection

from bot import importing, passwords
from bot.demo.fortnight import DemoVisit, fortnight
from bot.wiring import Desk
from scheduler.clinic import Clinic, parse_clinic
from storage import appointments, clinics, patients, staff
from storage.work import Work

FILE = Path(__file__).with_name("maple.toml")
PEOPLE = Path(__file__).with_name("people.csv")
ACTOR = SOURCE = "demo"
PASSWORD = "maple-street-demo"  # noqa: S105  # printed at the start; it opens nothing from elsewhere
LOG_INS = {
    "agent@maple.example": "agent",
    "manager@maple.example": "manager",
    "admin@maple.example": "admin",
}


def load(desk: Desk) -> bool:
    """Load the demo where there is no clinic yet; whether it was loaded."""
    with desk.database.reading() as connection:
        if clinics.all_ids(connection):
            return False
    clinic = parse_clinic(FILE.read_text(encoding="utf-8"), FILE.name)
    hashed = passwords.hashed(PASSWORD)
    with desk.database.writing() as connection:
        if clinics.apply(connection, clinic, desk.clock.now()).outcome != "created":
            return False
        _people(desk, connection, clinic)
        work = desk.work(connection, clinic.id)
        _visits(work, clinic)
        for email, role in LOG_INS.items():
            staff.add(work, email, role, hashed, demo=True, actor=ACTOR)
    return True


def _people(desk: Desk, connection: Connection, clinic: Clinic) -> None:
    sheet = importing.read("patients", PEOPLE)
    importing.bring_in(desk, clinic, "patients", sheet, lambda rows: None, lambda step: step(connection))


def _visits(work: Work, clinic: Clinic) -> None:
    sheet = importing.read("patients", PEOPLE)
    known = patients.by_external_id(work, [row.get("external_id") for row in sheet.rows])
    people = [known[row.get("external_id")] for row in sheet.rows]
    for number, visit in enumerate(fortnight(clinic, people, work.now), start=1):
        _book(work, clinic, f"demo-visit-{number}", visit)


def _book(work: Work, clinic: Clinic, external_id: str, visit: DemoVisit) -> None:
    booked = appointments.book(
        work,
        clinic,
        visit.slot,
        patient_id=visit.patient.id,
        actor=ACTOR,
        source=SOURCE,
        external_id=external_id,
        status=visit.status,
    )
    if visit.confirmed:
        appointments.confirm(work, booked.id, actor=ACTOR)
