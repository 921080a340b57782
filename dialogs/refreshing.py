"""What an open flow remembers, met with the calendar as a patient's turn begins.

Between two texts a visit may be moved or cancelled by anybody. A flow that lost its ground is left; where the list
that the patient answers has changed since it was shown, the number still means what they saw.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogs.events import Facts
from dialogs.flows import FLOWS
from dialogs.flows.choosing import with_visits
from dialogs.flows.form import is_called_off
from dialogs.hearing import Heard
from dialogs.meanings import Confirmed, Denied, GaveWhen, NamedPatients, SelectedAll, SelectedOption, WantsOther
from dialogs.paper_meanings import GaveAnswer, Skipped
from dialogs.session import Frame
from dialogs.stepping import restart
from dialogs.turn import Turn
from dialogs.visits import Visit
from scheduler.values import quick

_ANSWERS = (Confirmed, Denied, SelectedOption, SelectedAll, GaveWhen, WantsOther, NamedPatients, GaveAnswer, Skipped)
_PAPERS = frozenset({"form", "insurance"})


@quick
@dataclass(frozen=True, slots=True)
class Met:
    """The turn on today's ground; `answered` where the change itself is the answer."""

    turn: Turn
    answered: bool = False


def refresh(turn: Turn, heard: Heard, facts: Facts, now: datetime) -> Met:
    """Every frame with what the clinic knows today."""
    frames = turn.session.frames
    if not frames:
        return Met(turn)
    kept: list[Frame] = []
    changes = False
    for frame in frames:
        memory = FLOWS[frame.flow].refresh(frame.memory, facts, now)
        changes = changes or memory is not frame.memory
        if memory is None:
            turn = turn.doing(*FLOWS[frame.flow].leave(frame.memory))
        else:
            kept.append(frame if memory is frame.memory else frame.at(frame.state, memory))
    if not changes:
        return Met(turn)
    lost_ground = not kept or kept[-1].flow != frames[-1].flow or kept[-1].state != frames[-1].state
    turn = turn.having(frames=tuple(kept))
    if lost_ground:
        turn = turn.having(asked="")
        gone = _gone(frames[-1], facts, now)
        return Met(turn.saying(gone), answered=True) if _answers(heard) else Met(turn)
    return _chosen(turn, heard, frames[-1]) if frames[-1].state == "choosing" else Met(turn)


def _gone(frame: Frame, facts: Facts, now: datetime) -> str:
    """What is said of ground that was lost."""
    if frame.flow not in _PAPERS:
        return "visit_gone"
    return "form_called_off" if frame.flow == "form" and is_called_off(frame.memory, facts, now) else "paper_gone"


def _answers(heard: Heard) -> bool:
    return heard.by_number or heard.has(*_ANSWERS)


def _chosen(turn: Turn, heard: Heard, before: Frame) -> Met:
    """A list of visits that may have become shorter since it was shown."""
    memory: Any = turn.session.frames[-1].memory
    shown: tuple[Visit, ...] = getattr(before.memory, "visits", ())
    here: tuple[Visit, ...] = getattr(memory, "visits", ())
    if [visit.id for visit in here] == [visit.id for visit in shown]:
        return Met(turn)
    picked = next((meaning.option for meaning in heard.meanings if isinstance(meaning, SelectedOption)), 0)
    if not 1 <= picked <= len(shown):
        return Met(restart(turn, memory), answered=True) if _answers(heard) or len(here) < 2 else Met(turn)
    meant = tuple(visit for visit in here if visit.id == shown[picked - 1].id)
    if meant:
        return Met(restart(turn, with_visits(memory, meant)), answered=True)
    return Met(restart(turn.saying("visit_gone"), memory), answered=True)
