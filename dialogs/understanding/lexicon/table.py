"""What a table of words is: for each kind, phrases and their values."""

from __future__ import annotations

from collections.abc import Mapping

Value = int | str
Table = dict[str, Mapping[str, Value]]


def numbered(words: str, first: int) -> dict[str, int]:
    """Words in order, counted from `first`; `_` leaves a number out."""
    return {word: number for number, word in enumerate(words.split(), first) if word != "_"}


def listed(words: str) -> tuple[str, ...]:
    """Words with spaces between them, one by one."""
    return tuple(words.split())
