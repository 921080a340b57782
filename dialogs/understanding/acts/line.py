"""A text as one line of plain words, which tables of phrases are compared with.

Texting forms are spelt out, misspelt key words are put right, a comma or full stop stands as a word of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs.understanding.normalise import Token
from dialogs.understanding.spelling import Speller

_MARKS = {
    ",": ",",
    ";": ",",
    ":": ",",
    "(": ",",
    ")": ",",
    "–": ",",
    "—": ",",
    "-": ",",
    "&": "and",
    "+": "and",
    "#": "#",
}
_PICTURES = {
    "👍": "thumbsup", "👌": "thumbsup", "✅": "thumbsup", "✔": "thumbsup", "☑": "thumbsup", "🆗": "thumbsup",
    "👎": "thumbsdown", "❌": "thumbsdown", "🙏": "prayhands", "❤": "prayhands", "💕": "prayhands", "👋": "goodbye",
}  # fmt: skip
_QUESTION = "?"
_TITLES = {"dr", "dra", "mr", "mrs", "ms", "sr", "sra", "st"}


@dataclass(frozen=True, slots=True)
class Line:
    """The words with single spaces between them, and whether a question mark was among them."""

    text: str
    asks: bool = False

    @property
    def words(self) -> list[str]:
        return [word for word in self.text.split(" ") if word not in {"", ",", "."}]


def line_of(tokens: Sequence[Token], spelt_out: Mapping[str, str], speller: Speller | None) -> Line:
    """The line of a text in a language's own short forms and key words."""
    words: list[str] = []
    asks = False
    for token in tokens:
        if token.form == "stop" and words and words[-1] in _TITLES:
            continue
        if token.form == "stop":
            asks = asks or _QUESTION in token.text
            word = "."
        elif token.form == "mark":
            word = _MARKS.get(token.text) or _PICTURES.get(token.text, "")
        elif token.form == "word":
            word = spelt_out.get(token.text) or (speller and speller.meant(token.text)) or token.text
        else:
            word = token.text.replace(" ", "")
        if word and not (word in {",", "."} and (not words or words[-1] in {",", "."})):
            words.append(word)
    while words and words[-1] in {",", "."}:
        words.pop()
    return Line(" ".join(words).replace("_", " "), asks)
