"""Small clinics and calendars for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from scheduler.bits import joined
from scheduler.cells import EPOCH, day_masks, occupied
from scheduler.clinic import Clinic, load_document
from scheduler.model import Slot
from scheduler.ports import Start

CHICAGO = ZoneInfo("America/Chicago")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
OFFICE_HOURS = {day: ["09:00-12:00", "13:00-17:00"] for day in WEEKDAYS[:5]}


def clinic_with(**changes: Any) -> Clinic:
    """A clinic of one provider and one half-hour visit type, with the given tables instead of its own."""
    return load_document(document(**changes))


def document(**changes: Any) -> dict[str, Any]:
    return {
        "id": "maple",
        "name": "Maple Street Clinic",
        "timezone": "America/Chicago",
        "phone": "+15125550100",
        "languages": ["en"],
        "locations": [{"id": "main", "name": "Main Street", "address": "120 Main St"}],
        "providers": [provider("lee")],
        "visit_types": [visit_type()],
    } | changes


def provider(id: str, hours: Mapping[str, Sequence[str]] = OFFICE_HOURS, location: str = "main") -> dict[str, Any]:
    return {"id": id, "name": f"Dr. {id.title()}", "location": location, "hours": hours}


def visit_type(**changes: Any) -> dict[str, Any]:
    return {
        "id": "checkup",
        "name": {"en": "Check-up"},
        "minutes": 30,
        "providers": ["lee"],
        "min_notice": "0m",
        "raster_minutes": 30,
        "horizon": "30d",
    } | changes


def at(text: str, zone: ZoneInfo = CHICAGO) -> datetime:
    """An instant from local words: `at("2027-03-01 09:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone).astimezone(UTC)


class Calendar:
    """Occupancy over a dictionary, which counts how often and how far it was read."""

    def __init__(self) -> None:
        self.days: dict[tuple[str, int], int] = {}
        self.reads: list[tuple[tuple[str, ...], int, int]] = []
        self.started: list[Start] = []

    def take(self, resource: str, cells: range) -> None:
        for day, bits in day_masks(cells):
            self.days[resource, day] = self.days.get((resource, day), 0) | bits

    def book(self, clinic: Clinic, slot: Slot, *, new_patient: bool = False) -> None:
        self.started.append(Start(slot, new_patient))
        for resource, cells in occupied(clinic, slot):
            self.take(resource, cells)

    def busy(self, resources: Sequence[str], first_day: int, last_day: int) -> Mapping[str, int]:
        self.reads.append((tuple(resources), first_day, last_day))
        return {
            resource: joined(self.days.get((resource, day), 0) for day in range(first_day, last_day + 1))
            for resource in resources
        }

    def starts(self, first_day: int, last_day: int) -> Sequence[Start]:
        days = range(first_day, last_day + 1)
        return [start for start in self.started if (start.slot.starts_at - EPOCH).days in days]
