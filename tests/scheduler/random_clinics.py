"""Clinics, calendars and questions that dice make: everything that a clinic file can say, much of it at odd hours."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from random import Random
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from scheduler.availability import SlotQuery
from scheduler.cells import cell_from, instant_of_cell
from scheduler.clinic import Clinic
from scheduler.exceptions import Exceptions, ExtraHours, Span, TimeOff
from scheduler.model import Slot
from scheduler.rules import Visitor
from scheduler.wishes import Order, When, Window
from tests.scheduler.builders import WEEKDAYS, Calendar, clinic_with, provider, visit_type
from tests.scheduler.enumeration import Case

SPAN = timedelta(hours=40)
EUROPE = "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE"
COUNTRIES = ("US", "AU", "BR", *EUROPE.split())
# Half of all bounds lie where clocks are changed.
NIGHT = (0, 20, 30, 60, 90, 110, 120, 150, 180, 240)

T = TypeVar("T")


@cache
def zones() -> tuple[str, ...]:
    """Every zone in use in the United States, the European Union, Australia and Brazil."""
    lines = files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return tuple(row[2] for row in rows if row[0] in COUNTRIES)


@cache
def changes(name: str, first: int = 2024, last: int = 2035) -> tuple[date, ...]:
    """The local days from year to year on which the clocks of a zone change."""
    zone, days = ZoneInfo(name), (date(last + 1, 1, 1) - date(first, 1, 1)).days
    noons = [datetime.combine(date(first, 1, 1) + timedelta(days=n), time(12), zone) for n in range(-1, days)]
    return tuple(noon.date() for before, noon in pairwise(noons) if before.utcoffset() != noon.utcoffset())


def random_case(dice: Random, places: tuple[str, str], day: date) -> tuple[Case, Calendar]:
    """A question at about that day to a clinic with a location in each of two zones."""
    now = datetime.combine(day, time(dice.randrange(24), 3), UTC) - timedelta(days=1)
    clinic = clinic_with(**_file(dice, places, day)).with_exceptions(_exceptions(dice, now))
    calendar = _calendar(dice, clinic, now)
    query = SlotQuery(
        "checkup",
        provider=dice.choice([None, None, "lee"]),
        location=dice.choice([None, None, None, "east"]),
        when=_wish(dice, now),
        staff=(staff := dice.random() < 0.4),
        overbook=staff and dice.random() < 0.3,
        visitor=_visitor(dice, day),
    )
    return Case(clinic, query, calendar.days, calendar.started, now, now, now + SPAN), calendar


def _often(dice: Random, value: T, otherwise: T, how_often: float = 0.3) -> T:
    return value if dice.random() < how_often else otherwise


def _file(dice: Random, places: tuple[str, str], day: date) -> dict[str, Any]:
    whole = f"{day - timedelta(days=dice.randrange(3))}..{day + timedelta(days=dice.randrange(2))}"
    lee = provider("lee", _hours(dice)) | {
        "schedules": [
            *_often(dice, [{"location": "east", "hours": _hours(dice)}], []),
            *_often(dice, [{"dates": whole, "hours": _hours(dice)}], []),
            *_often(dice, [{"dates": str(day), "location": "east", "hours": _hours(dice)}], []),
        ],
        "time_off": _often(dice, [dice.choice([whole, f"{day} 13:07-15:00", f"{whole} 01:00-02:30"])], []),
        "extra_hours": _often(dice, [f"{day} 00:30-04:00"], []),
    }
    east = {"id": "east", "name": "East", "address": "2", "timezone": places[1]}
    return {
        "locations": [
            {"id": "main", "name": "Main", "address": "1", "timezone": places[0]},
            east | {"closures": _often(dice, [str(day)], [], 0.1)},
        ],
        "closures": _often(dice, [whole], [], 0.1),
        "rooms": [{"id": "one", "name": "1"}, {"id": "two", "name": "2", "location": "main"}],
        "providers": [lee, provider("ortiz", _hours(dice), location="east")],
        "visit_types": [_visit_type(dice)],
        "quotas": _often(dice, [_quota(dice)], []),
    }


def _visit_type(dice: Random) -> dict[str, Any]:
    youngest = dice.choice([None, None, 18])
    return {key: value for key, value in _rules(dice, youngest).items() if value is not None}


def _rules(dice: Random, youngest: int | None) -> dict[str, Any]:
    return visit_type(
        minutes=dice.choice([5, 10, 20, 30, 45, 90, 600]),
        buffer_minutes=dice.choice([0, 5, 15]),
        buffer_before_minutes=dice.choice([0, 0, 10, 90]),
        raster_minutes=dice.choice([5, 10, 15, 25, 60]),
        min_notice=dice.choice(["0m", "0m", "4h", "1d"]),
        horizon=dice.choice(["30h", "1d", "4d", "4d"]),
        providers=["lee", "ortiz"],
        rooms=dice.choice([[], ["one"], ["one", "two"]]),
        provider_rooms=dice.choice([{}, {}, {"lee": ["two"]}]),
        capacity=dice.choice([1, 1, 2, 3]),
        min_age=youngest,
        max_age=dice.choice([None, None, 18]),
        bookable=dice.random() < 0.95,
        new_patients=dice.random() < 0.9,
        returning_patients=dice.random() < 0.9,
    )


def _quota(dice: Random) -> dict[str, Any]:
    named = {"provider": "lee"} if dice.random() < 0.5 else {}
    types = {"visit_types": ["checkup"]} if dice.random() < 0.3 else {}
    return (
        {"most": dice.choice([0, 1, 1, 2]), "per": dice.choice(["day", "week"])}
        | named
        | types
        | {"new_patients": dice.random() < 0.4}
    )


def _hours(dice: Random) -> dict[str, list[str]]:
    every_day = ["00:00-24:00"] if dice.random() < 0.4 else _blocks(dice)
    return dict.fromkeys(WEEKDAYS, every_day)


def _blocks(dice: Random) -> list[str]:
    bounds = {dice.choice([dice.choice(NIGHT), dice.randrange(289) * 5, dice.randrange(1441)]) for _ in range(6)}
    minutes = sorted(bounds)[: dice.choice([2, 4, 6])]
    pairs = zip(minutes[::2], minutes[1::2], strict=False)
    return ["{:02}:{:02}-{:02}:{:02}".format(*divmod(a, 60), *divmod(b, 60)) for a, b in pairs]


def _exceptions(dice: Random, now: datetime) -> Exceptions:
    def span(odd: int) -> Span:
        start = now.replace(minute=0) + timedelta(minutes=5 * dice.randrange(-100, 500) + odd)
        return Span(start, start + timedelta(minutes=5 * dice.randrange(1, 200) + odd))

    off = TimeOff(dice.choice(["lee", "ortiz", None]), span(dice.randrange(5)), dice.choice([None, None, "east"]))
    extra = ExtraHours(dice.choice(["lee", "ortiz"]), dice.choice(["main", "east"]), span(0))
    return Exceptions(_often(dice, (off,), ()), _often(dice, (extra,), ()))


def _calendar(dice: Random, clinic: Clinic, now: datetime) -> Calendar:
    calendar, origin = Calendar(), cell_from(now)
    for resource in ("provider:lee", "provider:ortiz", "room:one", "room:two"):
        for _ in range(dice.randrange(3)):
            first = origin + dice.randrange(900)
            calendar.take(resource, range(first, first + dice.randrange(1, 120)))
    for _ in range(dice.randrange(6)):
        start = instant_of_cell((origin + dice.choice([dice.randrange(-1500, 1500), dice.randrange(480)])) // 12 * 12)
        slot = Slot("lee", "checkup", dice.choice(["main", "east"]), start, start + clinic.visit_types[0].length, "one")
        for _ in range(dice.choice([1, 1, 1, 2, 3])):
            calendar.book(clinic, slot, new_patient=dice.random() < 0.5)
    return calendar


def _visitor(dice: Random, day: date) -> Visitor:
    eighteen = day.replace(year=day.year - 18) - timedelta(days=dice.randrange(-2, 3))
    nineteen = day.replace(year=day.year - 19) - timedelta(days=dice.randrange(-2, 3))
    return Visitor(dice.choice([None, None, eighteen, nineteen]), dice.choice([None, None, True, False]))


def _wish(dice: Random, start: datetime) -> When:
    def window() -> Window:
        if dice.random() < 0.5:
            clocks = [time(dice.randrange(24), dice.choice([0, 1, 30])) for _ in range(2)]
            return Window(dice.choice([None, clocks[0]]), clocks[1]) if dice.random() < 0.7 else Window(clocks[0], None)
        first = start + timedelta(hours=dice.randrange(-12, 60), minutes=7)
        hours = dice.choice([None, 1, 10, 30])
        return Window(first, first + timedelta(hours=hours) if hours else None)

    windows, excluded = (tuple(window() for _ in range(dice.choice([0, 0, 1, 2]))) for _ in range(2))
    return When(windows, excluded, dice.choice([None, *Order]))
