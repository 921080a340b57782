"""What became of each row of a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from storage.exchange.sheets import Fault, Refused, Row

Change = Literal["created", "updated", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One row: what it changed, or why it was not taken."""

    row: Row
    change: Change
    faults: tuple[Fault, ...] = ()

    @classmethod
    def rejected(cls, row: Row, refused: Refused) -> Outcome:
        return cls(row, "rejected", refused.faults)

    @property
    def reason(self) -> str:
        return "; ".join(map(str, self.faults))


@dataclass(slots=True)
class Tally:
    """All outcomes of one file."""

    counts: Counter[str] = field(default_factory=Counter)
    rejected: list[Outcome] = field(default_factory=list)

    def note(self, outcomes: Iterable[Outcome]) -> None:
        for outcome in outcomes:
            self.counts[outcome.change] += 1
            if outcome.change == "rejected":
                self.rejected.append(outcome)
