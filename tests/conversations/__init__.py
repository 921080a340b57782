"""Whole talks as data: what patients write, and word for word what they are answered, with the calendar afterwards.

A file holds the talks of one kind. In `talk`, a line that begins with `>` is the patient's, one with `<` ours, one with
`*` something that happens: `* reminder`, `* form` (staff send one), `* picture` (a text with one), `* 13h` of time,
`* staff released`. Each talk is held in a clinic of its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
FILES = tuple(sorted(path.stem for path in HERE.glob("*.toml")))
HEADING = """# Conversations

Complete talks, as they are held: the tests run them word for word on both databases (`tests/conversations/`). The
clinic is the small one of the tests, on Friday, March 12, 2027. Written from those files by `make docs`.
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """What the patient wrote or what happened (`*`), and what we said; empty where we kept silent."""

    said: str
    answer: str


@dataclass(frozen=True, slots=True)
class GoldenTalk:
    """`people` are the patients on the number, `visits` theirs as "Ana mon 10:00 lee"; the calendar `ends` like that.

    A person with a star is on file with another number. `anew`: each talk of the file begins on that Friday.
    """

    title: str
    people: tuple[str, ...]
    visits: tuple[str, ...]
    turns: tuple[Turn, ...]
    ends: tuple[str, ...]
    cases: tuple[str, ...]
    language: str = "en"
    shown: bool = False
    anew: bool = False


def talks(file: str) -> tuple[GoldenTalk, ...]:
    """All talks of a file."""
    data = tomllib.loads((HERE / f"{file}.toml").read_text(encoding="utf-8"))
    return tuple(
        GoldenTalk(
            title=entry["title"],
            people=tuple(entry.get("people", ("Ana",))),
            visits=tuple(entry.get("visits", ())),
            turns=tuple(_turns(entry["talk"])),
            ends=tuple(entry.get("ends", ())),
            cases=tuple(entry.get("cases", ())),
            language=entry.get("language", "en"),
            shown=entry.get("shown", False),
            anew=data.get("anew", False),
        )
        for entry in data["talks"]
    )


def _turns(text: str) -> Iterator[Turn]:
    said, answer = "", []
    for line in text.strip().splitlines():
        if line.startswith("<"):
            answer.append(line[2:])
            continue
        if said:
            yield Turn(said, "\n".join(answer))
        said, answer = line.removeprefix("> "), []
    yield Turn(said, "\n".join(answer))


def document() -> str:
    """The shown talks as a page."""
    shown = (talk for file in FILES for talk in talks(file) if talk.shown)
    return HEADING + "".join(map(_written, shown))


def _written(talk: GoldenTalk) -> str:
    lines = [f"\n## {talk.title}\n"]
    for turn in talk.turns:
        happens = turn.said.startswith("* ")
        lines.append(f"*{turn.said[2:]}*\n" if happens else f"**Patient:** {turn.said}\n")
        answer = "  \n".join(turn.answer.splitlines())
        lines.append(f"**Clinic:** {answer}\n" if answer else "*(no answer)*\n")
    return "\n".join(lines)
