"""The words of a full name in an answer that may also hold a date of birth: "Ana Stone 5/14/1980", "Stone, Ana"."""

from __future__ import annotations

import re

from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.normalise import folded

_MONTHS = (
    r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic|enero|febrero|marzo|mayo|junio|julio|"
    r"agosto|set|octubre|noviembre|diciembre)[a-z]*\.?"
)
_OF = r"(?:\s+del?(?=\s+\d))?"
_DATED = re.compile(
    rf"\b{_MONTHS}\s+\d{{1,2}}(?:st|nd|rd|th)?(?![/\d-]){_OF}"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:de\s+|of\s+)?{_MONTHS}(?!\w){_OF}|\d\S*"
    r"|\b(?:date of birth|(?:la )?fecha de nacimiento)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+(?:['’`´.-][^\W\d_]+)*")
_NO_NAME = frozenset(
    listed(
        "my name is the im am i its it this me called full first last and born on dob birth birthday bday hi "
        "hello hey yes patient for here speaking sure ok okay was in please thanks thank you at "
        "mi nombre es soy me llamo y nacido nacida naci el fecha nacimiento hola si apellido apellidos "
        "completo paciente para gracias cumpleanos en"
    )
)
_MOST = 6
_LONGEST = 200


def full_name(text: str) -> tuple[str, ...]:
    """First name first; empty where there are not two words that can be one."""
    parts = [_names(part) for part in _DATED.sub(" ", text[:_LONGEST]).split(",")]
    named = [part for part in parts if part]
    words = [word for part in (reversed(named) if len(named) == 2 else named) for word in part]
    return tuple(words) if 2 <= len(words) <= _MOST else ()


def _names(text: str) -> list[str]:
    """The words that carry a name; "de" and "la" stay where they join two of them."""
    return [word for word in _WORD.findall(text) if folded(word) not in _NO_NAME]
