"""What the rules of deciding work on: everything found in a text, and the acts that still stand."""

from __future__ import annotations

from dataclasses import dataclass, field

from dialogs.understanding.acts.asked import Asked
from dialogs.understanding.acts.choice import Choice
from dialogs.understanding.acts.line import Line
from dialogs.understanding.acts.pattern import Hit
from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.model import Act, Heard
from dialogs.understanding.times import TimeReading
from scheduler.values import quick

_SOFT = frozenset(
    listed(
        "ok okay k great awesome excellent wonderful cool good nice lovely super perfect alright fine right well "
        "bueno bien excelente genial perfecto vale please"
    )
)


@quick
@dataclass(frozen=True, slots=True)
class Decision:
    """The acts, the surest first, how sure, whether times in the text were none, whether any table knew the words,
    and what was said only to be refused ("don't cancel").
    """

    acts: tuple[Heard, ...]
    confidence: float
    timeless: bool = False
    any_time: bool = False
    known: bool = True
    refused: frozenset[Act] = frozenset()


@quick
@dataclass(frozen=True, slots=True)
class Found:
    """All that was found in one text."""

    line: Line
    hits: list[Hit]
    topic: Hit | None
    question: bool
    name: str | None
    choice: Choice | None
    asked: Asked
    reading: TimeReading
    options: int = 0


@dataclass(slots=True)
class Weighing:
    """The acts still standing, each with the words for it."""

    found: Found
    standing: dict[Act, str] = field(default_factory=dict)
    at: dict[Act, int] = field(default_factory=dict)
    cues: set[str] = field(default_factory=set)
    refused: set[Act] = field(default_factory=set)
    any_time: bool = False

    def has(self, *acts: Act) -> bool:
        return not self.standing.keys().isdisjoint(acts)

    def add(self, act: Act, because: str, at: int = 10_000) -> None:
        if act not in self.standing:
            self.standing[act] = because
            self.at[act] = at

    def drop(self, *acts: Act) -> None:
        for act in acts:
            self.standing.pop(act, None)

    def turn(self, act: Act, into: Act) -> None:
        if act in self.standing:
            self.add(into, self.standing.pop(act), self.at[act])

    def asked(self, *kinds: str) -> bool:
        return any(self.found.asked.for_(kind) for kind in kinds)

    def soft(self, act: Act) -> bool:
        return self.standing.get(act, "").removeprefix(f"{act.value}: ") in _SOFT
