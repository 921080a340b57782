"""What `frontdesk slots` prints: a line for each opening, or for each provider's verdict on one instant."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import click

from bot.reasons import sentence
from scheduler import ranking
from scheduler.availability import openings, why_none
from scheduler.clinic import Clinic
from scheduler.explaining import Verdict, explain, wall_instant
from scheduler.model import Slot
from scheduler.ports import Occupancy
from scheduler.reasons import Why
from scheduler.search import SlotQuery


class Lines:
    """Answers to one question; `remarks` is what belongs on standard error once the lines are out."""

    def __init__(self, clinic: Clinic, query: SlotQuery, occupancy: Occupancy, now: datetime, form: str) -> None:
        self.clinic, self.query, self.occupancy, self.now, self.form = clinic, query, occupancy, now, form
        self.kind = clinic.visit_type(query.visit_type)
        self.remarks: list[str] = []

    def found(self, limit: int | None, *, best: bool) -> Iterator[str]:
        """The openings in the order of time, all of them or the few worth naming."""
        asked = (self.clinic, self.query, self.occupancy, self.now)
        few = limit or ranking.WRITTEN
        found = ranking.choose(*asked, few) if best else tuple(islice(openings(*asked), limit))
        if not found:
            why = why_none(self.clinic, self.query, self.now, self.occupancy)
            self.remarks.append(f"No opening: {self._sentence(why, self._zone())}.")
            self.remarks += [f"Nearest: {self._text(slot)}" for slot in ranking.nearest(*asked, few)]
        for slot in sorted(found, key=lambda slot: slot.starts_at):
            yield self._line(slot)

    def explained(self, written: str) -> Iterator[str]:
        """The verdict of each provider on an instant, which is on the wall clock unless it has an offset."""
        try:
            wall = datetime.fromisoformat(written)
        except ValueError:
            raise click.UsageError(f'"{written}" is no instant; write it like "2027-03-15 09:00".') from None
        instant = wall if wall.tzinfo else wall_instant(wall, self._zone())
        for verdict in explain(self.clinic, self.query, self.occupancy, instant, self.now):
            yield self._verdict(verdict)

    def _zone(self) -> ZoneInfo:
        provider, place = self.query.provider, self.query.location
        return self.clinic.zone(place or (self.clinic.provider(provider).location if provider else None))

    def _sentence(self, why: Why, zone: ZoneInfo) -> str:
        return sentence(why, self.clinic, self.kind, zone)

    def _verdict(self, verdict: Verdict) -> str:
        zone = self.clinic.zone(verdict.location)
        against, beyond = ([self._sentence(why, zone) for why in whys] for whys in (verdict.against, verdict.beyond))
        if self.form == "text":
            said = "offered" if verdict.is_offered else f"not offered: {'; '.join(against)}"
            by_staff = f" (by staff: {'; '.join(beyond)})" if verdict.is_offered and beyond else ""
            return f"{' '.join(filter(None, (verdict.provider, verdict.location)))}: {said}{by_staff}"
        reasons = [
            {
                "reason": why.reason.value,
                "until": why.limit.astimezone(zone).isoformat(timespec="seconds") if why.limit else None,
            }
            for why in verdict.against
        ]
        return json.dumps(
            {
                "provider": verdict.provider,
                "location": verdict.location,
                "offered": verdict.is_offered,
                "reasons": reasons,
                "because": against,
                "beyond": [why.reason.value for why in verdict.beyond],
            }
        )

    def _line(self, slot: Slot) -> str:
        if self.form == "text":
            return self._text(slot)
        zone = self.clinic.zone(slot.location)
        marks = {"marks": self._marks(slot)} if self.query.staff else {}
        return json.dumps(
            {
                "provider": slot.provider,
                "location": slot.location,
                "room": slot.room,
                "starts_at": slot.starts_at.astimezone(zone).isoformat(),
                "ends_at": slot.ends_at.astimezone(zone).isoformat(),
                **marks,
            }
        )

    def _text(self, slot: Slot) -> str:
        zone = self.clinic.zone(slot.location)
        starts_at, ends_at = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
        where = " ".join(filter(None, (slot.provider, slot.location, slot.room)))
        marks = f"  [{', '.join(found)}]" if self.query.staff and (found := self._marks(slot)) else ""
        return f"{starts_at:%a %Y-%m-%d %H:%M}-{ends_at:%H:%M}  {where}{marks}"

    def _marks(self, slot: Slot) -> list[str]:
        """What staff would go beyond by booking it."""
        return [
            why.reason.value
            for verdict in explain(self.clinic, self.query, self.occupancy, slot.starts_at, self.now)
            if (verdict.provider, verdict.location) == (slot.provider, slot.location)
            for why in verdict.beyond
        ]
