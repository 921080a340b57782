"""People and half hours, for tests of the calendar that need no office around them."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta
from typing import Any

from scheduler.model import Patient, Slot
from storage.work import Work
from tests import builders

MINUTES = timedelta(minutes=1)
# Tuesday after the change of clocks, nine in the morning in Chicago.
TUESDAY = datetime(2027, 3, 16, 9, 0, tzinfo=builders.ZONE)

AtWork = Callable[..., AbstractContextManager[Work]]


def person(number: int, first_name: str = "Ana", **changes: Any) -> Patient:
    values: dict[str, Any] = {
        "id": f"p{number}",
        "external_id": f"p{number}",
        "first_name": first_name,
        "last_name": "Stone",
        "date_of_birth": date(1980, 1, 1) + timedelta(days=number),
        "phone": builders.phone(number),
        "language": "en",
        "sms_consent": True,
    }
    return Patient(**(values | changes))


def half_hour(start: datetime, provider: str = "lee") -> Slot:
    return Slot(provider, "checkup", "main", start, start + 30 * MINUTES)


def ultrasound(start: datetime) -> Slot:
    """Forty minutes of Dr. Ortiz, ten more to clean up, and the room."""
    return Slot("ortiz", "ultrasound", "main", start, start + 40 * MINUTES, "us1")
