"""The clinic file as it was applied, with its faults, and every prompt in each language, for managers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Blueprint, render_template

from bot.console import words
from bot.console.look import looking
from bot.wiring import Desk
from dialogs import prompts
from dialogs.checks import longest_values
from dialogs.clinic_texts import overlong_answers
from dialogs.say import Say
from dialogs.segments import segments
from scheduler.clinic import Clinic, faults_of
from storage import clinics, inbox


def register(room: Blueprint, desk: Desk) -> None:
    @room.get("/settings")
    def clinic_file() -> str:
        with looking(desk) as look:
            clinic, document = look.eyes.clinic, look.eyes.clinic.document()
            misfits = clinics.misfits(look.work.connection, clinic, look.work.now)
            values = {
                **look.frame("Settings", inbox.open_cases(look.work)),
                "revision": clinics.revision(look.work.connection, clinic.id),
                "faults": [*faults_of(document), *overlong_answers(clinic)],
                "misfits": [str(one) for one in misfits],
                "tables": [(name, list(_lines(value))) for name, value in _tables(document)],
            }
        return render_template("console/clinic_file.html", **values)

    @room.get("/settings/prompts")
    def prompts_page() -> str:
        with looking(desk) as look:
            languages = [(code, words.LANGUAGES[code]) for code in prompts.LANGUAGES]
            values = {
                **look.frame("Settings", inbox.open_cases(look.work)),
                "languages": languages,
                "rows": _previews(look.eyes.clinic, [code for code, _ in languages]),
            }
        return render_template("console/prompts.html", **values)


def _tables(document: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """What stands at the top of the file comes first, under the clinic's own name."""
    top = {name: value for name, value in document.items() if not isinstance(value, dict | list)}
    return [("clinic", top)] * bool(top) + [(name, value) for name, value in document.items() if name not in top]


def _lines(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Each value with its key; a list of plain ones stands on one line."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _lines(below, f"{path}.{key}" if path else str(key))
    elif isinstance(value, list) and any(isinstance(below, dict | list) for below in value):
        for number, below in enumerate(value, start=1):
            name = below.get("id", number) if isinstance(below, dict) else number
            yield from _lines(below, f"{path}.{name}" if path else str(name))
    else:
        yield path, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _previews(clinic: Clinic, languages: list[str]) -> list[tuple[str, list[tuple[str, str, int]]]]:
    """Each prompt with (language, text, segments), filled with the longest usual values."""
    keys = sorted(frozenset().union(*(prompts.keys(language) for language in languages)))
    return [(key, [_preview(clinic, key, language) for language in languages]) for key in keys]


def _preview(clinic: Clinic, key: str, language: str) -> tuple[str, str, int]:
    text = prompts.compose((Say(key, longest_values(clinic, key)[0]),), language, "sms", clinic)
    return language, text, segments(text)
