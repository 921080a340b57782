"""Change: the patient cannot come as booked; move it or cancel it?"""

from __future__ import annotations

from dataclasses import dataclass

from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.cancel import Cancelling
from dialogs.flows.choosing import choosing, listed, starting, still_booked
from dialogs.flows.reschedule import Move, about_moving
from dialogs.meanings import Denied, GaveWhen, KeepsVisit, WantsCancel, WantsMove, WentBack
from dialogs.visits import Visit


@dataclass(frozen=True, slots=True)
class Change:
    """The visit in question, or those it may be."""

    visits: tuple[Visit, ...]


def to_move(change: Change, said: object) -> Move:
    return about_moving(change.visits, said)


def to_cancel(change: Change, said: WantsCancel) -> Cancelling:
    return Cancelling(change.visits, reason=said.reason)


MOVE = On((WantsMove, GaveWhen), to=Go("reschedule", to_move))
GIVE_UP = On(WantsCancel, to=Go("cancel", to_cancel))

CHANGE = Flow(
    "change",
    starting("asking"),
    choosing("which_to_change", MOVE, GIVE_UP),
    State(
        "asking",
        MOVE,
        GIVE_UP,
        On((KeepsVisit, Denied, WentBack), say="kept_as_booked", to=DONE),
        ask="move_or_cancel",
        menu=(WantsMove(), WantsCancel()),
    ),
    memory=Change,
    values=listed,
    refresh=still_booked,
)
