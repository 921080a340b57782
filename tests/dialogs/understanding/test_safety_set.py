"""Our own cries for help and ordinary texts: how many of each kind must be heard, and how few may raise an alarm."""

# ruff: noqa: E501  # a table: one row, one line
from __future__ import annotations

import pytest

from bench import safety

HEARD = safety.heard(line for line in safety.records() if not safety.kept(line))


@pytest.mark.parametrize("kind", safety.MUST)
def test_enough_of_every_kind_is_heard(kind: str) -> None:
    assert sum(HEARD[kind]) >= safety.MUST[kind] * len(HEARD[kind])


def test_ordinary_texts_hardly_ever_raise_an_alarm() -> None:
    assert sum(HEARD[safety.ORDINARY]) <= safety.MAY * len(HEARD[safety.ORDINARY])


@pytest.mark.parametrize(
    "text",
    [
        "he said he will kill me if I leave", "my husband beats me", "he hit me back and pushed me back", "doubled up on his heart pills",
        "mi esposo me va a matar si lo dejo", "drowning in debt and i want to die", "no chest pain, but I can't breathe", "🚑🚑 help",
        "had a stroke last year and now my face is drooping", "it's not an emergency but I took too many pills",
    ],
)  # fmt: skip
def test_a_figure_of_speech_never_hides_an_alarm(text: str) -> None:
    assert safety.alarming(text)
