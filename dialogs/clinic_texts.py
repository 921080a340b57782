"""What the clinic's own answers cost to send; `clinic check` names those that are too long for a text."""

from __future__ import annotations

from dialogs.segments import encoding, segments, to_gsm7
from scheduler.clinic import Clinic

MOST_SEGMENTS = 4


def overlong_answers(clinic: Clinic) -> tuple[str, ...]:
    """Each answer over four segments, as a line: `answers.ID.answer.LANGUAGE: what, and what to do`."""
    return tuple(
        f"answers.{answer.id}.answer.{language}: {_fault(text)}"
        for answer in clinic.answers
        for language, text in answer.answer.items()
        if _cost(text) > MOST_SEGMENTS
    )


def _cost(text: str) -> int:
    return segments(to_gsm7(text))


def _fault(text: str) -> str:
    most = 612 if encoding(to_gsm7(text)) == "GSM-7" else 268
    return f"takes {_cost(text)} segments as a text, which is over four. Shorten it to {most} characters."
