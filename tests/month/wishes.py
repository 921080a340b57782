"""One wish of one person, from the first text about it to its end: what to answer to what the clinic asks.

A person answers what is asked, chooses what suits the wish, says yes to what is read back, sometimes asks something in
between or thinks again, and loses patience in the end.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from scheduler.model import Patient
from tests.month import reading, words
from tests.month.observer import Intent

PATIENCE = 9
ACTIONS = {
    "move": ("appointment.moved",),
    "cancel": ("appointment.cancelled",),
    "book": ("appointment.booked",),
    "confirm": ("appointment.confirmed",),
}
TO_A_PERSON = ("person", "bill", "message", "late")
_MINE = {"en": "my appointment", "es": "mi cita"}


@dataclass(frozen=True, slots=True)
class Own:
    """A visit as its patient knows it: whose it is, and when it was to be when they last heard."""

    id: str
    patient: str
    start: datetime


@dataclass(slots=True)
class Wish:
    """`what` is wanted, for `patient`, of the visit `about` if it is about one; `also` is wanted in the same text."""

    what: str
    language: str
    dice: random.Random
    patient: Patient | None = None
    about: Own | None = None
    also: Wish | None = None
    proof: str = ""
    new: bool = False
    angry: bool = False
    turns: int = 0
    over: str = ""
    asides: int = 1
    template: str = ""
    by_name: bool = False  # whose visit is said, not which

    def open(self) -> str:
        """The first text."""
        chosen = self.template or self._any(words.OPENINGS[self.language][self.what])
        other = self.also.patient.first_name if self.also and self.also.patient else ""
        name = self.patient.first_name if self.also and self.patient else _MINE[self.language]
        text = chosen.format(when=self._when(), name=name, other=other)
        return (self._any(words.ANGER[self.language]) if self.angry else "") + text

    def intent(self) -> Intent:
        """What may be done in answer to whatever this person says about the wish."""
        return Intent(frozenset(one for wish in self._all() for one in wish._may()))

    def reply(self, text: str) -> str | None:
        """What is written in answer to the clinic's text; None where nothing is."""
        self.turns += 1
        kind = reading.kind(text)
        if self.turns > PATIENCE:
            self.over = "gave up"
            return None
        answer: Callable[[str], str | None] | None = getattr(self, f"on_{kind}", None)
        return answer(text) if answer else None

    def _all(self) -> Iterator[Wish]:
        yield self
        if self.also:
            yield from self.also._all()

    def _may(self) -> list[tuple[str, str, str]]:
        who = self.patient.id if self.patient else ""
        visit = self.about.id if self.about and self.what != "book" and not self.by_name else ""
        return [(action, who, visit) for action in ACTIONS.get(self.what, ())]

    # What each kind of text is answered

    def on_readback(self, text: str) -> str:
        if self.asides and self.dice.random() < 0.1:
            self.asides -= 1
            return self._any(words.ASIDE[self.language])
        return self._any(words.YES[self.language]) if self._is_meant(text) else self._no(text)

    def _is_meant(self, text: str) -> bool:
        """Whether what is read back is what this person wants, and with which visit: whoever reads a text looks."""
        return any(wish and reading.verb(text) == wish.what and wish._is_named(text) for wish in (self, self.also))

    def _is_named(self, text: str) -> bool:
        if self.what == "book":
            return reading.for_whom(text) in ("", self.patient.first_name if self.patient else "")
        only_the_new_one = self.what == "move" and len(reading.times(text)) == 1
        return self.about is None or only_the_new_one or reading.names(text, self.about.start)

    def _no(self, text: str) -> str:
        if self.what == "move" and reading.verb(text) == "cancel" and self._is_named(text):
            return "3"
        return f"no, {self.patient.first_name}" if self.patient and self.dice.random() < 0.5 else "2"

    def on_offer(self, text: str) -> str | None:
        if not self._looks_for_a_time:
            return None
        if self.asides and self.dice.random() < 0.2:
            self.asides -= 1
            return self.dice.choice((self._any(words.ASIDE[self.language]), self._when()))
        return str(self.dice.choice(sorted(set(reading.options(text)) - {0})))

    def on_when(self, _text: str) -> str | None:
        return self._when() if self._looks_for_a_time else None

    @property
    def _looks_for_a_time(self) -> bool:
        return any(wish.what in ("move", "book") for wish in self._all())

    def on_still(self, _text: str) -> str:
        return "2"

    def on_line(self, _text: str) -> str:
        return self.dice.choice("12")

    def on_opening(self, _text: str) -> str:
        return self.dice.choice("112")

    def on_new(self, _text: str) -> str:
        return "2" if self.new else "1"

    def on_proof(self, _text: str) -> str | None:
        return self.proof or "0"

    def on_late(self, _text: str) -> str:
        return "10"

    def on_other_time(self, _text: str) -> str:
        return "2"

    def on_pass_on(self, _text: str) -> str:
        return self._any(words.NOTE[self.language])

    def on_reminder(self, _text: str) -> str | None:
        return None

    def on_choice(self, text: str) -> str:
        """Lines to choose from: whose, which visit, what kind, or what to do with it."""
        lines = reading.options(text)
        for number, line in lines.items():
            if number and self._suits(line):
                return str(number)
        return "1"

    def _suits(self, line: str) -> bool:
        if self.about and reading.times(line):
            return reading.names(line, self.about.start)
        folded = line.lower()
        if any(said in folded for said in ("another time", "otra hora", "move a", "cambiar una")):
            return self.what == "move"
        if "cancel" in folded:
            return self.what == "cancel"
        if any(said in folded for said in ("book a", "nueva cita", "check-up", "chequeo")):
            return self.what == "book"
        return bool(self.patient) and folded.startswith(self.patient.first_name.lower())  # type: ignore[union-attr]

    # Words

    def _any(self, sayings: object) -> str:
        return str(self.dice.choice(sayings))  # type: ignore[arg-type]

    def _when(self) -> str:
        return self._any(words.WHEN[self.language])
