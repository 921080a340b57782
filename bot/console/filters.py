"""Which of the open cases the inbox shows: by state, reason, team and location.

A case has the team that the clinic's file names for its reason, and the locations of its patients' coming visits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot.console import words
from bot.console.look import Look
from storage import appointments
from storage.inbox import CaseLine

STATES: Mapping[str, tuple[str, Callable[[CaseLine, str], bool]]] = {
    "open": ("unclaimed", lambda line, _me: line.state == "open"),
    "mine": ("yours", lambda line, me: line.held_by == me),
    "answered": ("waiting for the patient", lambda line, _me: line.waiting_since is None),
    "undeliverable": ("not delivered", lambda line, _me: line.undelivered or line.reason == "delivery_failed"),
}
ANYTHING = ""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; an empty one is not asked."""

    state: str = ANYTHING
    reason: str = ANYTHING
    team: str = ANYTHING
    location: str = ANYTHING

    def asked(self) -> dict[str, str]:
        """As the values of an address."""
        return {name: value for name, value in asdict(self).items() if value}


def read(fields: Mapping[str, str]) -> Filter:
    """The filter of an address; what nobody knows is not asked."""
    state = fields.get("state", ANYTHING)
    others = {name: fields.get(name, ANYTHING)[:120] for name in ("reason", "team", "location")}
    return Filter(state if state in STATES else ANYTHING, **others)


def passing(look: Look, lines: Iterable[CaseLine], wanted: Filter) -> tuple[CaseLine, ...]:
    """Those that are asked for, in their order."""
    clinic, me = look.eyes.clinic, look.visitor.actor
    kept = tuple(
        line
        for line in lines
        if (not wanted.state or STATES[wanted.state][1](line, me))
        and wanted.reason in (ANYTHING, line.reason)
        and wanted.team in (ANYTHING, clinic.team_for(line.reason))
    )
    return _at(look, kept, wanted.location) if wanted.location else kept


def choices(look: Look, lines: Iterable[CaseLine], wanted: Filter) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen now, each as its value and its words."""
    clinic = look.eyes.clinic
    reasons = {line.reason for line in lines} | ({wanted.reason} - {ANYTHING})
    places = [(place.id, place.name) for place in clinic.locations] if len(clinic.locations) > 1 else []
    return {
        "state": [(state, named) for state, (named, _) in STATES.items()],
        "reason": [(reason, named) for reason, named in words.REASONS.items() if reason in reasons],
        "team": [(team, team) for team in clinic.teams],
        "location": places,
    }


def values(look: Look, lines: Iterable[CaseLine], wanted: Filter) -> dict[str, Any]:
    """What the form of the filters shows."""
    return {"choices": choices(look, lines, wanted), "wanted": asdict(wanted), "asked_for": wanted.asked()}


def _at(look: Look, lines: tuple[CaseLine, ...], location: str) -> tuple[CaseLine, ...]:
    ids = {person.id for line in lines for person in line.patients}
    visits = appointments.upcoming_of(look.work, sorted(ids)) if ids else ()
    there = {visit.patient_id for visit in visits if visit.slot.location == location}
    return tuple(line for line in lines if any(person.id in there for person in line.patients))
