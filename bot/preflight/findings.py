"""What was found about one thing that must be right, and what to do where it is not."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` says what to change; empty where all is well."""

    what: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mend


def judged(what: str, is_well: bool, mend: str) -> Finding:
    return Finding(what, "" if is_well else mend)
