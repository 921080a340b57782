"""How a person reads what the clinic texts: which times it names, which numbers it offers, what it asks.

In the words of the catalogues, English and Spanish, but not by them: it is read as a patient would read it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan ene", "feb", "mar", "apr abr", "may", "jun", "jul", "aug ago", "sep sept", "oct", "nov", "dec dic"), 1
    )
    for name in names.split()
}
_CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d\d) (?P<half>[ap])m"
_ENGLISH = re.compile(rf"\b(?P<month>[a-z]{{3}}) (?P<day>\d{{1,2}})(?: at|,) {_CLOCK}")
_SPANISH = re.compile(rf"\b(?P<day>\d{{1,2}}) de (?P<month>[a-z]{{3,4}})(?: a las?|,) {_CLOCK}")
_CLAIM = re.compile(r"\bDone[.:,]|\bListo[,:.]")
_OPTION = re.compile(r"^(\d) (.+)$", re.MULTILINE)

_VERBS = {"move": re.compile(r"Shall I move|¿Cambio "), "cancel": re.compile(r"Shall I cancel|¿Cancelo")}

# What a text asks for or tells, the first that is met: later lines may hold the words of earlier ones.
_KINDS: Mapping[str, re.Pattern[str]] = {
    kind: re.compile(words, re.IGNORECASE | re.MULTILINE)
    for kind, words in {
        "alarm": r"\b988\b|\b911 now\b|llame al 911",
        "stopped": r"no more texts from us|no le mandamos más|stop writing to this number|dejaremos de escribir",
        "reminder": r"1 to confirm|1 confirmar|1 para confirmar",
        "readback": r"Shall I (?:move|book|cancel)|¿Cambio |¿La reservo|¿Cancelo",
        "opening": r"a time came free|hay una hora libre",
        "line": r"1 for the waiting list|1 para la lista de espera",
        "still": r"Do you still need a visit|¿Todavía necesita",
        "new": r"Have you been to|¿Ya ha venido",
        "proof": r"full name|date of birth|nombre completo|fecha de nacimiento",
        "offer": r"Reply with a number|Responda el número|Número u otro",
        "when": r"(?:what|another) (?:other )?day or time|qué (?:otro )?día u hora",
        "late": r"how many minutes late|¿cuántos minutos tarde",
        "pass_on": r"What shall I pass on|¿Qué les digo",
        "other_time": r"1 for another time, 2 to come|1 otra hora, 2 venir",
        "choice": r"^[12] ",
        "done": r"\bDone[.:,]|\bListo[,:.]|(?:is|are) confirmed|quedan? confirmad",
        "person": r"our team|a person|una persona|(?:nuestro|el|al) equipo",
    }.items()
}


def times(text: str) -> frozenset[tuple[int, int, int, int]]:
    """Every month, day, hour and minute that a text names."""
    plain = text.lower().replace("p.m.", "pm").replace("a.m.", "am")
    return frozenset(_time(found) for pattern in (_ENGLISH, _SPANISH) for found in pattern.finditer(plain))


def names(text: str, start: datetime) -> bool:
    """Whether a text names this moment; `start` is on the wall clock of the visit."""
    return (start.month, start.day, start.hour, start.minute) in times(text)


def options(text: str) -> dict[int, str]:
    """The numbered lines."""
    return {int(number): line for number, line in _OPTION.findall(text)}


def kind(text: str) -> str:
    """What the text is, to who reads it; `other` where nothing is asked."""
    return next((kind for kind, words in _KINDS.items() if words.search(text)), "other")


def verb(text: str) -> str:
    """What a read-back is about to do."""
    return next((what for what, words in _VERBS.items() if words.search(text)), "book")


def for_whom(text: str) -> str:
    """The first name for which a new visit is read back; empty where none is said."""
    found = re.search(r" (?:for|para) ([A-Z]\w+),", text)
    return found[1] if found else ""


def claims(text: str) -> bool:
    """Whether the text says that something was done to a visit."""
    return bool(_CLAIM.search(text))


def _time(found: re.Match[str]) -> tuple[int, int, int, int]:
    hour = int(found["hour"]) % 12 + (12 if found["half"] == "p" else 0)
    return MONTHS.get(found["month"], 0), int(found["day"]), hour, int(found["minute"])
