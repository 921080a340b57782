"""What the calendar's tables owe to each other: ids inside tables of tables, ages, people in one place at a time.

These checks read the raw document, so that they also speak where a table has faults of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Any

from scheduler.clinic_faults import Path
from scheduler.clinic_values import ClockSpan, DateSpan

Document = Mapping[str, Any]
Fault = tuple[Path, str]


def calendar_faults(document: Document) -> Iterator[Fault]:
    """Each fault as the path of its key and a sentence."""
    for index, provider in tables(document, "providers"):
        yield from _schedule_faults(document, index, provider)
    for index, visit_type in tables(document, "visit_types"):
        yield from _room_faults(document, index, visit_type)
        yield from _whom_faults(index, visit_type)


def tables(document: Document, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    entries = document.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry


def strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def unknown_id(document: Document, path: Path, named: str, target: str) -> Iterator[Fault]:
    """The fault of an id that is in no table of the list `target`."""
    known = [entry["id"] for _, entry in tables(document, target) if isinstance(entry.get("id"), str)]
    if named not in known:
        choice = f"Use one of: {', '.join(dict.fromkeys(known))}." if known else f"Add it under [[{target}]]."
        yield path, f'"{named}" is not in {target}. {choice}'


def _schedule_faults(document: Document, index: int, provider: Mapping[str, Any]) -> Iterator[Fault]:
    for number, schedule in tables(provider, "schedules"):
        for named in strings(schedule.get("location")):
            yield from unknown_id(document, ("providers", index, "schedules", number, "location"), named, "locations")
    plans = [(-1, provider), *tables(provider, "schedules")]
    for (_, one), (number, other) in combinations(plans, 2):
        if clash := _clash(provider, one, other):
            yield ("providers", index, "schedules", number, "hours"), clash


def _clash(provider: Mapping[str, Any], one: Mapping[str, Any], other: Mapping[str, Any]) -> str | None:
    """Why two plans cannot both be kept: they overlap at two locations."""
    home = provider.get("location")
    if one.get("location", home) == other.get("location", home) or not _both_count(one, other):
        return None
    for weekday, blocks in _weekdays(other):
        for block, before in ((block, before) for block in blocks for before in dict(_weekdays(one)).get(weekday, ())):
            if block.opens < before.closes and before.opens < block.closes:
                return f'{weekday} "{block}" overlaps "{before}" at another location. Nobody is in two places at once.'
    return None


def _both_count(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    dates = [_dates(plan.get("dates")) for plan in (one, other)]
    if dates[0] is None or dates[1] is None:
        return dates[0] is dates[1]
    return dates[0].first <= dates[1].last and dates[1].first <= dates[0].last


def _dates(written: object) -> DateSpan | None:
    try:
        return None if written is None else DateSpan.parse(written)
    except ValueError:
        return None


def _weekdays(plan: Mapping[str, Any]) -> list[tuple[str, list[ClockSpan]]]:
    hours = plan.get("hours")
    return [(weekday, _blocks(blocks)) for weekday, blocks in hours.items()] if isinstance(hours, dict) else []


def _blocks(written: object) -> list[ClockSpan]:
    try:
        return [ClockSpan.parse(text) for text in strings(written)]
    except ValueError:
        return []


def _room_faults(document: Document, index: int, visit_type: Mapping[str, Any]) -> Iterator[Fault]:
    pairs = visit_type.get("provider_rooms")
    path, given = ("visit_types", index, "provider_rooms"), strings(visit_type.get("providers"))
    for provider, rooms in pairs.items() if isinstance(pairs, dict) else ():
        if provider not in given:
            yield path, f'"{provider}" does not give this visit type. Use one of: {", ".join(given)}.'
        for room in strings(rooms):
            yield from unknown_id(document, path, room, "rooms")


def _whom_faults(index: int, visit_type: Mapping[str, Any]) -> Iterator[Fault]:
    youngest, oldest = visit_type.get("min_age"), visit_type.get("max_age")
    if isinstance(youngest, int) and isinstance(oldest, int) and oldest < youngest:
        yield ("visit_types", index, "max_age"), f"{oldest} is below min_age {youngest}. Nobody is of that age."
    if visit_type.get("new_patients") is False and visit_type.get("returning_patients") is False:
        yield (
            ("visit_types", index, "returning_patients"),
            "leaves nobody, beside new_patients = false. Allow one of them.",
        )
