"""Whether a visit that was booked some time ago still fits the clinic as it is today, and if not, why.

Notice and horizon are for booking; they are not asked here. Nor is who else is there at that time.
"""

from __future__ import annotations

from scheduler.cells import cells_of, day_masks
from scheduler.clinic import Clinic
from scheduler.clinic_tables import VisitType
from scheduler.hours import hours_of
from scheduler.model import Slot


def why_it_no_longer_fits(clinic: Clinic, slot: Slot) -> str | None:
    """The first reason, as the end of a sentence; None where the visit fits."""
    try:
        clinic.provider(slot.provider)
        clinic.location(slot.location)
        visit_type = clinic.visit_type(slot.visit_type)
        if slot.room is not None:
            clinic.room(slot.room)
    except LookupError as gone:
        return f"t{str(gone)[1:]}".rstrip(".")
    return _not_given(visit_type, slot) or _not_open(clinic, slot)


def _not_given(visit_type: VisitType, slot: Slot) -> str | None:
    if slot.provider not in visit_type.providers:
        return f'the provider "{slot.provider}" does not give "{slot.visit_type}"'
    return None


def _not_open(clinic: Clinic, slot: Slot) -> str | None:
    hours = hours_of(clinic)
    if clinic.is_closed_on(slot.starts_at.astimezone(hours.zone_at(slot.location)).date(), slot.location):
        return "the clinic is closed on that day"
    for day, wanted in day_masks(cells_of(slot.starts_at, slot.ends_at)):
        if wanted & ~hours.scheduled_cells(slot.provider, slot.location, day):
            return "it is outside the provider's hours"
        if wanted & ~hours.open_cells(slot.provider, slot.location, day):
            return "it lies in time off"
    return None
