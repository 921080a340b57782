"""What the questions of a form owe to each other and to a text: ids, choices in every language, and lengths.

These checks read the raw document, so that they also speak where a table has faults of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scheduler.calendar_checks import Document, Fault, strings, tables, unknown_id
from scheduler.clinic_faults import Path
from scheduler.form_tables import MOST_CHOICES

LONGEST = {"text": 160, "label": 24}
LONGEST_CHOICE = 28
LONGEST_IN_ALL = 300  # two segments of GSM-7, with room for line ends


def form_faults(document: Document) -> Iterator[Fault]:
    """Each fault as the path of its key and a sentence."""
    for index, form in tables(document, "forms"):
        for named in strings(form.get("visit_types", [])):
            yield from unknown_id(document, ("forms", index, "visit_types"), named, "visit_types")
        if form.get("send") and not form.get("visit_types"):
            yield ("forms", index, "send"), "says when, but visit_types does not say before which visits. Add them."
        seen: set[str] = set()
        for number, question in tables(form, "questions"):
            path = ("forms", index, "questions", number)
            yield from _repeated(path, question, seen)
            yield from _choices(path, question)
            yield from _too_long(path, question)
            yield from _too_long_in_all(path, question)


def form_texts(document: Document) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """All texts of forms that are written for each language."""
    for index, form in tables(document, "forms"):
        if isinstance(name := form.get("name"), dict):
            yield ("forms", index, "name"), name
        for number, question in tables(form, "questions"):
            for key in ("text", "label", "choices"):
                if isinstance(texts := question.get(key), dict):
                    yield ("forms", index, "questions", number, key), texts


def _repeated(path: Path, question: Mapping[str, Any], seen: set[str]) -> Iterator[Fault]:
    named = question.get("id")
    if isinstance(named, str) and named in seen:
        yield (*path, "id"), f'"{named}" is there twice. Give each its own id.'
    seen.add(str(named))


def _choices(path: Path, question: Mapping[str, Any]) -> Iterator[Fault]:
    choices, kind = question.get("choices"), question.get("kind")
    if kind == "choice" and not choices:
        yield (*path, "choices"), "is missing. List what can be chosen, for each language."
    if kind != "choice" and choices:
        yield (*path, "choices"), 'is only for questions of kind "choice". Take it out, or change the kind.'
    lists = [texts for texts in choices.values() if isinstance(texts, list)] if isinstance(choices, dict) else []
    if len({len(texts) for texts in lists}) > 1:
        yield (*path, "choices"), "has more choices in one language than in another. Write the same ones in each."
    if any(not 2 <= len(texts) <= MOST_CHOICES for texts in lists):
        yield (*path, "choices"), f"has too few or too many. List 2 to {MOST_CHOICES}."
    for long in (text for texts in lists for text in strings(texts) if len(text) > LONGEST_CHOICE):
        yield (*path, "choices"), f'"{long}" is too long for a text message. Use at most {LONGEST_CHOICE} characters.'


def _too_long(path: Path, question: Mapping[str, Any]) -> Iterator[Fault]:
    for key, most in LONGEST.items():
        texts = question.get(key)
        for language, text in texts.items() if isinstance(texts, dict) else ():
            if isinstance(text, str) and len(text) > most:
                yield (*path, key), f'has {len(text)} characters in "{language}". Use at most {most}: it is one text.'


def _too_long_in_all(path: Path, question: Mapping[str, Any]) -> Iterator[Fault]:
    """A question and its numbered choices are one text."""
    texts, choices = question.get("text"), question.get("choices")
    if not isinstance(texts, dict) or not isinstance(choices, dict):
        return
    for language, listed in choices.items():
        length = len(str(texts.get(language, ""))) + sum(len(choice) + 3 for choice in strings(listed))
        if length > LONGEST_IN_ALL:
            most = f"Use at most {LONGEST_IN_ALL}."
            yield (*path, "choices"), f'make {length} characters with the question in "{language}". {most}'
