"""What the learnt weights look at: letters and words of a text, what was asked, and what the rules found.

Each piece of evidence is a name: a few letters as they stand ("canc"), `w:` words, `q:` kinds of question, `s:` words
of the question, `kind|word` an answer to a kind of question, `r:` acts by rule, `h:` phrases found, `f:` other facts,
`d:` rules that read a time, `F:` and `L:` the first and last three words, `W:` the whole of a short text.
Training and use must see the same: a change here needs new weights (`make train`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from dialogs.understanding.acts.asked import asked_in
from dialogs.understanding.acts.line import Line
from dialogs.understanding.acts.weighing import Found

SHORTEST, LONGEST = 2, 4
CUT = 400  # letters of a text; what is beyond tells no more
_DIGITS = str.maketrans("123456789", "0" * 9)
_QUESTION_WORDS = re.compile(r"[a-z]+|\?")
_MOST_WORDS = 40
_SHORT = 5  # with the signs for start and end: formulas, no sentences of anybody
_LENGTHS = (16, 10, 6, 5, 4, 3, 2, 1)


class Clues(NamedTuple):
    """What the evidence in a text follows from: nothing of it changes with the day, or with the patient."""

    line: Line
    kinds: tuple[str, ...]
    heard: tuple[str, ...]
    hits: tuple[tuple[str, str], ...]
    topic: str
    facts: tuple[str, ...]


def clues_in(found: Found, asked: str, heard: Sequence[str]) -> Clues:
    """Those of a text, the words it answers, and the acts that rules heard in it."""
    facts = {"f:question": found.question, "f:day": found.reading.has_day, "f:clock": found.reading.has_clock}
    return Clues(
        found.line,
        kinds_asked(asked),
        tuple(heard),
        tuple([(hit.label, hit.said) for hit in found.hits]),
        "" if found.topic is None else found.topic.label,
        (*[f"d:{why.partition(':')[0]}" for why in found.reading.because], *[fact for fact in facts if facts[fact]]),
    )


def evidence(clues: Clues) -> set[str]:
    """All of it."""
    words = ["^", *spoken(clues.line).split(" "), "$"]
    pieces = set(_letters(" ".join(words)))
    pieces.update([f"w:{word}" for word in words])
    pieces.update([f"w:{first} {second}" for first, second in pairwise(words)])
    pieces.update(_borders(words))
    for kind in clues.kinds:
        pieces.update([f"{kind}|{word}" for word in words])
        pieces.update([f"{kind}|r:{act}" for act in clues.heard])
    pieces.update(_by_rule(clues))
    pieces.add(f"n:{next((length for length in _LENGTHS if len(words) - 2 >= length), 0)}")
    return pieces


def spoken(line: Line) -> str:
    """The line with every digit as 0, and its question mark."""
    return line.text[:CUT].translate(_DIGITS) + (" ?" if line.asks else "")


@lru_cache(maxsize=1024)
def kinds_asked(asked: str) -> tuple[str, ...]:
    return tuple(sorted(asked_in(asked).kinds)) if asked else ("none",)


@lru_cache(maxsize=1024)
def question(asked: str) -> frozenset[str]:
    """What the words last said to the patient add to any answer."""
    kinds = kinds_asked(asked)
    words = _QUESTION_WORDS.findall(asked.lower())[-_MOST_WORDS:]
    pieces = {f"q:{kind}" for kind in kinds} | {f"q:{'+'.join(kinds)}", "b"}
    pieces.update(f"s:{word}" for word in words)
    pieces.update(f"s:{first} {second}" for first, second in pairwise(words))
    return frozenset(pieces | ({"q:yes or no"} if asked_in(asked).yes_or_no else set()))


def _letters(line: str) -> Iterator[str]:
    for length in range(SHORTEST, LONGEST + 1):
        yield from [line[at : at + length] for at in range(len(line) - length + 1)]


def _borders(words: Sequence[str]) -> Iterator[str]:
    """How a text begins and ends, and all of it where it is short enough to come again."""
    yield f"F:{' '.join(words[1:4])}"
    yield f"L:{' '.join(words[-4:-1])}"
    if len(words) <= _SHORT:
        yield f"W:{' '.join(words)}"


def _by_rule(clues: Clues) -> Iterator[str]:
    yield from (f"r:{act}" for act in clues.heard)
    yield f"R:{'+'.join(sorted(clues.heard))}"
    for label, said in clues.hits:
        yield f"h:{label}"
        yield f"h:{label}:{said}"
    if clues.topic:
        yield f"t:{clues.topic}"
    yield from clues.facts
