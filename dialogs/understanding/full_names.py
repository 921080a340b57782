"""The full name that somebody gives when asked who they are, also where a date of birth stands in the same text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from dialogs.understanding.acts.names import name_in
from dialogs.understanding.births import birth_in

_ABOUT_BIRTH = re.compile(
    r"\W*\b(?:and |y )?(?:(?:i was|i'?m|my|mi|is|born|dob|d\.o\.b\.?|date of birth|birth ?(?:day|date)|on|nac[ií]|"
    r"naci[oó]|nacid[oa]|fecha de nacimiento|el|es)\b\W*)+$",
    re.IGNORECASE,
)
_LAST_FIRST = re.compile(r"^\W*([^\W\d_][\w'’-]+), ([^\W\d_][\w'’-]+)\W*$")


def full_name(text: str, languages: Sequence[str], now: datetime) -> str | None:
    """First and last name as they were written; None where a text does not hold both."""
    birth = birth_in(text, languages, now)
    pieces = [text] if birth is None else [text[: birth.start], text[birth.end :]]
    for piece in pieces:
        said = _LAST_FIRST.sub(r"\2 \1", _ABOUT_BIRTH.sub("", piece).strip())
        name = name_in(said, asked=True)
        if name is not None and " " in name:
            return name
    return None
