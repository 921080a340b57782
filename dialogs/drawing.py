"""A flow as a Mermaid state diagram, drawn from the table that the engine runs."""

from __future__ import annotations

from collections.abc import Iterator

from dialogs.flow import DONE, Flow, Go, On, State, always


def mermaid(flow: Flow) -> str:
    """The whole flow; `[*]` is where it begins and ends, other flows are named where it goes over to them."""
    return "\n".join(("stateDiagram-v2", *(f"    {line}" for line in _lines(flow)))) + "\n"


def _lines(flow: Flow) -> Iterator[str]:
    yield f"[*] --> {flow.first.name}"
    others = {line.to.flow for state in flow.states.values() for line in state.lines if isinstance(line.to, Go)}
    for other in sorted(others):
        yield f'state "flow {other}" as flow_{other}'
    for state in flow.states.values():
        yield from _state(state)


def _state(state: State) -> Iterator[str]:
    if state.ask:
        yield f"{state.name}: {state.name} (asks {state.ask})"
    if not state.lines:
        yield f"{state.name} --> [*]: whatever is chosen"
    for line in state.lines:
        yield f"{state.name} --> {_target(line, state)}: {_label(line)}"


def _target(line: On, state: State) -> str:
    if isinstance(line.to, Go):
        return f"flow_{line.to.flow}"
    return "[*]" if line.to == DONE else line.to or state.name


def _label(line: On) -> str:
    label = " or ".join(event.__name__ for event in line.events)
    if line.guard is not always:
        label += f" [{_words(line.guard)}]"
    does = [_words(line.do)] if line.do is not None else []
    if line.say:
        does.append(f"say {line.say}")
    return f"{label} / {', '.join(does)}" if does else label


def _words(function: object) -> str:
    return getattr(function, "__name__", "?").replace("_", " ")
