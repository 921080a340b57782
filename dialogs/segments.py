"""How many segments a text costs, and how to spend fewer.

160 characters of GSM-7 fit one segment, 153 each of several; a single character outside GSM-7 makes the
whole text UCS-2, with 70 and 67. A pair that belongs together is never split over two segments.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from typing import Literal

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_ESCAPED = frozenset("^{}[]~\\|€\f")
_ALL_GSM7 = _BASIC | _ESCAPED

# CLDR writes "3:30 PM" with a narrow no-break space, editors write curly quotes: each would halve the segment.
_PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u2007": " ",
        "\u2009": " ",
        "\u202f": " ",
        "\u200b": None,
        "\u2060": None,
        "\u2066": None,
        "\u2067": None,
        "\u2068": None,
        "\u2069": None,
        "\ufeff": None,
        "‘": "'",
        "’": "'",
        "‚": "'",
        "′": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "″": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "—": "-",
        "−": "-",
        "…": "...",
        "•": "-",
        "\t": " ",
    }
)


def to_gsm7(text: str) -> str:
    """The same words with plain spaces, quotes, dashes and dots; letters and their accents stay as they are."""
    return text.translate(_PLAIN)


def without_accents(text: str) -> str:
    """The same words with plain letters where GSM-7 has no accented one: "mié" as "mie"; ñ, é and ü stay."""
    return "".join(char if char in _ALL_GSM7 else _bare(char) for char in text)


def _bare(char: str) -> str:
    return "".join(part for part in unicodedata.normalize("NFD", char) if not unicodedata.combining(part))


def encoding(text: str) -> Literal["GSM-7", "UCS-2"]:
    """How the text goes over the air."""
    return "GSM-7" if _ALL_GSM7.issuperset(text) else "UCS-2"


def segments(text: str) -> int:
    """How many segments are paid for; an empty text is none."""
    if encoding(text) == "GSM-7":
        if _ESCAPED.isdisjoint(text):
            return min(len(text), 1) if len(text) <= 160 else -(-len(text) // 153)
        return _parts([2 if char in _ESCAPED else 1 for char in text], alone=160, each=153)
    return _parts([2 if ord(char) > 0xFFFF else 1 for char in text], alone=70, each=67)


def _parts(widths: Iterable[int], alone: int, each: int) -> int:
    """Fill one segment after the other; what does not fit whole begins the next."""
    widths = tuple(widths)
    if sum(widths) <= alone:
        return 1 if widths else 0
    count, room = 1, each
    for width in widths:
        if width > room:
            count, room = count + 1, each
        room -= width
    return count
