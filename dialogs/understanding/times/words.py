"""A text as words of known kinds, and as a string of one letter for each kind, which the rules are matched against.

"next friday at 3" becomes four words of the kinds next, weekday, at, number. Words of no kind of interest are `other`;
runs of them count as one, so that a rule never reaches across what it does not understand.
"""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs.understanding.lexicon import Entry, Lexicon
from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.normalise import Token

KINDS = listed(
    "weekday weak_weekday weekdays month weak_month number some ordinal ampm oclock oh past quarter half minus "
    "landmark part after_part relative morrow tonight now soonest latest next coming following this last previous "
    "day week month_unit year hour weekend working_day time_word the a of at on in for from to until between and "
    "or except not before by move after onward backward early mid late rest hence ago any same_time unfit holiday "
    "clock date iso compact full_year comma stop other"
)
LETTERS = dict(zip(KINDS, string.ascii_letters + string.digits + "!#%&,/:;<=>@_~`'\"", strict=False))
_MARKS = {",": "comma", "(": "comma", ")": "comma", ":": "comma", "–": "to", "—": "to"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word or phrase: its kind, its value, and where it stood."""

    kind: str
    value: int | str
    text: str
    start: int
    end: int


def words_of(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Word, ...]:
    """The tokens as words of known kinds."""
    found: list[Word] = []
    at = 0
    while at < len(tokens):
        length, entry = _read(tokens, at, lexicon)
        if entry[0] != "other" or not found or found[-1].kind != "other":
            first, last = tokens[at], tokens[at + length - 1]
            text = first.text if length == 1 else " ".join(token.text for token in tokens[at : at + length])
            found.append(Word(entry[0], entry[1], text, first.start, last.end))
            _split_today(found)
        at += length
    return tuple(found)


def _split_today(found: list[Word]) -> None:
    """“tonight” and "this morning" are two words to the rules: today, and a part of it."""
    last = found[-1]
    if last.kind == "tonight":
        found[-1:] = [replace(last, kind="relative", value=0), replace(last, kind="part", value="night", text="")]
    elif len(found) > 1 and found[-2].kind == "this" and last.kind in {"part", "morrow"}:
        part = last.value if last.kind == "part" else "morning"
        found[-2:] = [replace(found[-2], kind="relative", value=0), replace(last, kind="part", value=part)]


def spelt(words: Sequence[Word]) -> str:
    """One letter for each word."""
    return "".join([LETTERS[word.kind] for word in words])


def _read(tokens: Sequence[Token], at: int, lexicon: Lexicon) -> tuple[int, Entry]:
    token = tokens[at]
    known = lexicon.longest(tokens, at)
    if known is not None and (token.form != "ampm" or known[0] > 1):
        return known
    if token.form == "ampm" and at and tokens[at - 1].text == "i":
        return 1, ("other", 0)
    if token.form == "word":
        return 1, _letter_after_clock(tokens, at) or lexicon.guess(token.text) or ("other", 0)
    return 1, _shaped(token)


def _shaped(token: Token) -> Entry:
    if token.form == "number":
        return _number(token.text)
    if token.form == "ampm":
        return "ampm", "am" if token.text[0] == "a" else "pm"
    if token.form == "ordinal":
        return "ordinal", int("".join(char for char in token.text if char.isdecimal()))
    if token.form in {"clock", "date", "iso"}:
        return token.form, token.text
    if token.form == "stop":
        return ("stop" if token.text.strip("¿¡") else "comma"), 0
    return _MARKS.get(token.text, "other"), 0


def _number(text: str) -> Entry:
    if len(text) <= 2:
        return "number", int(text)
    if len(text) > 4:
        return "other", 0
    value = int(text)
    if len(text) == 4 and 1990 <= value <= 2100:
        return "full_year", value
    return ("compact", value) if value % 100 < 60 and value < 2400 else ("other", 0)


def _letter_after_clock(tokens: Sequence[Token], at: int) -> Entry | None:
    """The "p" of "3p" and "3:20p": glued to the clock, and nothing else."""
    before = tokens[at - 1] if at else None
    glued = before is not None and before.end == tokens[at].start and before.form in {"number", "clock"}
    if not glued or tokens[at].text not in {"a", "p"}:
        return None
    return "ampm", "am" if tokens[at].text == "a" else "pm"
