"""The bit sets find what a look at every minute finds: over random clinics, zones, days and changes of clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import takewhile
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scheduler.availability import SlotQuery, openings
from scheduler.cells import cell_from
from scheduler.wishes import Order, When, Window
from tests.scheduler.builders import WEEKDAYS, Calendar, clinic_with, provider, visit_type
from tests.scheduler.enumeration import enumerated

ZONES = (
    "America/Chicago",
    "America/Havana",  # changes at midnight
    "America/St_Johns",
    "Asia/Kathmandu",
    "Asia/Kolkata",
    "Australia/Lord_Howe",  # changes by half an hour
    "Europe/London",
    "Pacific/Chatham",  # quarter hours, and changes
    "Pacific/Honolulu",  # UTC's midnight is two in the afternoon
    "Pacific/Kiritimati",
)
SPAN = timedelta(hours=40)
# Half of all bounds lie where clocks are changed.
NIGHT = (0, 20, 30, 60, 90, 110, 120, 150, 180, 240)


@lru_cache
def days_of_change(name: str) -> list[date]:
    """The local days on which the clocks of a zone change, within two years."""
    zone, days = ZoneInfo(name), [date(2026, 1, 1) + timedelta(days=n) for n in range(730)]
    noons = [datetime.combine(day, time(12), zone).utcoffset() for day in days]
    return [day for day, here, before in zip(days[1:], noons[1:], noons, strict=False) if here != before]


@st.composite
def blocks(draw: st.DrawFn) -> list[str]:
    bound = st.sampled_from(NIGHT) | st.integers(0, 288).map(lambda cell: cell * 5) | st.integers(0, 1440)
    minutes = draw(st.lists(bound, min_size=2, max_size=6, unique=True).map(sorted))
    pairs = zip(minutes[::2], minutes[1::2], strict=False)
    return ["{:02}:{:02}-{:02}:{:02}".format(*divmod(a, 60), *divmod(b, 60)) for a, b in pairs]


@st.composite
def clinics(draw: st.DrawFn, zones: tuple[str, str]) -> dict[str, Any]:
    hours = (blocks() | st.just(["00:00-24:00"])).map(lambda every_day: dict.fromkeys(WEEKDAYS, every_day))
    rooms = draw(st.sampled_from([[], ["one"], ["one", "two"]]))
    return {
        "locations": [
            {"id": "main", "name": "Main", "address": "1", "timezone": zones[0]},
            {"id": "east", "name": "East", "address": "2", "timezone": zones[1]},
        ],
        "rooms": [{"id": "one", "name": "1"}, {"id": "two", "name": "2", "location": "main"}],
        "providers": [provider("lee", draw(hours)), provider("ortiz", draw(hours), location="east")],
        "visit_types": [
            visit_type(
                minutes=draw(st.sampled_from([5, 10, 20, 30, 45, 90, 600])),
                buffer_minutes=draw(st.sampled_from([0, 5, 15])),
                raster_minutes=draw(st.sampled_from([5, 10, 15, 25, 60])),
                min_notice=draw(st.sampled_from(["0m", "0m", "4h", "1d"])),
                horizon=draw(st.sampled_from(["30h", "1d", "4d", "4d"])),
                providers=["lee", "ortiz"],
                rooms=rooms,
            )
        ],
    }


@st.composite
def wishes(draw: st.DrawFn, start: datetime) -> When:
    clocks = st.builds(time, st.integers(0, 23), st.sampled_from([0, 1, 30]))
    moments = st.integers(-12, 60).map(lambda hours: start + timedelta(hours=hours, minutes=7))
    bare = st.builds(Window, st.none() | clocks, clocks) | st.builds(Window, clocks, st.none())
    dated = st.builds(
        lambda first, hours: Window(first, first + timedelta(hours=hours) if hours else None),
        moments,
        st.sampled_from([None, 1, 10, 30]),
    )
    windows = st.just(()) | st.lists(bare | dated, max_size=2).map(tuple)
    return When(draw(windows), draw(windows), draw(st.sampled_from([None, *Order])))


@st.composite
def searches(draw: st.DrawFn) -> tuple[dict[str, Any], SlotQuery, Calendar, datetime]:
    zones = draw(st.tuples(st.sampled_from(ZONES), st.sampled_from(ZONES)))
    days = st.dates(date(2026, 1, 2), date(2027, 12, 1))
    changes = [day for zone in zones for day in days_of_change(zone)]
    day = draw(st.sampled_from(changes) if changes else days)
    now = datetime.combine(day, time(draw(st.integers(0, 23)), 3), UTC) - timedelta(days=1)
    calendar, origin = Calendar(), cell_from(now)
    for resource in ("provider:lee", "provider:ortiz", "room:one", "room:two"):
        for first, length in draw(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 120)), max_size=2)):
            calendar.take(resource, range(origin + first, origin + first + length))
    query = SlotQuery(
        "checkup",
        provider=draw(st.sampled_from([None, None, "lee"])),
        location=draw(st.sampled_from([None, None, "east"])),
        when=draw(wishes(now)),
        staff=draw(st.booleans()),
    )
    return draw(clinics(zones)), query, calendar, now


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(searches())
def test_every_opening_is_found_and_nothing_else(
    search: tuple[dict[str, Any], SlotQuery, Calendar, datetime],
) -> None:
    changes, query, calendar, now = search
    clinic, end = clinic_with(**changes), now + SPAN
    expected = enumerated(clinic, query, calendar.days, now, now, end)
    horizon = Window(now, end)
    if query.staff and not query.when.windows:  # two years are too many to look at every minute
        query = SlotQuery(query.visit_type, query.provider, query.location, bounded(query.when, horizon), staff=True)
    found = openings(clinic, query, calendar, now)
    if query.when.order is Order.LATEST:
        found = iter(sorted(found, key=lambda slot: slot.starts_at))
    assert list(takewhile(lambda slot: slot.starts_at < end, found)) == expected


def bounded(when: When, window: Window) -> When:
    return When((window,), when.excluded, when.order)
