"""Clarify: a bare CANCEL where it is no opt-out word. The visit, or the texts?"""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.effects import RecordOptOut
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.cancel import Cancelling
from dialogs.meanings import Denied, WantsCancel, WantsStop, WentBack
from dialogs.visits import Visit


@dataclass(frozen=True, slots=True)
class Clarifying:
    """The visits that may be meant."""

    visits: tuple[Visit, ...]


def to_cancel(memory: Clarifying, said: object) -> Cancelling:
    return Cancelling(memory.visits)


def opt_out(memory: Clarifying) -> RecordOptOut:
    return RecordOptOut()


CLARIFY = Flow(
    "clarify",
    State(
        "asking",
        On(WantsCancel, to=Go("cancel", to_cancel)),
        On(WantsStop, do=opt_out, say="opted_out", to=DONE),
        On((Denied, WentBack), say="all_set", to=DONE),
        ask="visit_or_texts",
        menu=(WantsCancel(), WantsStop()),
    ),
    memory=Clarifying,
)
