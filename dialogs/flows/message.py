"""A message for the care team: taken down word for word in the thread, and passed on as a case."""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import OpenCase
from dialogs.flow import DONE, Flow, On, State
from dialogs.meanings import Dictated, KeepsVisit, WentBack


@dataclass(frozen=True, slots=True)
class Dictation:
    """Nothing to remember: the words are in the thread."""


def pass_on(memory: Dictation) -> OpenCase:
    return OpenCase("other", "Left a message for the care team. Please read the thread and pass it on.")


MESSAGE = Flow(
    "message",
    State(
        "asking",
        On((KeepsVisit, WentBack), say="all_set", to=DONE),
        On(Dictated, do=pass_on, say="message_passed", to=DONE),
        ask="what_message",
    ),
    memory=Dictation,
)
