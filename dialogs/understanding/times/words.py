"""A text as words of known kinds, and as a string of one letter for each kind, which the rules are matched against.

"next friday at 3" becomes four words of the kinds next, weekday, at, number. Words of no kind of interest are `other`;
runs of them count as one, so that a rule never reaches across what it does not understand.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from dialogs.understanding.lexicon import Entry, Lexicon
from dialogs.understanding.lexicon.table import listed
from dialogs.understanding.normalise import KEPT, Token

KINDS = listed(
    "weekday weak_weekday weekdays month weak_month number some ordinal ampm oclock oh past quarter half minus "
    "landmark part meal after_part relative morrow tonight now soonest latest next coming following this last "
    "previous day week work_week month_unit year hour weekend working_day time_word the a of at on in within beyond "
    "for from to through until between and or except not before by move after onward backward early mid late rest "
    "begin hence ago any but same_time shift unfit no say correction instead holiday clock date iso compact full_year "
    "comma stop other"
)
LETTERS = dict(zip(KINDS, filter(str.isalpha, map(chr, range(ord("A"), 0x180))), strict=False))
_MARKS = {",": "comma", "(": "comma", ")": "comma", ":": "comma"}


class Word(NamedTuple):
    """One word or phrase: its kind, its value, and where it stood."""

    kind: str
    value: int | str
    text: str
    start: int
    end: int


@lru_cache(maxsize=KEPT)
def words_of(tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Word, ...]:
    """The tokens as words of known kinds."""
    texts = [token.text for token in tokens]
    if "-" in texts:
        tokens = _unhyphened(tokens, lexicon)
        texts = [token.text for token in tokens]
    found: list[Word] = []
    at, before = 0, ""
    while at < len(tokens):
        length, (kind, value) = _read(tokens, texts, at, lexicon)
        if kind in _CONTEXTUAL:
            kind = _in_context(kind, texts[at], texts[at - 1] if at else "", found)
        if kind != "other" or before != "other":
            text = texts[at] if length == 1 else " ".join(texts[at : at + length])
            found.append(Word(kind, value, text, tokens[at].start, tokens[at + length - 1].end))
            if kind in _SPLIT:
                _split_today(found)
        at, before = at + length, kind
    return tuple(found)


def _unhyphened(tokens: Sequence[Token], lexicon: Lexicon) -> Sequence[Token]:
    """Without the hyphens inside of what is one phrase: "twenty-seven", "late-night"; "Monday-Friday" keeps its own."""
    kept = [
        token
        for at, token in enumerate(tokens)
        if token.text != "-" or not 0 < at < len(tokens) - 1 or not _one_phrase(tokens[at - 1], tokens[at + 1], lexicon)
    ]
    return tokens if len(kept) == len(tokens) else kept


def _one_phrase(left: Token, right: Token, lexicon: Lexicon) -> bool:
    if right.start - left.end != 1:
        return False
    known = lexicon.longest([left.text], 0)
    return lexicon.joins(left.text, right.text) or right.text == "ish" or (known is not None and known[1][0] in _PARTLY)


_PARTLY = {"early", "mid", "late"}
_CONTEXTUAL = {"meal", "weak_month", "weak_weekday", "to", "through"}
_BEFORE_MEAL = set(
    listed(
        "at on in for by before after until from to weekday weak_weekday relative morrow ordinal date month early late"
    )
)
_DASHES = {"-", "–", "—"}
_BEFORE_DASH = set(
    listed("number ordinal clock compact weekday weak_weekday month weak_month ampm date iso part relative landmark")
    + listed("full_year oclock holiday weekdays half quarter tonight morrow")
)
_NO_WEEKDAY_BEHIND = {"i", "we", "he", "she", "they", "the", "in", "el"}  # "I sat", "the sun"
_BEFORE_MONTH = {"from", "to", "through", "until", "between", "in", "early", "mid", "late"}


def _in_context(kind: str, text: str, previous: str, found: Sequence[Word]) -> str:
    """Lunch is a time only where one is spoken of, "may" a month; a dash leads on from what a range begins with.

    "Ten to four" is a time, "from ten to four" is not.
    """
    before = found[-1].kind if found else ""
    if kind == "meal":
        return "part" if before in _BEFORE_MEAL else "other"
    if kind == "weak_weekday":
        return "other" if previous in _NO_WEEKDAY_BEHIND else kind
    if kind == "to":
        return "through" if len(found) > 1 and before == "number" and found[-2].kind in {"from", "between"} else kind
    if kind == "through":
        return "comma" if text in _DASHES and before not in _BEFORE_DASH else kind
    return "month" if before in _BEFORE_MONTH else kind


_SPLIT = {"tonight", "part", "ampm", "early", "morrow", "weekdays", "weekend", "working_day", "relative", "weekday"}


def _split_today(found: list[Word]) -> None:
    """“tonight”, "this morning" and "next evening" are two words to the rules: a day, and a part of it."""
    last = found[-1]
    before = found[-2].kind if len(found) > 1 else ""
    if last.kind == "tonight":
        found[-1:] = [last._replace(kind="relative", value=0), last._replace(kind="part", value="night", text="")]
    elif before == "no" and (last.kind in _PLURAL or last.text.endswith("s")):
        found[-2] = found[-2]._replace(kind="not")
    elif before == "any" and last.kind == "morrow":
        found[-1] = last._replace(kind="part", value="morning")
    elif before == "ampm" and last.text == "de manana":
        found[-1] = last._replace(kind="morrow", value=1)
    elif last.kind in {"part", "morrow"} and before in {"this", "next"} and (before, last.kind) != ("next", "morrow"):
        _name_day(found, 0 if before == "this" else 1)
    else:
        _settle_early(found, before)


def _name_day(found: list[Word], days: int) -> None:
    """“this afternoon”, also behind "late"."""
    part = found[-1].value if found[-1].kind == "part" else "morning"
    late = found[-3:-2] if len(found) > 2 and found[-3].kind in _PARTLY else []
    day = found[-2]._replace(kind="relative", value=days)
    said = found[-1]._replace(kind="part", value=part)
    found[-2 - len(late) :] = [*late, said, day] if late else [day, said]


def _settle_early(found: list[Word], before: str) -> None:
    """“early on Thursday”, "tomorrow early" are in the morning; "early morning" is what it says."""
    last, at = found[-1], len(found) - 2
    if last.kind == "early" and before in _ONE_DAY:
        found[-1] = last._replace(kind="part", value="early_day")
    elif last.kind in {"part", "ampm"} and before == "part" and found[-2].value == "early_day":
        found[-2] = found[-2]._replace(kind="early", value=0)
    elif last.kind in _ONE_DAY:
        while at > 0 and found[at].kind in {"the", "on"}:
            at -= 1
        if at >= 0 and found[at].kind == "early":
            found[at] = found[at]._replace(kind="part", value="early_day")


_PLURAL = {"weekdays", "weekend", "working_day"}
_ONE_DAY = {"weekday", "relative", "morrow"}
_SAYS_NOTHING = set(
    listed(
        "other the a of at on in for from to through and or not no by move any comma stop before after "
        "correction say past"
    )
)


def says_nothing(words: Sequence[Word]) -> bool:
    """Whether no word names a day or a time: what most texts are."""
    return _SAYS_NOTHING.issuperset([word.kind for word in words])


def spelt(words: Sequence[Word]) -> str:
    """One letter for each word."""
    return "".join([LETTERS[word.kind] for word in words])


_OTHER: Entry = ("other", 0)


def _read(tokens: Sequence[Token], texts: Sequence[str], at: int, lexicon: Lexicon) -> tuple[int, Entry]:
    token = tokens[at]
    known = lexicon.longest(texts, at) if texts[at] in lexicon.phrases else None
    if known is None and token.form == "word":
        return 1, _letter_after_clock(tokens, at) or lexicon.guess(texts[at]) or _OTHER
    length, (kind, _) = (1, _OTHER) if known is None else known
    if (token.form in _FIGURES or kind == "number") and _counts(texts, at, length):
        return length, _OTHER
    if known is not None and (token.form != "ampm" or length > 1):
        return known
    if token.form == "ampm" and (texts[at + 1 : at + 2] == ["i"] or (at and texts[at - 1] in _BEFORE_I_AM)):
        return 1, _OTHER
    return 1, _shaped(token)


_BEFORE_I_AM = {"i", "who", "where", "why", "how", "what"}
_FIGURES = {"number", "clock"}
_MONEY = {"$", "£", "€", "%"}
_COUNTED = set(
    listed(
        "dollars pounds euros bucks pesos dolares percent usd people persons kids children adults "
        "men women personas ninos"
    )
)


def _counts(texts: Sequence[str], at: int, length: int) -> bool:
    """Whether a number is of money or of things, "$200" or "2 adults", and so no time."""
    if at and texts[at - 1] in _MONEY:
        return True
    behind = texts[at + length] if at + length < len(texts) else ""
    if behind == "of":
        return texts[at + length + 1 : at + length + 2] == ["us"]
    return behind in _MONEY or behind in _COUNTED


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
    if tokens[at].text not in {"a", "p"}:
        return None
    before = tokens[at - 1] if at else None
    if before is None or before.end != tokens[at].start or before.form not in {"number", "clock"}:
        return None
    return "ampm", "am" if tokens[at].text == "a" else "pm"
