"""Which visit is meant: what the flows about one visit share. Several visits are asked back, never guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol, TypeVar

from dialogs.events import Facts
from dialogs.flow import DONE, On, State
from dialogs.meanings import Denied, Entered, KeepsVisit, NamedPatients, SelectedOption, WentBack
from dialogs.visits import Visit, same_time, upcoming

MOST_CHOICES = 4


class Chooses(Protocol):
    """A memory that holds the visits in question."""

    @property
    def visits(self) -> tuple[Visit, ...]: ...


class AboutSome(Protocol):
    """A meaning that may be about some of the patients on a phone."""

    @property
    def patients(self) -> tuple[str, ...]: ...


M = TypeVar("M")


def with_visits(memory: M, visits: tuple[Visit, ...]) -> M:
    """The memory with these visits in question."""
    if visits == memory.visits:  # type: ignore[attr-defined]
        return memory
    changed: Any = replace(memory, visits=visits)  # type: ignore[type-var]
    return changed  # type: ignore[no-any-return]


def about(visits: tuple[Visit, ...], said: AboutSome) -> tuple[Visit, ...]:
    """The visits of the patients who were named; all of them where nobody was."""
    return tuple(visit for visit in visits if visit.appointment.patient_id in said.patients) or visits


def nothing_booked(memory: Chooses, event: object) -> bool:
    return not memory.visits


def several(memory: Chooses, event: object) -> bool:
    return len(memory.visits) > 1


def was_listed(memory: Chooses, picked: SelectedOption) -> bool:
    return 1 <= picked.option <= min(len(memory.visits), MOST_CHOICES)


def take_listed(memory: Any, picked: SelectedOption) -> Any:
    return with_visits(memory, (memory.visits[picked.option - 1],))


def names_some(memory: Chooses, named: NamedPatients) -> bool:
    return len(about(memory.visits, named)) < len(memory.visits)


def take_named(memory: Any, named: NamedPatients) -> Any:
    return with_visits(memory, about(memory.visits, named))


def about_it(memory: object, said: object) -> bool:
    """Not the other visit: one that a question is not about."""
    return not getattr(said, "other", False)


def starting(ready: str, *lines: On) -> State:
    """The first state: nothing booked, what `lines` say, several to choose from, or on to `ready`."""
    return State(
        "starting",
        On(Entered, nothing_booked, say="no_visits", to=DONE),
        *lines,
        On(Entered, several, to="choosing"),
        On(Entered, to=ready),
    )


def choosing(ask: str, *lines: On) -> State:
    """Numbered visits; `lines` are what else a flow answers here."""
    return State(
        "choosing",
        *lines,
        On(SelectedOption, was_listed, keep=take_listed, to="starting"),
        On(NamedPatients, names_some, keep=take_named, to="starting"),
        On((KeepsVisit, Denied, WentBack), say="kept_as_booked", to=DONE),
        ask=ask,
    )


def listed(memory: Chooses) -> dict[str, object]:
    """What a question about these visits may name."""
    if not memory.visits:
        return {}
    options: dict[str, object] = {"options": memory.visits[:MOST_CHOICES]} if len(memory.visits) > 1 else {}
    return {"visit": memory.visits[0], **options}


def still_booked(memory: Any, facts: Facts, now: datetime) -> Any | None:
    """The memory with the visits that still are where they were; None where none is left."""
    known = {visit.id: visit for visit in upcoming(facts)}
    left = tuple(
        known[seen.id]
        for seen in memory.visits
        if seen.id in known and same_time(seen.appointment, known[seen.id].appointment)
    )
    return with_visits(memory, left) if left else None
