"""Where a visit goes: its cells, their lanes and the bitmaps of its days, all at once or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from scheduler import quotas as rules
from scheduler.cells import taken
from scheduler.clinic import Clinic
from scheduler.errors import QuotaReached, SlotTaken
from scheduler.model import Appointment, Slot
from storage import cells, days, quotas, seats, waitlist
from storage.work import Work

PATIENT = "conversation:"


class Place:
    """The cells that a visit is about to take, its days locked, the lane of each resource chosen.

    What was only offered to somebody on the waiting list yields to everybody but another patient. A quota binds
    patients alone, unless a hold keeps the place (`held`); others may go beyond, and `beyond_quota` says so.
    """

    def __init__(
        self,
        work: Work,
        clinic: Clinic,
        slot: Slot,
        busy_until: datetime,
        *,
        patient_id: str,
        actor: str,
        overbook: bool,
        leaving: Appointment | None = None,
        held: bool = False,
    ) -> None:
        spans = taken(slot, busy_until)
        self._work = work
        self._slot, self._until, self._actor = slot, busy_until, actor
        self._left = cells.of_appointment(work, leaving.id) if leaving else []
        self._days = sorted({*days.of_spans(spans), *days.of_keys(self._left)})
        counted = rules.periods(clinic, slot)
        days.lock(work, sorted({*self._days, *quotas.days_of(counted)}))
        left = (leaving.id, leaving.slot) if leaving else None
        self.beyond_quota = not held and quotas.is_used_up(work, counted, slot, patient_id, left)
        if self.beyond_quota and actor.startswith(PATIENT):
            raise QuotaReached
        self.overbooked = False
        self._wanted = cells.keys(spans, self._chosen_lanes(slot, spans, leaving, overbook=overbook))

    def _chosen_lanes(
        self, slot: Slot, spans: days.Spans, leaving: Appointment | None, *, overbook: bool
    ) -> dict[str, int]:
        """A free seat where the slot has several, or else, on purpose, lanes beside others."""
        try:
            lanes = seats.lanes(self._work, slot, spans, leaving.id if leaving else None)
        except SlotTaken:
            if not overbook:
                raise
            lanes = {}
        if overbook and not lanes:
            lanes = self._free_lanes(spans)
            self.overbooked = any(lanes.values())
        return lanes

    def _free_lanes(self, spans: days.Spans) -> dict[str, int]:
        cells.remove_expired(self._work, cells.keys(spans))
        return cells.free_lanes(self._work, spans, set(self._left))

    def take(self, id: str, prepare: Callable[[], object]) -> None:
        """Leave the old cells, do `prepare`, take the new ones. Raises `SlotTaken`, and nothing was done."""

        def leave_and_prepare() -> None:
            if self._left:
                cells.remove_appointment(self._work, id)
            if not self._actor.startswith(PATIENT):
                waitlist.withdraw(self._work, self._slot, self._until, actor=self._actor)
            prepare()

        if not cells.claim(self._work, self._wanted, appointment_id=id, prepare=leave_and_prepare):
            raise SlotTaken
        days.refresh(self._work, self._days)
