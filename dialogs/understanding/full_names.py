"""The words of a full name in an answer that may also hold a date of birth: "Ana Stone 5/14/1980", "Stone, Ana"."""

from __future__ import annotations

import re
from itertools import takewhile

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
# Where a name that is told beside a wish begins, and the words at which it ends.
_TOLD = re.compile(
    r"\b(?:this is|my name is|name is|i am|i['’]?m|it['’]?s|soy|me llamo|mi nombre es|(?:le )?habla)\s+", re.IGNORECASE
)
_BORN = re.compile(
    r"[\s,;:(.-]*(?:\b(?:dob|d\.o\.b\.?|born(?: on)?|birthday|birth ?date|date of birth|"
    r"nacid[oa](?: el)?|nac[ií](?: el)?|"
    r"fecha de nacimiento)\b[\s,:.]*)?$",
    re.IGNORECASE,
)
_WISHES = frozenset(
    listed(
        "when need want can could would will have has had do does did to cancel move change reschedule book make "
        "confirm appointment appt visit calling texting writing checking about on by friday thursday wednesday tuesday "
        "monday saturday sunday that be there "
        "cuando cita necesito quiero quisiera puedo tengo cancelar mover cambiar confirmar agendar que a escribo "
        "llamo al"
    )
)
_APPOINTED = re.compile(r"\b(?:to|for|on|by|at|before|after|until|para|al|el|hasta)\s*$", re.IGNORECASE)
_MOST_TOLD = 4
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


def told_name(text: str) -> tuple[str, ...]:
    """A full name that is told beside a date of birth and a wish: "this is Maria Lopez, 4/12/85, when is my visit"."""
    dated = _DATED.search(text[:_LONGEST])
    if dated is None:
        return ()
    before = _BORN.sub("", text[: dated.start()], count=1)
    if _APPOINTED.search(before):
        return ()  # a day to come to
    told = _TOLD.search(before)
    words = _until_wish(before[told.end() :].split(",")[0]) if told else _since_wish(re.split(r"[.!?,;]", before)[-1])
    return tuple(words) if 2 <= len(words) <= _MOST_TOLD else ()


def _until_wish(text: str) -> list[str]:
    return list(takewhile(_can_be_name, _WORD.findall(text)))


def _since_wish(text: str) -> list[str]:
    return list(takewhile(_can_be_name, reversed(_WORD.findall(text))))[::-1]


def _can_be_name(word: str) -> bool:
    return folded(word) not in _NO_NAME and folded(word) not in _WISHES
