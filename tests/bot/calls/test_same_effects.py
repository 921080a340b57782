"""One engine: a talk by texts, by keys and by speech leaves the same in the database."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.caller import ANA_WAS_BORN, Caller
from tests.office import ANA, Office, open_office

# What a channel adds of its own: the thread, the call, who asked.
OF_EVERY_CHANNEL = ("appointments", "holds", "cells", "suppressions", "patients", "reminders")
DIFFERENT_EVERY_TIME = re.compile(r"id|.*_hash|created_at|updated_at|expires_at|(appointment|hold|conversation)_id")


@dataclass(frozen=True, slots=True)
class Talk:
    """The same talk, three times."""

    texts: tuple[str, ...]
    keys: tuple[str, ...]
    speech: tuple[str, ...]


TALKS = {
    "confirm": Talk(("I confirm my appointment",), ("1",), ("I confirm my appointment",)),
    "cancel": Talk(("cancel my appointment", "1", "2"), ("2", "2", "1", "2"), ("cancel my appointment", "yes", "no")),
    "cancel, then not": Talk(("cancel my appointment", "2"), ("2", "2", "2"), ("cancel my appointment", "no")),
    "move to the earliest": Talk(
        ("I need to move my appointment", "the earliest you have", "1", "1"),
        ("2", "1", "1", "1", "1"),
        ("I need to move my appointment", "the earliest you have", "the first one", "yes"),
    ),
    "move to the second": Talk(
        ("move my appointment to Wednesday", "2", "1"),
        (),
        ("move my appointment to Wednesday", "the second one", "yes please"),
    ),
    "move, then leave it": Talk(
        ("I need to move my appointment", "the earliest you have", "1", "2", "never mind"),
        (),
        ("I need to move my appointment", "the earliest you have", "the first one", "no", "never mind"),
    ),
    "ask": Talk(("where can I park",), (), ("where can I park",)),
    "running late": Talk(("I am running late",), (), ("I am running late",)),
    "a person": Talk(("0",), ("0",), ("I want to talk to a person",)),
    "billing": Talk(("I have a question about my bill",), (), ("I have a question about my bill",)),
    "confirm in Spanish": Talk(("confirmo mi cita",), ("*", "1"), ("confirmo mi cita",)),
    "cancel in Spanish": Talk(("quiero cancelar mi cita", "1", "2"), (), ("quiero cancelar mi cita", "sí", "no")),
}


def by_text(office: Office, talk: Talk) -> None:
    for words in talk.texts:
        office.text(ANA, words)


def by_keys(office: Office, talk: Talk) -> None:
    Caller(office).dials().keys(ANA_WAS_BORN, *talk.keys)


def by_speech(office: Office, talk: Talk) -> None:
    call = Caller(office).dials().keys(ANA_WAS_BORN)
    for words in talk.speech:
        call.says(words)


def effects(office: Office) -> dict[str, Any]:
    """What is left, without ids and moments; cases by their reasons and priorities."""
    found: dict[str, Any] = {
        table: [
            {name: value for name, value in row.items() if not DIFFERENT_EVERY_TIME.fullmatch(name)}
            for row in office.rows(table)
        ]
        for table in OF_EVERY_CHANNEL
    }
    found["cases"] = sorted((case["reason"], case["priority"], case["patient_id"]) for case in office.rows("cases"))
    found["audit"] = sorted(row["action"] for row in office.rows("audit"))
    return found


def _comparable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if not DIFFERENT_EVERY_TIME.fullmatch(name)}


@pytest.mark.parametrize("name", TALKS)
def test_texts_keys_and_speech_leave_the_same(sqlite_template: Path, tmp_path: Path, name: str) -> None:
    talk, left = TALKS[name], {}
    for channel, script in ((by_text, talk.texts), (by_keys, talk.keys), (by_speech, talk.speech)):
        if script:
            file = tmp_path / f"{channel.__name__}.db"
            file.write_bytes(sqlite_template.read_bytes())
            office = open_office(f"sqlite:///{file}")
            channel(office, talk)
            left[channel.__name__] = effects(office)
            office.desk.database.close()
    for other in left.values():
        assert other == left["by_text"]
