"""What always holds, asked of the data: contract section 8, as far as rows can tell. `frontdesk check` prints it.

All is read in one snapshot of the database, so that a clinic at work is no violation. Each check is a function from
what is looked at to sentences about rows, by their ids: nothing personal is told.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from scheduler.clinic import Clinic
from storage.cipher import Unreadable
from storage.invariants import calendar, outreach, papers, people, sending, talks, waiting
from storage.invariants.looking import Look
from storage.work import Work

INVARIANTS: dict[str, Callable[[Look], Iterator[str]]] = {
    "no two visits overlap": calendar.overlaps,
    "visits and holds have their cells": calendar.wrong_cells,
    "calendar days are as their cells": calendar.wrong_days,
    "every change of a visit is in the audit log": calendar.unaudited,
    "one text has one effect and one answer": talks.wrong_turns,
    "every text was answered": talks.unanswered,
    "conversations can be read": talks.unreadable_sessions,
    "cases and their holders agree": talks.wrong_cases,
    "reminders are planned for visits that will be": sending.wrongly_planned,
    "reminders were sent for visits as they stood": sending.wrongly_sent,
    "nothing was sent in quiet hours": sending.sent_in_quiet_hours,
    "the outbox and its messages agree": sending.wrong_outbox,
    "calls and their words agree": sending.wrong_calls,
    "nothing went to a number that opted out": sending.sent_after_opt_out,
    "the waiting list and its offers agree": waiting.wrong_line,
    "offers hold what they offer": waiting.wrong_offers,
    "forms and their texts agree": papers.wrong_forms,
    "pictures came with texts": papers.wrong_pictures,
    "what follows a visit has its text or its reason": outreach.wrong_ledger,
    "protected fields can be read": people.unreadable,
    "people are found by what they are": people.wrong_hashes,
}


@dataclass(frozen=True, slots=True)
class Violation:
    """Something that must not be: of which invariant, and where."""

    invariant: str
    what: str

    def __str__(self) -> str:
        return f"{self.invariant}: {self.what}"


@dataclass(slots=True)
class Findings:
    """All that was found in one clinic, and how many rows were looked at."""

    violations: list[Violation]
    rows: int


def check(work: Work, clinic: Clinic, done: Callable[[int], object] = lambda steps: None) -> Findings:
    """Ask for every invariant; `done` is told of each."""
    look = Look(work, clinic)
    found = []
    with _snapshot(work.connection):
        for name, broken in INVARIANTS.items():
            found += [Violation(name, what) for what in _asked(broken, look)]
            done(1)
    return Findings(found, look.rows)


def _asked(broken: Callable[[Look], Iterator[str]], look: Look) -> Iterator[str]:
    """What a check finds, as far as it can read what it looks at."""
    try:
        yield from broken(look)
    except Unreadable:
        yield "could not be asked to its end, because a protected field cannot be read"


@contextlib.contextmanager
def _snapshot(connection: Connection) -> Iterator[None]:
    """What others commit meanwhile is not seen. `connection` is one for reading, which is in no transaction."""
    postgresql = connection.dialect.name == "postgresql"
    connection.exec_driver_sql("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if postgresql else "BEGIN")
    try:
        yield
    finally:
        connection.exec_driver_sql("ROLLBACK")
