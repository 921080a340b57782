"""Followup: a visit was missed, or is due again. A yes, or a time, leads into booking one of the same type."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from dialogs.events import Facts, OutreachSent
from dialogs.flow import DONE, Flow, Go, On, State
from dialogs.flows.book import Booking
from dialogs.meanings import (
    Confirmed,
    Denied,
    Entered,
    GaveWhen,
    KeepsVisit,
    WantsBooking,
    WantsChange,
    WantsMove,
    WantsOther,
    WentBack,
)
from dialogs.visits import Kind, Person, Visit, reachable


@dataclass(frozen=True, slots=True)
class FollowUp:
    """Why somebody was asked, whom it is about, and the visit that was missed."""

    kind: str
    person: Person
    visit_type: str
    visit: Visit | None = None
    count: int = 0
    text: str = ""


def asked(sent: OutreachSent) -> FollowUp:
    """The memory of a question that just went out."""
    visit = Visit(sent.visit, sent.name) if sent.visit else None
    person = Person(sent.patient_id, sent.name)
    return FollowUp(sent.kind, person, sent.visit_type, visit, sent.count, sent.text)


def values(memory: FollowUp) -> dict[str, object]:
    named: dict[str, object] = {
        "kind": Kind(memory.visit_type),
        "name": memory.person.name or "none",
        "count": memory.count,
        "text": memory.text,
    }
    return {**named, "visit": memory.visit} if memory.visit else named


def still_theirs(memory: FollowUp, facts: Facts, now: datetime) -> FollowUp | None:
    """Unchanged while this number may speak for the patient."""
    return memory if any(patient.id == memory.person.id for patient in reachable(facts)) else None


def was_missed(memory: FollowUp, event: object) -> bool:
    return memory.kind == "no_show"


def is_recalled(memory: FollowUp, event: object) -> bool:
    return memory.kind == "recall"


def to_booking(memory: FollowUp, said: object) -> Booking:
    """A visit of that type, at a time where one was named."""
    kind = Kind(memory.visit_type)
    booking = Booking((kind,), (memory.person,), kind=kind, person=memory.person)
    return replace(booking, when=said.when) if isinstance(said, GaveWhen | WantsBooking | WantsMove) else booking


ANSWERS = (
    On((Denied, WentBack, KeepsVisit), say="not_now", to=DONE),
    On((GaveWhen, WantsBooking, WantsMove, WantsOther, WantsChange, Confirmed), to=Go("book", to_booking)),
)
MENU = (Confirmed(), Denied())

FOLLOWUP = Flow(
    "followup",
    State(
        "starting",
        On(Entered, was_missed, to="missed"),
        On(Entered, is_recalled, to="due_again"),
        On(Entered, to="campaign"),
    ),
    State("missed", *ANSWERS, ask="no_show_followup", menu=MENU),
    State("due_again", *ANSWERS, ask="recall_due", menu=MENU),
    State("campaign", *ANSWERS, ask="campaign_recall", menu=MENU),
    memory=FollowUp,
    values=values,
    refresh=still_theirs,
    lasts_hours=14 * 24,
)
