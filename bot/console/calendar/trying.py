"""What a change would do, found out by doing it and taking it back: its refusal, or the texts that would go out.

So what staff are shown before they confirm is what the same code does afterwards, word for word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.cases import Caller
from bot.clock import new_id
from bot.console import guard
from bot.wiring import Desk
from scheduler.clinic import Clinic
from scheduler.errors import BadQuestion, BookingRefused
from scheduler.model import Slot
from storage import messages
from storage.booking import Lost
from storage.work import Work

Verb = Callable[[Work, Clinic, Caller], Any]


@dataclass(frozen=True, slots=True)
class Outcome:
    """`done` is what the verb returned; or why it cannot be, in a sentence, and the next openings."""

    done: Any = None
    refusal: str = ""
    openings: tuple[Slot, ...] = ()
    texts: tuple[str, ...] = ()


class _TakenBack(Exception):
    def __init__(self, outcome: Outcome) -> None:
        super().__init__()
        self.outcome = outcome


def tried(desk: Desk, verb: Verb) -> Outcome:
    """What would come of it. Nothing is changed. Raises `DatabaseUnavailable`."""

    def step(connection: Connection) -> Outcome:
        work, clinic, caller = _means(desk, connection)
        before = new_id()
        outcome = _outcome(lambda: verb(work, clinic, caller))
        texts = tuple(message.body for message in messages.begun_since(work, before))
        raise _TakenBack(Outcome(outcome.done, outcome.refusal, outcome.openings, texts))

    try:
        return desk.database.run(step)
    except _TakenBack as taken_back:
        return taken_back.outcome


def done(desk: Desk, verb: Verb) -> Outcome:
    """Do it, in one transaction; where it is refused nothing was changed. Raises `DatabaseUnavailable`."""

    def step(connection: Connection) -> Outcome:
        work, clinic, caller = _means(desk, connection)
        outcome = _outcome(lambda: verb(work, clinic, caller))
        if outcome.refusal:
            raise _TakenBack(outcome)
        return outcome

    try:
        return desk.database.run(step)
    except _TakenBack as taken_back:
        return taken_back.outcome


def _outcome(verb: Callable[[], Any]) -> Outcome:
    try:
        came = verb()
    except (BookingRefused, BadQuestion, LookupError) as refused:
        return Outcome(refusal=" ".join(str(refused).split()))
    if isinstance(came, Lost):
        return Outcome(refusal=" ".join(str(came.refusal).split()), openings=came.openings)
    return Outcome(came)


def _means(desk: Desk, connection: Connection) -> tuple[Work, Clinic, Caller]:
    who = guard.visitor()
    work = desk.work(connection, who.clinic, desk.clock.now())
    return work, desk.clinic(connection, who.clinic), Caller("staff", who.account.id, who.account.email)
