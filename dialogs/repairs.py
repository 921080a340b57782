"""What was not understood: two different second questions, then a person. Also "again" and "back".

While a person is on the way, more words are passed on: that is said once.

A talk never goes round in circles: misses are counted in the session, and being understood sets the count back.
"""

from __future__ import annotations

from datetime import datetime

from dialogs.effects import OpenCase
from dialogs.events import Facts
from dialogs.flows import FLOWS
from dialogs.handover import OUTLASTS, staff_line
from dialogs.router import welcome
from dialogs.stepping import ask_in_full, leave_all, place, resume
from dialogs.turn import Turn

NOT_UNDERSTOOD = OpenCase("not_understood", "The bot did not understand three texts in a row.")
MOST_MISSES = 3


def not_understood(turn: Turn, facts: Facts, now: datetime) -> Turn:
    """Ask in other words; the third time bring a person."""
    session = turn.session
    if session.handed_over and session.top is None:
        turn = turn.doing(OpenCase(session.handed_over, "Wrote more while waiting for a person."))
        return turn if session.misses else turn.having(misses=1).saying("passed_on")
    misses = session.misses + 1
    turn = turn.having(misses=misses)
    if misses >= MOST_MISSES:
        turn = leave_all(turn, but=OUTLASTS).having(misses=0)
        return staff_line(turn.saying("not_understood").doing(NOT_UNDERSTOOD), facts, now)
    if misses == 1:
        return ask_on(turn.saying("repair_first"), facts)
    return turn.saying("repair_second" if has_numbers(turn) else "repair_open")


def ask_on(turn: Turn, facts: Facts) -> Turn:
    """The open question, briefly; without one, what can be done here."""
    return resume(turn) if turn.session.top is not None else welcome(turn, facts)


def has_numbers(turn: Turn) -> bool:
    """Whether a number would answer the open question."""
    frame = turn.session.top
    return frame is not None and bool(place(frame)[1].menu or _options(turn))


def _options(turn: Turn) -> tuple[object, ...]:
    question = turn.session.question
    return question.options if question is not None else ()


def say_again(turn: Turn, facts: Facts) -> Turn:
    """The open question in full; without one, what can be done here."""
    return ask_in_full(turn) if turn.session.top is not None else welcome(turn, facts)


def go_back(turn: Turn, facts: Facts) -> Turn:
    """Out of the open flow; what was asked before it is asked again."""
    frame = turn.session.top
    if frame is None:
        return welcome(turn, facts)
    turn = turn.doing(*FLOWS[frame.flow].leave(frame.memory)).without_top()
    return resume(turn.saying("kept_as_booked").having(asked=""))
