"""The language that flows are written in: a flow is a table of states, a state a list of lines.

A line waits for a kind of event or meaning; the first line that matches wins. It may keep something in the flow's
memory, ask the clinic for something, say something, and lead to another state. Guards and effects are small functions
of the memory; nothing here can send, save or look at a clock. What an event that no line answers leads to is
`router`'s and `repairs`' business.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import itemgetter
from typing import Any

from dialogs.effects import Effect
from dialogs.events import Facts
from dialogs.meanings import Meaning

DONE = "done"

Effects = Effect | tuple[Effect, ...]


def always(memory: Any, event: Any) -> bool:
    """The guard of a line without one."""
    return True


@dataclass(frozen=True, slots=True)
class Go:
    """Leave this flow for another one, which takes its place; `start` makes its first memory."""

    flow: str
    start: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class On:
    """A line: what it waits for, and what follows. `to` None stays, without asking again."""

    event: type | tuple[type, ...]
    guard: Callable[[Any, Any], bool] = always
    keep: Callable[[Any, Any], Any] | None = None
    do: Callable[[Any], Effects] | None = None
    say: str | None = None
    tell: Callable[[Any, Any], Mapping[str, object]] | None = None
    to: str | Go | None = None

    @property
    def events(self) -> tuple[type, ...]:
        return self.event if isinstance(self.event, tuple) else (self.event,)


Numbered = tuple[int, On]


@dataclass(frozen=True, slots=True, init=False)
class State:
    """A place in a flow. `ask` is the prompt on entering, `again` its shorter form on coming back to it.

    `menu` says what the digits 1, 2, … mean here; without one, they pick among the options that were asked.
    """

    name: str
    lines: tuple[On, ...]
    ask: str | None
    again: str | None
    menu: tuple[Meaning, ...]
    _known: dict[type, tuple[Numbered, ...]]

    def __init__(
        self, name: str, *lines: On, ask: str | None = None, again: str | None = None, menu: tuple[Meaning, ...] = ()
    ) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "lines", lines)
        object.__setattr__(self, "ask", ask)
        object.__setattr__(self, "again", again or ask)
        object.__setattr__(self, "menu", menu)
        object.__setattr__(self, "_known", {})

    def line_for(self, memory: object, *events: object) -> tuple[On, object] | None:
        """The first line that answers any of `events`, with the event that it answers."""
        waiting = [(number, line, event) for event in events for number, line in self._waiting_for(type(event))]
        if len(events) > 1:
            waiting.sort(key=itemgetter(0))
        for _, line, event in waiting:
            if line.guard(memory, event):
                return line, event
        return None

    def _waiting_for(self, kind: type) -> tuple[Numbered, ...]:
        """The lines that wait for such events, each with its number; worked out when the first one comes."""
        known = self._known.get(kind)
        if known is None:
            lines = tuple((number, line) for number, line in enumerate(self.lines) if issubclass(kind, line.event))
            known = self._known[kind] = lines
        return known


def _no_values(memory: Any) -> Mapping[str, object]:
    return {}


def _unchanged(memory: Any, facts: Facts, now: datetime) -> Any:
    return memory


def _nothing_to_give_back(memory: Any) -> tuple[Effect, ...]:
    return ()


@dataclass(frozen=True, slots=True, init=False)
class Flow:
    """A table of states; the first is where it starts.

    `memory` is the type of what it remembers; `values` are what its prompts may name. `refresh` meets the memory with
    what the clinic knows as a patient's turn begins; None means that the flow has lost its ground. `leave` gives back
    what was borrowed when the flow is left half-way. `lasts_hours` is how long an open question waits for its answer.
    """

    name: str
    states: Mapping[str, State]
    memory: type
    version: int
    values: Callable[[Any], Mapping[str, object]]
    refresh: Callable[[Any, Facts, datetime], Any | None]
    leave: Callable[[Any], tuple[Effect, ...]]
    lasts_hours: int
    first: State = field(init=False)

    def __init__(
        self,
        name: str,
        *states: State,
        memory: type,
        version: int = 1,
        values: Callable[[Any], Mapping[str, object]] = _no_values,
        refresh: Callable[[Any, Facts, datetime], Any | None] = _unchanged,
        leave: Callable[[Any], tuple[Effect, ...]] = _nothing_to_give_back,
        lasts_hours: int = 12,
    ) -> None:
        for attribute, value in (
            ("name", name),
            ("states", {state.name: state for state in states}),
            ("memory", memory),
            ("version", version),
            ("values", values),
            ("refresh", refresh),
            ("leave", leave),
            ("lasts_hours", lasts_hours),
            ("first", states[0]),
        ):
            object.__setattr__(self, attribute, value)
