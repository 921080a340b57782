"""Text as tokens: folded to plain lower-case letters, each knowing where it stood in the original.

What is cut away (accents, case, stretched letters, typographic apostrophes) is noise to every rule that follows.
Which words mean what is the lexicon's business.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

LONGEST = 1600  # the longest text that a telephone company hands on; what is beyond is never looked at
KEPT = 1024  # texts of which is remembered what their words alone say: many patients answer in the same few
MOST = 400  # pieces of one text; a text of words has fewer

_TOKEN = re.compile(
    r"""
      (?=[\d+(-]) (?:
          (?P<phone>(?<![\d-])(?:\+?1[\s.-]?)?(?:\(\d{3}\)|\d{3})[\s.-]?\d{3}[.-]\d{4}(?!\d)
          | (?<![\d-])\d{3}-\d{4}(?!\d))
        | (?P<iso>\d{4}[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))
        | (?P<date>\d{1,2}(?P<sep>[-/.])\d{1,2}(?P=sep)(?:\d{4}|\d{2})(?!\d) | \d{1,2}/\d{1,2}(?![\d/]) )
        | (?P<clock>\d{1,2}\s?[:h]\s?\d\d(?![\d]) (?::\d\d)? | \d{1,2}\.\d\d(?!\.?\d) )
        | (?P<texting>2day\b|2mo\w*|2mrw\b|2nite\b|2night\b)
        | (?P<ordinal>\d{1,2}\s?(?:st|nd|rd|th|er|[ºª°])(?![^\W\d_]) | \d{1,2}(?:ro|do|to|mo|vo|no)(?![^\W_]))
        | (?P<number>\d+)
      )
    | (?P<ampm>(?<![^\W\d_]) [ap] \s?\.?\s? m (?![^\W\d_]) \.?)
    | (?P<oclock>o\W{0,2}clock)
    | (?P<letters>b4\b|l8r?\b|gr8\b|any1\b|some1\b)
    | (?P<word>[^\W\d_]+(?:['’`´][^\W\d_]+)*)
    | (?P<stop>[.!?¿¡;\n…]+)
    | (?P<mark>[^\s\w]|_)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STRETCHED = re.compile(r"(.)\1{2,}")
_APOSTROPHES = str.maketrans("", "", "'’`´")
_LETTERS = {"º": "o", "ª": "a", "ß": "ss", "ı": "i"}


class Token(NamedTuple):
    """One word, number or mark. `form` says what it looks like: word, number, clock, iso, date, ordinal, stop …"""

    text: str
    form: str
    start: int
    end: int


@lru_cache(maxsize=KEPT)
def tokens(text: str) -> tuple[Token, ...]:
    """The pieces of a text in order, without its white space."""
    found = []
    for match in islice(_TOKEN.finditer(text[:LONGEST]), MOST):
        form = match.lastgroup or "mark"
        text = "oclock" if form == "oclock" else folded(match.group())
        found.append(Token(text, _FORMS.get(form, form), match.start(), match.end()))
    return tuple(found)


_FORMS = {"texting": "word", "letters": "word", "oclock": "word", "sep": "date"}


@lru_cache(maxsize=4096)
def folded(piece: str) -> str:
    """Lower case, without accents and apostrophes; letters held down count once."""
    if not piece.isascii():
        piece = unicodedata.normalize("NFKD", piece.casefold())
        piece = "".join(char for char in piece if not unicodedata.combining(char))
    piece = piece.lower().translate(_APOSTROPHES)
    return _STRETCHED.sub(r"\1", piece) if not piece[:1].isdigit() else piece


@lru_cache(maxsize=256)  # one text is compared with many tables in one turn
def plain(text: str) -> str:
    """The whole text as folded words with single spaces: what tables of phrases are compared with."""
    return " ".join(token.text for token in tokens(text) if token.form not in {"stop", "mark"})
