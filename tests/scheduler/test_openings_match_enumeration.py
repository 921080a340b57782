"""The bit sets find what a look at every minute finds: over random clinics, zones, days and changes of clocks.

Every zone in use in the United States, the European Union, Australia and Brazil has its turn, on every day from 2024 to
2035 on which its clocks change. `explain` says of each instant what the search says of it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.availability import openings
from scheduler.explaining import explain
from scheduler.model import Slot
from scheduler.wishes import Order, When, Window
from tests.scheduler.builders import Calendar
from tests.scheduler.enumeration import Case, enumerated
from tests.scheduler.random_clinics import changes, random_case, zones

ODD_ZONES = (
    "America/Havana",  # changes at midnight
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # changes by half an hour
    "Pacific/Chatham",  # quarter hours, and changes
    "Pacific/Honolulu",  # UTC's midnight is two in the afternoon
    "Pacific/Kiritimati",
)
YEARS = range(2024, 2036)


def pairs(year: int) -> Iterator[tuple[tuple[str, str], date]]:
    """Each zone on each of its changes in that year, two zones at a time; those without changes on any day."""
    changing: dict[date, list[str]] = defaultdict(list)
    for name in zones():
        for day in changes(name) or (date(2024 + hash_of(name) % len(YEARS), 5, 31),):
            if day.year == year:
                changing[day].append(name)
    for day, names in sorted(changing.items()):
        for first in range(0, len(names), 2):
            yield (names[first], names[min(first + 1, len(names) - 1)]), day


def hash_of(name: str) -> int:
    return sum(map(ord, name))


def found(case: Case, calendar: Calendar) -> list[Slot]:
    """What the search finds within the span of the case, in the order of time."""
    query, horizon = case.query, Window(case.now, case.end)
    if query.staff and not query.when.windows:  # three years are too many to look at every minute
        query = replace(query, when=When((horizon,), query.when.excluded, query.when.order))
    slots = openings(case.clinic, query, calendar, case.now)
    if query.when.order is Order.LATEST:
        slots = iter(sorted(slots, key=lambda slot: slot.starts_at))
    return list(takewhile(lambda slot: slot.starts_at < case.end, slots))


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.sampled_from(ODD_ZONES), st.sampled_from(ODD_ZONES))
def test_every_opening_is_found_and_nothing_else(dice: Random, here: str, there: str) -> None:
    days = [*changes(here, 2026, 2027), *changes(there, 2026, 2027), date(2026, 1, 2), date(2027, 12, 1)]
    case, calendar = random_case(dice, (here, there), dice.choice(days))
    assert found(case, calendar) == enumerated(case)


@pytest.mark.parametrize("year", YEARS)
def test_every_zone_has_its_openings_on_every_change_of_its_clocks(year: int) -> None:
    cases = list(pairs(year))
    assert len(cases) > 60
    for number, (places, day) in enumerate(cases):
        case, calendar = random_case(Random(f"{year} {number}"), places, day)
        assert found(case, calendar) == enumerated(case), (year, number)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False), st.sampled_from(ODD_ZONES))
def test_the_reasons_agree_with_the_openings(dice: Random, zone: str) -> None:
    day = dice.choice([*changes(zone, 2026, 2027), date(2027, 5, 3)])
    case, calendar = random_case(dice, (zone, "America/Chicago"), day)
    case = replace(case, query=replace(case.query, when=replace(case.query.when, order=None)))
    offered = {(slot.provider, slot.location, slot.starts_at) for slot in found(case, calendar)}
    for minutes in range(2, 40 * 60, 115):
        instant = case.now + timedelta(minutes=minutes - case.now.minute % 5)
        for verdict in explain(case.clinic, case.query, calendar, instant, case.now):
            there = (verdict.provider, verdict.location, instant)
            assert verdict.is_offered == (there in offered), verdict
