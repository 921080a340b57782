"""Telephone numbers and insurance ids, as they are typed, spelt out or dictated ("five one two, double five …").

Both answer None rather than half a number. Whether a number can be called is the telephone company's business.
"""

from __future__ import annotations

from dialogs.understanding.lexicon.table import listed, numbered
from dialogs.understanding.normalise import tokens

_DIGITS = {
    **numbered("zero one two three four five six seven eight nine", 0),
    **numbered("cero uno dos tres cuatro cinco seis siete ocho nueve", 0),
    "oh": 0,
}
_TIMES = {"double": 2, "doble": 2, "triple": 3}
_BEFORE = frozenset(
    listed(
        "my the is its it s number id insurance member policy phone cell mobile home call text reach me at on no nr "
        "mi el la es numero telefono celular seguro poliza de afiliado carnet yes si sure ok please here s and"
    )
)
_SHORTEST_ID, _LONGEST_ID, _FEWEST_DIGITS = 6, 20, 4
_LOCAL = 10


def phone_number(text: str, country: str = "+1") -> str | None:
    """The number with its country code; a national one has ten digits."""
    runs = [run for run in _runs(text) if run.isdecimal()]
    for run in runs:
        bare = run.removeprefix(country.removeprefix("+")) if len(run) > _LOCAL else run
        if len(bare) == _LOCAL and bare[0] not in {"0", "1"}:
            return country + bare
        if "+" in text and 8 <= len(run) <= 15:
            return f"+{run}"
    return None


def insurance_id(text: str) -> str | None:
    """Letters and digits in capitals, without spaces and dashes: "xyz 123-456 789" is XYZ123456789."""
    fitting = [run for run in _runs(text) if _SHORTEST_ID <= len(run) <= _LONGEST_ID and _enough_digits(run)]
    return fitting[0].upper() if fitting else None


def _enough_digits(run: str) -> bool:
    return sum(char.isdecimal() for char in run) >= _FEWEST_DIGITS


def _runs(text: str) -> list[str]:
    """Letters and digits that belong together: spelt letters, numbers and dictated digits, up to any other word."""
    runs, times = [""], 1
    for token in tokens(text):
        word = token.text
        if word in _TIMES:
            times = _TIMES[word]
            continue
        piece = _piece(word, text[token.start : token.end])
        if piece is None:
            runs.append("")
        else:
            runs[-1] += piece * times if piece else ""
        times = 1
    return [run for run in runs if run]


def _piece(word: str, written: str) -> str | None:
    """What a word adds to an id: digits, letters, nothing for a dash; None where it is a word of its own."""
    if word in _DIGITS:
        return str(_DIGITS[word])
    bare = "".join(char for char in written if char.isalnum())
    if not bare or any(char.isdecimal() for char in bare):
        return bare
    return bare if bare.isascii() and len(bare) <= 3 and word not in _BEFORE else None
