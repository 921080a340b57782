"""What one table of the clinic file owes to another: ids that exist and are unique, texts in every language.

These checks read the raw document, so that they also speak where a table has faults of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.calendar_checks import Document, Fault, calendar_faults, strings, tables, unknown_id
from scheduler.clinic_faults import Path
from scheduler.clinic_tables import VisitType
from scheduler.duration import Duration
from scheduler.form_checks import form_faults, form_texts

_WITH_IDS = ("locations", "rooms", "providers", "visit_types", "answers", "forms", "replies")
_REFERENCES = (
    ("rooms", "location", "locations"),
    ("providers", "location", "locations"),
    ("visit_types", "providers", "providers"),
    ("visit_types", "rooms", "rooms"),
    ("quotas", "provider", "providers"),
    ("quotas", "visit_types", "visit_types"),
    ("recalls", "visit_type", "visit_types"),
)
_DEFAULTS = VisitType.model_fields
_LOCALISED = (
    ("locations", "directions"),
    ("visit_types", "name"),
    ("visit_types", "prep"),
    ("answers", "questions"),
    ("answers", "answer"),
    ("replies", "text"),
)


def cross_faults(document: Document) -> Iterator[Fault]:
    """Each fault as the path of its key and a sentence."""
    for table in _WITH_IDS:
        yield from _repeated_ids(document, table)
    for table, key, target in _REFERENCES:
        yield from _unknown_ids(document, table, key, target)
    yield from calendar_faults(document)
    yield from _language_faults(document)
    yield from _missing_emergency_note(document)
    yield from _horizons_too_near(document)
    yield from _repeated_steps(document)
    yield from _steps_of_unknown_types(document)
    yield from form_faults(document)
    yield from _repeated_recalls(document)
    yield from _surveys_of_unknown_types(document)


def _repeated_ids(document: Document, table: str) -> Iterator[Fault]:
    seen = set()
    for index, entry in tables(document, table):
        named = entry.get("id")
        if isinstance(named, str) and named in seen:
            yield (table, index, "id"), f'"{named}" is there twice. Give each its own id.'
        seen.add(str(named))


def _unknown_ids(document: Document, table: str, key: str, target: str) -> Iterator[Fault]:
    for index, entry in tables(document, table):
        for named in strings(entry.get(key)):
            yield from unknown_id(document, (table, index, key), named, target)


def _language_faults(document: Document) -> Iterator[Fault]:
    languages = list(dict.fromkeys(strings(document.get("languages"))))
    if len(languages) != len(strings(document.get("languages"))):
        yield ("languages",), "names a language twice. Write each once."
    for path, texts in _localised(document):
        for missing in (language for language in languages if language not in texts):
            yield path, f'has no text in "{missing}". Add it, or take "{missing}" out of languages.'
        for extra in (language for language in texts if languages and language not in languages):
            yield path, f'has a text in "{extra}", which the clinic does not speak. Add "{extra}" to languages.'


def _localised(document: Document) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    if isinstance(note := document.get("emergency_note"), dict):
        yield ("emergency_note",), note
    yield from form_texts(document)
    for table, key in _LOCALISED:
        for index, entry in tables(document, table):
            if isinstance(texts := entry.get(key), dict):
                yield (table, index, key), texts


def _missing_emergency_note(document: Document) -> Iterator[Fault]:
    phone = document.get("phone")
    if isinstance(phone, str) and not phone.startswith("+1") and not document.get("emergency_note"):
        yield ("emergency_note",), "is missing. Outside +1 there is no 911 or 988: say whom to call in an emergency."


def _horizons_too_near(document: Document) -> Iterator[Fault]:
    for index, entry in tables(document, "visit_types"):
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
        before, types = str(step.get("before")), strings(step.get("visit_types", []))
        if before in seen and (not types or not seen[before] or set(types) & set(seen[before])):
            yield ("reminders", "steps", index, "before"), f'"{before}" is there twice. Give each step its own time.'
        seen[before] = types and types + seen.get(before, [])


def _steps_of_unknown_types(document: Document) -> Iterator[Fault]:
    for index, step in _steps(document):
        for named in strings(step.get("visit_types", [])):
            yield from unknown_id(document, ("reminders", "steps", index, "visit_types"), named, "visit_types")


def _repeated_recalls(document: Document) -> Iterator[Fault]:
    seen = set()
    for index, recall in tables(document, "recalls"):
        named = str(recall.get("visit_type"))
        if named in seen:
            yield ("recalls", index, "visit_type"), f'"{named}" is there twice. Recall each type of visit once.'
        seen.add(named)


def _surveys_of_unknown_types(document: Document) -> Iterator[Fault]:
    outreach = document.get("outreach")
    for named in strings(outreach.get("survey_visit_types") if isinstance(outreach, dict) else None):
        yield from unknown_id(document, ("outreach", "survey_visit_types"), named, "visit_types")


def _steps(document: Document) -> Iterator[tuple[int, Mapping[str, Any]]]:
    reminders = document.get("reminders")
    return tables(reminders if isinstance(reminders, dict) else {}, "steps")


def _duration(written: object) -> Duration | None:
    try:
        return written if isinstance(written, Duration) else Duration.parse(written)
    except ValueError:
        return None
