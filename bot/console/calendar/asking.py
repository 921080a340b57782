"""What was filled in about a visit: whom it is for, what, with whom, when; from an address or a form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from scheduler.booking import Wanted
from scheduler.clinic import Clinic
from scheduler.errors import MissingHour
from scheduler.model import Slot
from scheduler.walltime import instant_of_wall

FIELDS = ("patient", "visit_type", "provider", "day", "time")


@dataclass(frozen=True, slots=True)
class Filled:
    """The fields as they were written; empty where nothing was."""

    patient: str = ""
    visit_type: str = ""
    provider: str = ""
    day: str = ""
    time: str = ""
    overbook: bool = False
    tell: bool = True

    @classmethod
    def read(cls, values: Mapping[str, str]) -> Filled:
        """Boxes that are unticked send nothing; `asked` says that the form was there."""
        fields = {name: values.get(name, "").strip()[:60] for name in FIELDS}
        return cls(**fields, overbook="overbook" in values, tell="tell" in values or "asked" not in values)

    @property
    def has_time(self) -> bool:
        return bool(self.provider and self.day and self.time)

    def starts_at(self, clinic: Clinic) -> datetime:
        """On the wall clock of the provider's location. Raises `UnknownId`, `MissingHour` or `ValueError`."""
        zone = clinic.zone(clinic.provider(self.provider).location)
        wall = datetime.fromisoformat(f"{self.day}T{self.time}")
        instant = instant_of_wall(wall, zone)
        if instant.astimezone(zone).replace(tzinfo=None) != wall:
            raise MissingHour
        return instant

    def wanted(self, clinic: Clinic) -> Wanted:
        """Raises as `starts_at` does."""
        return Wanted(self.visit_type, self.provider, self.starts_at(clinic))

    def address(self, endpoint: str, clinic: Clinic, slot: Slot, **more: Any) -> str:
        """The same question with another time."""
        local = slot.starts_at.astimezone(clinic.zone(slot.location))
        values: dict[str, Any] = {
            "patient": self.patient or None,
            "visit_type": self.visit_type or None,
            "provider": slot.provider,
            "day": local.date().isoformat(),
            "time": f"{local:%H:%M}",
        }
        return url_for(f"console.{endpoint}", **values, **more)
