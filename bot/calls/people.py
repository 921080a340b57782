"""A person on the telephone: connected while staff are in, else a voice message or a call back.

Who is rung is the clinic file's route for the reason, or its `transfer_to`. What staff do not take, nobody loses: the
caller can leave a message, or pick a time at which to be called back.
"""

from __future__ import annotations

from dataclasses import replace

from bot.calls.lines import Answer, Line, Next
from dialogs.calls import callbacks, sounds
from dialogs.calls.call import Step
from dialogs.calls.gathered import Keyed, Spoken
from dialogs.effects import OpenCase
from dialogs.say import Say
from scheduler.clinic import Clinic
from storage import audit, cases

TAKEN = frozenset({"completed", "answered"})
LEAVE = Say("call_leave")
TALKED = "Staff took the call."


def number_for(clinic: Clinic, reason: str) -> str | None:
    """Where calls of this reason are connected to."""
    own = (route.to for route in clinic.routes if route.reason == reason and route.to)
    return next(own, clinic.transfer_to)


def find(
    line: Line, reason: str, says: tuple[Say, ...] = (), answer: Answer | None = None, *, told: bool = False
) -> Answer:
    """A person, after what `says` or the dialog's `answer`; `told` that the caller knows already when staff are in."""
    found = answer or Answer(line.call, says)
    found = replace(found, call=found.call.having(reason=reason, misses=0, closing=False))
    if line.clinic.is_staffed(line.work.now) and number_for(line.clinic, reason):
        return replace(found, after=(*found.after, Say("call_connecting")), then=Next.CONNECT)
    sorry = () if told else (Say("call_nobody"),)
    return _leave(replace(found, after=(*found.after, *sorry)))


def take_message(line: Line) -> Answer:
    """Nobody is there: a voice message, or a key for a call back."""
    return _leave(Answer(line.call, (Say("call_nobody"),)))


def connected(line: Line) -> Answer:
    """The call to staff is over: they took it, or nobody did."""
    if line.request.form.get("DialCallStatus") in TAKEN:
        _settle(line)
        return Answer(line.call, then=Next.HANG_UP, outcome="person")
    return take_message(line)


def _settle(line: Line) -> None:
    """What staff have just talked about needs nobody any more."""
    for case in cases.of_conversation(line.work, line.conversation.id):
        if case.reason == line.call.reason and case.state == "open":
            actor = f"conversation:{line.conversation.id}"
            cases.resolve(line.work, case.id, actor, TALKED)
            audit.write(line.work, actor, "case.resolved", f"case:{case.id}", {"state": "open"}, {"note": TALKED})


def offer_times(line: Line) -> Answer:
    """When to call back: two times out of staff hours."""
    times = callbacks.times(line.clinic, line.work.now)
    if not times:
        return _call_back(line, Say("call_back_soon"), "Asks to be called back.")
    values = {"first": times[0], "second": times[1] if len(times) > 1 else "", "count": len(times)}
    return Answer(line.call.having(step=Step.TIMES, times=times, misses=0), (Say("call_times", values),))


def take_time(line: Line, heard: Keyed | Spoken) -> Answer:
    """The time that was picked, as a case; anything else asks again."""
    number = heard.digits if isinstance(heard, Keyed) else sounds.number(heard.text) or heard.text
    times = line.call.times
    if not (number.isascii() and number.isdigit() and 1 <= int(number) <= len(times)):
        return replace(offer_times(line), before=(Say("repair_first"), *line.call.said))
    when = times[int(number) - 1]
    local = when.astimezone(line.clinic.zone())
    return _call_back(line, Say("call_back", {"when": when}), f"Asks to be called back on {local:%A, %B %d, %H:%M}.")


def _call_back(line: Line, thanks: Say, summary: str) -> Answer:
    line.hands(line.facts()).carry_out(OpenCase("callback", summary))
    return Answer(line.call, (thanks, Say("call_goodbye")), then=Next.HANG_UP, outcome="callback")


def _leave(found: Answer) -> Answer:
    return replace(
        found,
        call=found.call.having(step=Step.LEAVE),
        after=(*found.after, LEAVE),
        then=Next.MESSAGE,
    )
