"""9 ends our automatic calls, and how that is undone.

Pressing 9 once more in a call of one's own asks whether they shall begin again; only 1 says yes, so that nobody takes
back an opt-out by a key pressed twice. A text with START, and staff in the console, undo it too.
"""

from __future__ import annotations

from bot.calls.lines import Answer, Line, Next
from dialogs.calls.gathered import Input, Keyed
from dialogs.say import Say
from storage import calls

YES = Keyed("1")


def pressed_nine(line: Line, question: tuple[Say, ...]) -> Answer:
    """No more automatic calls; where there are none already, the offer to have them again."""
    call, caller = line.call, line.request.caller
    if caller and not line.request.outgoing and calls.wants_none(line.work, caller):
        return Answer(call.having(calls_off=True), (Say("call_stopped_before"),), question=question)
    if caller:
        calls.stop(line.work, caller, _who(line))
    if line.request.outgoing:
        return Answer(call, (Say("call_stopped"), Say("call_goodbye")), then=Next.HANG_UP, outcome="served")
    return Answer(call, (Say("call_stopped"), *question), question=question)


def answered(line: Line, heard: Input, question: tuple[Say, ...]) -> Line | Answer:
    """What came after the offer: 1 takes it; anything else is heard as if there had been none."""
    line = line.having(calls_off=False)
    if heard != YES:
        return line
    calls.resume(line.work, line.request.caller, _who(line))
    return Answer(line.call, (Say("call_resumed"), *question), question=question)


def _who(line: Line) -> str:
    return f"conversation:{line.conversation.id}"
