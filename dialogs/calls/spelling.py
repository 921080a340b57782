"""Letters and digits one by one, as a member id is read back: in groups of three, so that an ear can follow."""

from __future__ import annotations

import re

GROUP = 3
_SPELT = re.compile(r"(?<!\S)\w(?: \w){3,}(?![^\s.,;?!])")


def in_groups(text: str) -> str:
    """The text, with a pause after every third of a row of single letters and digits."""
    return _SPELT.sub(lambda row: _grouped(row[0].split()), text)


def _grouped(signs: list[str]) -> str:
    return ", ".join(" ".join(signs[at : at + GROUP]) for at in range(0, len(signs), GROUP))
