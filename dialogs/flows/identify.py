"""Identify: a number that is not on file proves whom it speaks for, by full name and date of birth.

The words are the same whether such a patient exists or not. What was wanted waits in the memory; `identity` goes on
with it once the patient is known.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from dialogs.effects import CheckIdentity, OpenCase
from dialogs.events import IdentityLocked, IdentityUnmatched, PatientIdentified
from dialogs.flow import DONE, Flow, On, State
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    GaveIdentity,
    GaveWhen,
    KeepsVisit,
    Meaning,
    SaidNew,
    WantsBooking,
    WantsMove,
    WentBack,
)

IDENTITY = OpenCase("identity", "Writes about a visit from a number that is not on file, and could not show for whom.")
ASKS_A_PERSON = 3
_TIMED = (WantsBooking, WantsMove)


@dataclass(frozen=True, slots=True)
class Proving:
    """What was wanted, what was told so far, how often it did not meet; `new` says they were never here before."""

    wanted: tuple[Meaning, ...]
    new: bool = False
    name: tuple[str, ...] = ()
    born: date | None = None
    wrong: int = 0


def may_be_new(memory: Proving, event: object) -> bool:
    """Who wants a first visit with us may be on no file; who has said so is not asked."""
    return not memory.new and any(isinstance(meaning, WantsBooking) for meaning in memory.wanted)


def note_new(memory: Proving, event: object) -> Proving:
    return replace(memory, new=True)


def waits_for_time(memory: Proving, given: GaveWhen) -> bool:
    return any(isinstance(meaning, _TIMED) for meaning in memory.wanted)


def keep_time(memory: Proving, given: GaveWhen) -> Proving:
    """What was wanted, at the time that is named meanwhile."""
    at_that_time = (replace(one, when=given.when) if isinstance(one, _TIMED) else one for one in memory.wanted)
    return replace(memory, wanted=tuple(at_that_time))


def take(memory: Proving, given: GaveIdentity) -> Proving:
    return replace(memory, name=given.name or memory.name, born=given.born or memory.born)


def completes(memory: Proving, given: GaveIdentity) -> bool:
    told = take(memory, given)
    return bool(told.name) and told.born is not None


def knows_all(memory: Proving, event: object) -> bool:
    return bool(memory.name) and memory.born is not None


def lacks_birth(memory: Proving, given: GaveIdentity) -> bool:
    return take(memory, given).born is None


def check(memory: Proving) -> CheckIdentity:
    if memory.born is None:
        raise LookupError("an identity is only checked with a date of birth")
    return CheckIdentity(memory.name, memory.born, memory.new)


def begin_again(memory: Proving, event: object) -> Proving:
    return replace(memory, name=(), born=None, wrong=memory.wrong + 1)


def first_time(memory: Proving, event: object) -> bool:
    return memory.wrong == 0


def before_a_person(memory: Proving, event: object) -> bool:
    return memory.wrong + 1 < ASKS_A_PERSON


def ask_staff(memory: Proving) -> OpenCase:
    return IDENTITY


TIME = On(GaveWhen, waits_for_time, keep=keep_time, to="asking")
ANSWERS = (
    On(GaveIdentity, completes, keep=take, do=check, to="checking"),
    On(GaveIdentity, lacks_birth, keep=take, to="asking_birth"),
    On(GaveIdentity, keep=take, to="asking_name"),
    On(SaidNew, keep=note_new, to="asking"),
    TIME,
    On((KeepsVisit, Denied, WentBack), say="all_set", to=DONE),
)

IDENTIFY = Flow(
    "identify",
    State("starting", On(Entered, may_be_new, to="asking_new"), On(Entered, to="asking")),
    State(
        "asking_new",
        On(Confirmed, to="asking"),
        On(Denied, keep=note_new, to="asking"),
        On(GaveIdentity, keep=take, to="asking_new"),
        On(GaveWhen, waits_for_time, keep=keep_time, to="asking_new"),
        On((KeepsVisit, WentBack), say="all_set", to=DONE),
        ask="been_here",
        menu=(Confirmed(), Denied()),
    ),
    State("asking", On(Entered, knows_all, do=check, to="checking"), *ANSWERS, ask="who_are_you"),
    State("asking_birth", *ANSWERS, ask="ask_birth"),
    State("asking_name", *ANSWERS, ask="ask_name"),
    State(
        "checking",
        On(PatientIdentified, say="identified", to=DONE),
        On(IdentityLocked, say="needs_staff_identity", do=ask_staff, to=DONE),
        On(IdentityUnmatched, first_time, keep=begin_again, to="asking_again"),
        On(IdentityUnmatched, before_a_person, keep=begin_again, to="asking_other_way"),
        On(IdentityUnmatched, keep=begin_again, do=ask_staff, to="asking_beside_a_person"),
    ),
    State("asking_again", *ANSWERS, ask="identity_again"),
    State("asking_other_way", *ANSWERS, ask="identity_other_way"),
    State("asking_beside_a_person", *ANSWERS, ask="identity_person"),
    memory=Proving,
)
