"""Dates of birth in every usual form: 03/05/1980, "march 5 80", "5 de marzo de 1980", 19800305, or digit by digit.

Only a day that was, within a long life, is one. Where day and month could be either, the first of `languages` decides,
unless only the other order is possible. Whose birth it is, the caller knows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from dialogs.understanding.lexicon import lexicon
from dialogs.understanding.lexicon.table import listed, numbered
from dialogs.understanding.normalise import Token, tokens

LONGEST_LIFE = 125
_DAY_FIRST = {"es"}
_MONTHS = {"month", "weak_month"}
_BETWEEN = frozenset(listed("the of in and de del el y en year ano , . / - – ' ’ th st nd rd"))
_TENS = dict(
    zip(listed("twenty thirty forty fifty sixty seventy eighty ninety"), range(20, 100, 10), strict=True)
) | dict(
    zip(listed("veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa"), range(20, 100, 10), strict=True)
)
_SPOKEN = {
    **numbered("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen", 0),
    **numbered("sixteen seventeen eighteen nineteen", 16),
    **numbered("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth", 1),
    **numbered("fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth", 14),
    **numbered("cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince", 0),
    **numbered("dieciseis diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro", 16),
    **numbered("veinticinco veintiseis veintisiete veintiocho veintinueve", 25),
    **_TENS,
    "oh": 0, "o": 0, "thirtieth": 30, "primero": 1, "primer": 1,
}  # fmt: skip
_SCALES = {"hundred": 100, "cien": 100, "thousand": 1000, "mil": 1000, "novecientos": 900}


@dataclass(frozen=True, slots=True)
class Birth:
    """The day, and where in the text it was said."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Piece:
    """Digits, a month, or a word that belongs to no date."""

    start: int
    end: int
    digits: str = ""
    month: int = 0
    spoken: bool = False
    scale: int = 0

    @property
    def foreign(self) -> bool:
        return not (self.digits or self.month)


def birth_date(text: str, languages: Sequence[str], now: datetime) -> date | None:
    """The day of birth that a text says, or None."""
    birth = birth_in(text, languages, now)
    return birth.day if birth is not None else None


def birth_dates(text: str, languages: Sequence[str], now: datetime) -> tuple[date, ...]:
    """Every day that keys or words may mean, the likeliest first: the other order of day and month too."""
    day_first = bool(languages) and languages[0] in _DAY_FIRST
    found = (tuple(dict.fromkeys(_readings(run, day_first, now))) for run in _runs(_pieces(text, languages)))
    return next(filter(None, found), ())


def birth_in(text: str, languages: Sequence[str], now: datetime) -> Birth | None:
    """The first day of birth in a text, with its place."""
    for run in _runs(_pieces(text, languages)):
        for day in _readings(run, bool(languages) and languages[0] in _DAY_FIRST, now):
            return Birth(day, run[0].start, run[-1].end)
    return None


def _pieces(text: str, languages: Sequence[str]) -> Iterator[_Piece]:
    for token in tokens(text):
        if not token.text or token.text in _BETWEEN or token.form == "stop":
            continue
        if token.form in {"date", "iso", "number", "ordinal"} or (token.form == "clock" and "." in token.text):
            yield from _written(token)
        else:
            yield _word(token, languages)


def _written(token: Token) -> Iterator[_Piece]:
    marked = "".join(char if char.isdecimal() else " " for char in token.text)
    yield from (_Piece(token.start, token.end, digits) for digits in marked.split())


def _word(token: Token, languages: Sequence[str]) -> _Piece:
    word = token.text
    if word in _SPOKEN:
        return _Piece(token.start, token.end, str(_SPOKEN[word]), spoken=True)
    if word in _SCALES:
        return _Piece(token.start, token.end, str(_SCALES[word]), spoken=True, scale=_SCALES[word])
    return _Piece(token.start, token.end, month=_month(word, languages))


def _month(word: str, languages: Sequence[str]) -> int:
    for language in dict.fromkeys((*languages, "en", "es")):
        table = lexicon(language)
        known = [entry for words, entry in table.phrases.get(word, ()) if len(words) == 1]
        for kind, value in (*known, *filter(None, [table.guess(word)])):
            if kind in _MONTHS:
                return int(value)
    return 0


def _runs(pieces: Iterator[_Piece]) -> Iterator[list[_Piece]]:
    """Stretches of numbers and months with nothing foreign between, spoken numbers put together."""
    run: list[_Piece] = []
    for piece in pieces:
        if not piece.foreign:
            run.append(piece)
        elif run:
            yield _joined(run)
            run = []
    if run:
        yield _joined(run)


def _joined(run: list[_Piece]) -> list[_Piece]:
    """“eighty five” as 85, “oh three” as 03, “two thousand five” and “mil novecientos ochenta” as one number."""
    joined: list[_Piece] = []
    for piece in run:
        before = joined[-1] if joined else None
        digits = _together(before, piece) if before is not None else ""
        if before is not None and digits:
            joined[-1] = _Piece(before.start, piece.end, digits, spoken=True, scale=max(before.scale, piece.scale))
        else:
            joined.append(piece)
    return joined


def _together(before: _Piece, piece: _Piece) -> str:
    if before.month or piece.month:
        return ""
    if before.digits == "0" and len(piece.digits) == 1:
        return before.digits + piece.digits
    if not (before.spoken and piece.spoken):
        return ""
    value, more = int(before.digits), int(piece.digits)
    if piece.scale and not before.scale:
        return str(value * piece.scale) if (value, piece.scale) in {(2, 1000), (19, 100), (20, 100)} else ""
    if (before.scale and more < before.scale and value % 100 == 0) or _tens_and_unit(value, more):
        return str(value + more)
    return ""


def _tens_and_unit(tens: int, unit: int) -> bool:
    return (20 <= tens < 100 or tens > 1000) and tens % 10 == 0 and tens % 100 != 10 and 0 < unit < 10


def _readings(run: Sequence[_Piece], day_first: bool, now: datetime) -> Iterator[date]:
    """The possible days in the order of likelihood."""
    for at in range(len(run)):
        for year, month, day in _dates_from(run[at:], day_first, now.year):
            try:
                found = date(year, month, day)
            except ValueError:
                continue
            if now.year - LONGEST_LIFE <= year and found <= now.date():
                yield found


def _dates_from(run: Sequence[_Piece], day_first: bool, this_year: int) -> Iterator[tuple[int, int, int]]:
    months = [at for at, piece in enumerate(run) if piece.month]
    if months:
        yield from _named(run, months[0], this_year)
        return
    numbers = [piece.digits for piece in run]
    if len(numbers[0]) in {6, 8}:
        numbers = _cut(numbers[0])
    elif len(numbers) > 5 and all(len(number) == 1 for number in numbers):
        numbers = _cut("".join(numbers[:8]))
    if len(numbers) < 3:
        return
    if len(numbers[0]) == 4:
        yield int(numbers[0]), int(numbers[1]), int(numbers[2])
        return
    first, second = int(numbers[0]), int(numbers[1])
    for year in _years(numbers[2:], this_year):
        yield from ((year, second, first), (year, first, second))[:: 1 if day_first else -1]


def _named(run: Sequence[_Piece], at: int, this_year: int) -> Iterator[tuple[int, int, int]]:
    """Around the name of a month: “march 5 80”, “5 march 1980”, “1980 march 5”."""
    before, after = [piece.digits for piece in run[:at]], [piece.digits for piece in run[at + 1 :] if piece.digits]
    month = run[at].month
    if len(before) == 1 and len(before[0]) == 4 and after:
        yield int(before[0]), month, int(after[0])
    elif before:
        yield from ((year, month, int(before[-1])) for year in _years(after, this_year))
    elif after:
        yield from ((year, month, int(after[0])) for year in _years(after[1:], this_year))


def _cut(digits: str) -> list[str]:
    """Digits without marks between them: 19800305, 03051980, 030580."""
    if len(digits) == 8 and digits[:2] in {"18", "19", "20"} and int(digits[4:6]) <= 12 and int(digits[6:]) <= 31:
        return [digits[:4], digits[4:6], digits[6:]]
    return [digits[:2], digits[2:4], digits[4:]]


def _years(digits: Sequence[str], this_year: int) -> Iterator[int]:
    """The year at the beginning: written out, said in halves or digit by digit; of two digits the latest past ones."""
    for count in range(1, min(len(digits), 4) + 1):
        year = "".join(digits[:count])
        if len(year) == 4 and year[:2] in {"18", "19", "20"}:
            yield int(year)
            return
    if digits and len(digits[0]) == 2:
        year_then = this_year - this_year % 100 + int(digits[0])
        yield from (year for year in (year_then, year_then - 100) if year <= this_year)
