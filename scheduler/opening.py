"""Opening hours of one date, as instants.

A bound that the clock skips moves to the first instant after the gap; of a bound that the clock shows twice,
the earlier reading opens and the later closes.
"""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.clinic_tables import WeeklyHours
from scheduler.walltime import instant_of


def opening_spans(hours: WeeklyHours, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """When the blocks of that date begin and end, in UTC and in order; blocks that meet are one."""
    spans: list[tuple[datetime, datetime]] = []
    for block in sorted(hours.on(day), key=lambda block: block.opens):
        opens, closes = instant_of(day, block.opens, zone), instant_of(day, block.closes, zone, later=True)
        if spans and opens <= spans[-1][1]:
            opens = spans.pop()[0]
        spans.append((opens, closes))
    return spans
