"""What lies on the table when the patient answers: the question, the times it names, what is being looked for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from dialogs.events import Facts
from dialogs.joining import is_exact_clock, joined, on_day_of
from dialogs.meanings import Meaning
from dialogs.say import Say
from dialogs.visits import Visit, slot_of, upcoming
from dialogs.wishing import fits
from scheduler.clinic import Clinic
from scheduler.model import Slot
from scheduler.wishes import ANY_TIME, Grain, When

# The question what can be done here: whatever is said is something new.
IDLE = frozenset({"", "menu"})
_ANEW = frozenset({"other_days", "book_other_days"})


@dataclass(frozen=True, slots=True)
class Table:
    """The open question, with the digits that answer it, and what the clinic knows."""

    question: Say | None
    menu: tuple[Meaning, ...]
    facts: Facts

    @property
    def asked(self) -> str:
        return self.question.key if self.question is not None else ""

    @property
    def idle(self) -> bool:
        """Whether nothing was asked to which a text could belong."""
        return self.asked in IDLE

    @property
    def options(self) -> tuple[object, ...]:
        return self.question.options if self.question is not None else ()

    @property
    def held(self) -> bool:
        """Whether a new time was read back."""
        return isinstance(self._value("slot"), Slot)

    @property
    def chooses_time(self) -> bool:
        """Whether a time is being looked for: every question of that flow names the usual provider."""
        return self.question is not None and "usual" in self.question.values and not self.menu

    @property
    def arranges_new(self) -> bool:
        """Whether a new visit is just being arranged."""
        return self.question is not None and "kind" in self.question.values

    @property
    def read_back(self) -> tuple[Slot, ...]:
        """The times that the question named as decided: the held slot, or the visits to confirm."""
        slot, visits = self._value("slot"), self._value("visits")
        if isinstance(slot, Slot):
            return (slot,)
        if not isinstance(visits, tuple):
            return ()
        return tuple(visit.appointment.slot for visit in visits if isinstance(visit, Visit))

    @property
    def time(self) -> Slot | None:
        """The time that is talked about: held, booked, or the first of those offered."""
        visits = upcoming(self.facts) if self.idle else ()
        found = (self._value("slot"), self._value("visit"), *self.options[:1], *(visits if len(visits) == 1 else ()))
        return next((slot for slot in map(slot_of, found) if slot is not None), None)

    def echoes(self, when: When | None) -> bool:
        """Whether a time only repeats what was read back; "after 5" is no echo of 4 PM because it might be 5 AM."""
        if when is None:
            return False
        meant = replace(when, alternatives=tuple(filter(is_exact_clock, when.alternatives)))
        return any(fits(meant, slot.starts_at, zone_of(slot, self.facts.clinic)) for slot in self.read_back)

    def tells_visit(self, when: When) -> bool:
        """Whether a day tells which visit is meant, with nothing asked: one of them is on that day."""
        if not self.idle or len(when.windows) != 1 or when.windows[0].grain is not Grain.DAY:
            return False
        slots = [visit.appointment.slot for visit in upcoming(self.facts)]
        return sum(fits(when, slot.starts_at, zone_of(slot, self.facts.clinic)) for slot in slots) == 1

    def completed(self, when: When, *, moves: bool) -> When:
        """A wish with what was said before: the day of the time that is read back or moved, the days looked at."""
        slot, clinic = self.time, self.facts.clinic
        if slot is not None and is_exact_clock(when) and (self.held or (moves and not self.chooses_time)):
            return on_day_of(when, slot.starts_at, zone_of(slot, clinic))
        before = self._value("wish")
        if not isinstance(before, When) or before == ANY_TIME:
            return when
        on_days = any(window.has_day for window in when.windows)
        if self.asked in _ANEW and on_days and any(window.has_day for window in before.windows):
            return when
        return joined(when, before, zone_of(slot, clinic) if slot is not None else clinic.zone())

    def _value(self, name: str) -> object:
        return self.question.values.get(name) if self.question is not None else None


def zone_of(slot: Slot, clinic: Clinic) -> ZoneInfo:
    return clinic.zone(slot.location)
