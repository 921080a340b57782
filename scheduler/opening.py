"""Opening hours of one date, as instants.

A bound that the clock skips moves to the first instant after the gap; of a bound that the clock shows twice,
the earlier reading opens and the later closes.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from scheduler.clinic_tables import WeeklyHours
from scheduler.clinic_values import ClockSpan
from scheduler.walltime import instant_of


def opening_spans(hours: WeeklyHours, day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """When the blocks of that date begin and end, in UTC and in order; blocks that meet are one."""
    return spans_of_blocks(hours.on(day), day, zone)


def spans_of_blocks(blocks: Iterable[ClockSpan], day: date, zone: ZoneInfo) -> list[tuple[datetime, datetime]]:
    """The same of any blocks of that date, which may overlap."""
    spans: list[tuple[datetime, datetime]] = []
    for block in sorted(blocks, key=lambda block: block.opens):
        opens, closes = instant_of(day, block.opens, zone), instant_of(day, block.closes, zone, later=True)
        if spans and opens <= spans[-1][1]:
            opens, last = spans.pop()
            closes = max(last, closes)
        spans.append((opens, closes))
    return spans
