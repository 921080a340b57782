"""What one table of the clinic file owes to another: ids that exist and are unique, texts in every language.

These checks read the raw document, so that they also speak where a table has faults of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.clinic_faults import Path
from scheduler.clinic_tables import VisitType
from scheduler.duration import Duration

Document = Mapping[str, Any]
Fault = tuple[Path, str]

_WITH_IDS = ("locations", "rooms", "providers", "visit_types", "answers")
_REFERENCES = (
    ("rooms", "location", "locations"),
    ("providers", "location", "locations"),
    ("visit_types", "providers", "providers"),
    ("visit_types", "rooms", "rooms"),
)
_DEFAULTS = VisitType.model_fields
_LOCALISED = (
    ("locations", "directions"),
    ("visit_types", "name"),
    ("visit_types", "prep"),
    ("answers", "questions"),
    ("answers", "answer"),
)


def cross_faults(document: Document) -> Iterator[Fault]:
    """Each fault as the path of its key and a sentence."""
    for table in _WITH_IDS:
        yield from _repeated_ids(document, table)
    for table, key, target in _REFERENCES:
        yield from _unknown_ids(document, table, key, target)
    yield from _language_faults(document)
    yield from _missing_emergency_note(document)
    yield from _horizons_too_near(document)
    yield from _repeated_steps(document)
    yield from _steps_of_unknown_types(document)


def _repeated_ids(document: Document, table: str) -> Iterator[Fault]:
    seen = set()
    for index, entry in _tables(document, table):
        named = entry.get("id")
        if isinstance(named, str) and named in seen:
            yield (table, index, "id"), f'"{named}" is there twice. Give each its own id.'
        seen.add(str(named))


def _unknown_ids(document: Document, table: str, key: str, target: str) -> Iterator[Fault]:
    known = {entry["id"]: None for _, entry in _tables(document, target) if isinstance(entry.get("id"), str)}
    for index, entry in _tables(document, table):
        for named in _strings(entry.get(key)):
            if named not in known:
                yield (table, index, key), f'"{named}" is not in {target}. {_choice(list(known), target)}'


def _choice(known: list[str], target: str) -> str:
    return f"Use one of: {', '.join(known)}." if known else f"Add it under [[{target}]]."


def _language_faults(document: Document) -> Iterator[Fault]:
    languages = list(dict.fromkeys(_strings(document.get("languages"))))
    if len(languages) != len(_strings(document.get("languages"))):
        yield ("languages",), "names a language twice. Write each once."
    for path, texts in _localised(document):
        for missing in (language for language in languages if language not in texts):
            yield path, f'has no text in "{missing}". Add it, or take "{missing}" out of languages.'
        for extra in (language for language in texts if languages and language not in languages):
            yield path, f'has a text in "{extra}", which the clinic does not speak. Add "{extra}" to languages.'


def _localised(document: Document) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(note := document.get("emergency_note"), dict):
        yield ("emergency_note",), note
    for table, key in _LOCALISED:
        for index, entry in _tables(document, table):
            if isinstance(texts := entry.get(key), dict):
                yield (table, index, key), texts


def _missing_emergency_note(document: Document) -> Iterator[Fault]:
    phone = document.get("phone")
    if isinstance(phone, str) and not phone.startswith("+1") and not document.get("emergency_note"):
        yield ("emergency_note",), "is missing. Outside +1 there is no 911 or 988: say whom to call in an emergency."


def _horizons_too_near(document: Document) -> Iterator[Fault]:
    for index, entry in _tables(document, "visit_types"):
        notice, horizon = (_duration(entry.get(key, _DEFAULTS[key].default)) for key in ("min_notice", "horizon"))
        if notice and horizon and horizon.length <= notice.length:
            yield (
                ("visit_types", index, "horizon"),
                f'"{horizon}" is not beyond min_notice "{notice}", so that nobody could book. Make it longer.',
            )


def _repeated_steps(document: Document) -> Iterator[Fault]:
    """A step is known by its time: two steps of one type of visit need two times."""
    seen: dict[str, list[str]] = {}
    for index, step in _steps(document):
        before, types = str(step.get("before")), _strings(step.get("visit_types", []))
        if before in seen and (not types or not seen[before] or set(types) & set(seen[before])):
            yield ("reminders", "steps", index, "before"), f'"{before}" is there twice. Give each step its own time.'
        seen[before] = types and types + seen.get(before, [])


def _steps_of_unknown_types(document: Document) -> Iterator[Fault]:
    known = [entry["id"] for _, entry in _tables(document, "visit_types") if isinstance(entry.get("id"), str)]
    for index, step in _steps(document):
        for named in _strings(step.get("visit_types", [])):
            if named not in known:
                path: Path = ("reminders", "steps", index, "visit_types")
                yield path, f'"{named}" is not in visit_types. {_choice(known, "visit_types")}'


def _steps(document: Document) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reminders = document.get("reminders")
    return _tables(reminders if isinstance(reminders, dict) else {}, "steps")


def _tables(document: Document, key: str) -> Iterator[tuple[int, Mapping[str, Any]]]:
    entries = document.get(key)
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        if isinstance(entry, dict):
            yield index, entry


def _strings(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str)]


def _duration(written: object) -> Duration | None:
    try:
        return written if isinstance(written, Duration) else Duration.parse(written)
    except ValueError:
        return None
