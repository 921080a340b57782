"""Who texts the clinic: one person at each phone, alone or for a family, in character.

Each has dice of their own, so that what one does changes nothing for another.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from scheduler.model import Patient
from tests import office
from tests.month import reading, words
from tests.month.observer import Intent
from tests.month.wishes import Own, Wish

FIRST_NAMES = (
    "Ana",
    "Ben",
    "Carla",
    "Dan",
    "Eva",
    "Felix",
    "Grace",
    "Hugo",
    "Iris",
    "Juan",
    "Kim",
    "Leo",
    "Mia",
    "Noah",
)
LAST_NAMES = ("Stone", "Reed", "Luna", "Park", "Hill", "Vega", "Moss", "Lane", "Cruz", "Wood", "Frost", "Soto")
AREAS = (512, 737, 210, 713, 915, 432, 254, 979)
# How many of a hundred phones have which character.
CHARACTERS = {
    "patient": 52,
    "family": 22,
    "angry": 7,
    "stranger": 6,
    "newcomer": 4,
    "intruder": 2,
    "wrong number": 3,
    "auto-reply": 2,
    "echo": 2,
}
MACHINES = ("auto-reply", "echo")
NOT_THEIRS = ("intruder", "wrong number")
IN_SPANISH, IN_DANGER = 0.2, 0.08


@dataclass(slots=True)
class Person:
    """Somebody at a phone; `patients` are those on file with it, or for a stranger those whom they speak for."""

    phone: str
    character: str
    language: str
    patients: tuple[Patient, ...]
    dice: random.Random
    in_danger: bool = False
    wish: Wish | None = None
    visits: dict[str, Own] = field(default_factory=dict)
    heard: str = ""
    heard_at: int = 0
    told_danger: bool = False

    @property
    def is_machine(self) -> bool:
        return self.character in MACHINES

    def hears(self, text: str) -> None:
        """A text arrives."""
        self.heard, self.heard_at = text, self.heard_at + 1

    def answers(self) -> tuple[str, Intent] | None:
        """What they write back to what they heard last, and what they want with it; None where they keep silent."""
        if self.is_machine:
            return (self.heard if self.character == "echo" else words.MACHINES[0]), Intent(machine=True)
        if self.character == "wrong number":
            return self._does_not_know_us()
        if self.in_danger and not self.told_danger and self.dice.random() < 0.3:
            self.told_danger = True
            return self.dice.choice(words.DANGER[self.language]), Intent(alarm=True)
        kind = reading.kind(self.heard)
        if kind == "reminder":
            return self._reminded()
        if kind == "opening":
            return self.dice.choice("112"), Intent(frozenset(self._any_change()))
        said = self.wish.reply(self.heard) if self.wish else None
        return (said, self.intent()) if said and self.wish else self._thanks(kind)

    def intent(self) -> Intent:
        """What they want at the moment."""
        wanted = self.wish.intent() if self.wish else Intent()
        return replace(wanted, stranger=self.character in NOT_THEIRS)

    def begin(self, wish: Wish) -> str:
        self.wish = wish
        return wish.open()

    def _reminded(self) -> tuple[str, Intent] | None:
        """What a reminder that asks is answered: mostly a yes, sometimes a change, a thank you, a stop, or nothing."""
        named = [visit for visit in self.visits.values() if reading.names(self.heard, visit.start)]
        if not named or self.dice.random() < 0.25:
            return None
        lot = self.dice.random()
        if lot < 0.72:
            self.wish = self._wish("confirm", named)
            return self.dice.choice(words.CONFIRMING[self.language]), self.intent()
        if lot < 0.86:
            self.wish = self._wish(self.dice.choice(("move", "cancel")), named[:1])
            return ("2" if self.dice.random() < 0.5 and len(named) == 1 else self.wish.open()), self.intent()
        if lot < 0.96:
            return self.dice.choice(words.THANKS[self.language]), Intent()
        self.wish = Wish("stop", self.language, self.dice)
        return "STOP", Intent()

    def _wish(self, what: str, visits: Sequence[Own]) -> Wish:
        """The same for each of the visits that a text named."""
        by_id = {patient.id: patient for patient in self.patients}
        wish = None
        for visit in reversed(visits):
            wish = Wish(what, self.language, self.dice, by_id[visit.patient], visit, wish)
        assert wish is not None
        return wish

    def _any_change(self) -> Iterator[tuple[str, str, str]]:
        for patient in self.patients:
            yield "appointment.moved", patient.id, ""
            yield "appointment.booked", patient.id, ""

    def _thanks(self, kind: str) -> tuple[str, Intent] | None:
        if kind == "done" and self.dice.random() < 0.3:
            return self.dice.choice(words.THANKS[self.language]), Intent()
        return None

    def _does_not_know_us(self) -> tuple[str, Intent] | None:
        if reading.kind(self.heard) == "stopped" or self.told_danger:
            return None
        self.told_danger = True
        return self.dice.choice(words.WRONG_NUMBER), Intent(stranger=True)


def population(count: int, seed: int) -> list[Person]:
    """So many phones with whoever has them; strangers speak for patients of their own, who have other phones."""
    lots = [character for character, share in CHARACTERS.items() for _ in range(share)]
    dice = random.Random(f"people {seed}")
    numbers = iter(range(1, 10_000))
    everybody = [_person(number, dice.choice(lots), numbers, seed) for number in range(1, count + 1)]
    # One of each at least, also among few.
    for person, character in zip(everybody, CHARACTERS, strict=False):
        if person.character == "patient" and character not in ("family", "stranger", "newcomer", "intruder"):
            person.character = character
    return everybody


def _person(number: int, character: str, numbers: Iterator[int], seed: int) -> Person:
    dice = random.Random(f"person {number} {seed}")
    language = "es" if dice.random() < IN_SPANISH else "en"
    many = dice.choice((2, 2, 3)) if character == "family" else 1
    own = phone(number)
    on_file = "" if character == "newcomer" else phone(number + 400) if character in ("stranger", "intruder") else own
    patients = tuple(_patient(next(numbers), place, on_file, language, dice) for place in range(many))
    return Person(own, character, language, patients, dice, dice.random() < IN_DANGER)


def _patient(number: int, place: int, on_file: str, language: str, dice: random.Random) -> Patient:
    first = FIRST_NAMES[(number * 5 + place) % len(FIRST_NAMES)]
    born = date(1946, 2, 3) + timedelta(days=dice.randrange(25_000))
    person = office.person(1, first, last_name=LAST_NAMES[number % len(LAST_NAMES)], date_of_birth=born)
    return replace(person, id=f"p{number}", external_id=f"p{number}", phone=on_file, language=language)


def phone(number: int) -> str:
    """A number reserved for fiction; the clinic's own is none of them."""
    area, line = divmod(number, 99)
    return f"+1{AREAS[area]}55501{line + 1:02}"
