"""Walks through flows: one event through the topmost frame, into the next state, down the stack when a flow is done."""

from __future__ import annotations

from typing import Any

from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows import FLOWS
from dialogs.meanings import Entered
from dialogs.say import Say
from dialogs.session import Frame
from dialogs.turn import Turn

MOST_PASSES = 12
CHOOSING, SEVERAL = "choosing", (1, 2)


class EndlessFlow(Exception):
    """States led on to each other without waiting for anybody; `checks` should have found it."""


def place(frame: Frame) -> tuple[Flow, State]:
    """The flow and the state that a frame stands in."""
    flow = FLOWS[frame.flow]
    return flow, flow.states[frame.state]


def begin(turn: Turn, flow: str, memory: Any) -> Turn:
    """Put a new frame on the stack and enter it."""
    frame = _first_frame(flow, memory)
    return _enter(turn.having(frames=(*turn.session.frames, frame)), MOST_PASSES)


def step(turn: Turn, *events: object) -> Turn | None:
    """The topmost frame's answer: its first line that answers any of `events`; None where no line does."""
    frame = turn.session.top
    if frame is None:
        return None
    _, state = place(frame)
    for line in state.lines:
        for event in events:
            if line.answers(frame.memory, event):
                return _follow(turn, frame, line, event, MOST_PASSES)
    return None


def waits(frame: Frame) -> bool:
    """Whether a flow has not begun yet: a wish that was told together with others, and comes after them."""
    first = FLOWS[frame.flow].first
    return frame.state == first.name and first.ask is None


def put_under(turn: Turn, *waiting: tuple[str, Any]) -> Turn:
    """Flows with their memories that begin once what is open is done, the first of them first."""
    frames = turn.session.frames
    beneath = tuple(_first_frame(flow, memory) for flow, memory in reversed(waiting))
    return turn.having(frames=(*frames[:-1], *beneath, *frames[-1:]))


def resume(turn: Turn) -> Turn:
    """Ask the open question again, briefly, or begin what waited; nothing where nothing is open."""
    frame = turn.session.top
    if frame is None:
        return turn.having(asked="")
    if waits(frame):
        return _enter(turn, MOST_PASSES)
    if frame.state == CHOOSING and len(getattr(frame.memory, "visits", SEVERAL)) < len(SEVERAL):
        return restart(turn, frame.memory)  # nothing is left to choose from
    flow, state = place(frame)
    return _ask(turn, state.again, flow, frame, repeated=bool(turn.says)) if state.again else turn


def ask_in_full(turn: Turn) -> Turn:
    """The open question in its first form."""
    frame = turn.session.top
    if frame is None:
        return turn
    flow, state = place(frame)
    return _ask(turn, state.ask or state.again, flow, frame)


def restart(turn: Turn, memory: Any) -> Turn:
    """Begin the topmost flow anew, with another memory."""
    frame = turn.session.frames[-1]
    return _enter(turn.with_top(_first_frame(frame.flow, memory)), MOST_PASSES)


def leave_all(turn: Turn, *, but: tuple[str, ...] = (), waiting: bool = False) -> Turn:
    """Give up every open flow and give back what it borrowed, except those named in `but`, and `waiting` ones."""
    kept = tuple(frame for frame in turn.session.frames if frame.flow in but or (waiting and waits(frame)))
    left = (frame for frame in turn.session.frames if frame not in kept)
    given_back = tuple(effect for frame in left for effect in FLOWS[frame.flow].leave(frame.memory))
    return turn.doing(*given_back).having(frames=kept, asked="")


def _first_frame(name: str, memory: Any) -> Frame:
    flow = FLOWS[name]
    return Frame(flow.name, flow.version, flow.first.name, memory)


def _follow(turn: Turn, frame: Frame, line: On, event: object, passes: int) -> Turn:
    """Take one line: keep, do, say, go."""
    memory = line.keep(frame.memory, event) if line.keep else frame.memory
    if line.say:
        values = line.tell(memory, event) if line.tell else FLOWS[frame.flow].values(memory)
        turn = turn.saying(line.say, **values)
    if line.do:
        effects = line.do(memory)
        turn = turn.doing(*(effects if isinstance(effects, tuple) else (effects,)))
    if line.to is None:
        return turn.with_top(frame.at(frame.state, memory))
    if line.to == DONE:
        return resume(turn.without_top())
    if isinstance(line.to, Go):
        return _enter(turn.with_top(_first_frame(line.to.flow, line.to.start(memory, event))), passes)
    return _enter(turn.with_top(frame.at(line.to, memory)), passes)


def _enter(turn: Turn, passes: int) -> Turn:
    """Enter the topmost state: pass through it where it leads on at once, else ask its question."""
    if passes == 0:
        raise EndlessFlow
    frame = turn.session.frames[-1]
    flow, state = place(frame)
    line = state.line_for(frame.memory, Entered())
    if line is not None:
        return _follow(turn, frame, line, Entered(), passes - 1)
    return _ask(turn, state.ask, flow, frame) if state.ask else turn


def _ask(turn: Turn, key: str | None, flow: Flow, frame: Frame, *, repeated: bool = False) -> Turn:
    if key is None:
        return turn
    question = Say(key, flow.values(frame.memory), repeated)
    return Turn(turn.session.having(asked=key), (*turn.says, question), turn.effects)
