"""The wish for a new visit: for whom it may be, how much the words tell of it, and what it does to what is open."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dialogs.effects import OpenCase
from dialogs.events import Facts
from dialogs.flows.book import Booking
from dialogs.handover import GOES_ON
from dialogs.meanings import NamedKind, NamedProvider, WantsBooking
from dialogs.stepping import begin, leave_all, put_under, resume
from dialogs.turn import Turn
from dialogs.visits import Kind, Person, reachable

OF_AGE = 18
FOR_RELATIVE = OpenCase("other", "Would like a visit for a relative who is not on file with this number. Please call.")


def book(turn: Turn, meanings: dict[type, Any], facts: Facts, now: datetime) -> Turn:
    """A new visit; one that is wished for beside the one just being arranged comes after it."""
    wants: WantsBooking = meanings[WantsBooking]
    if wants.relative and not wants.patients and _speaks_for_oneself(facts, now):
        return resume(turn.saying("not_on_file").doing(FOR_RELATIVE))
    memory, top = booking(meanings, facts), turn.session.top
    if wants.other and top is not None and top.flow in ("book", "reschedule"):
        return resume(put_under(turn, ("book", memory)).saying("one_by_one"))
    return begin(leave_all(turn, but=GOES_ON, waiting=True), "book", memory)


def _speaks_for_oneself(facts: Facts, now: datetime) -> bool:
    """Whether a grown-up is the only patient on the phone, so that "my son" is nobody on file."""
    patients = reachable(facts)
    return len(patients) == 1 and now.date().year - patients[0].date_of_birth.year > OF_AGE


def booking(meanings: dict[type, Any], facts: Facts) -> Booking:
    """As far as the words tell: which type, for whom, with whom, when."""
    wants, provider, named = meanings[WantsBooking], meanings.get(NamedProvider), meanings.get(NamedKind)
    kinds = tuple(
        Kind(kind.id)
        for kind in facts.clinic.visit_types
        if kind.bookable and (kind.new_patients or not facts.newcomer)
    )
    chosen = kinds if named is None else tuple(kind for kind in kinds if kind.id == named.kind)
    patients = reachable(facts)
    tell_apart = len(patients) > 1
    meant = tuple(patient for patient in patients if patient.id in wants.patients) or patients
    people = tuple(Person(patient.id, patient.first_name if tell_apart else "") for patient in meant)
    refused = provider is not None and provider.refused
    return Booking(
        kinds if chosen else (),
        people,
        kind=chosen[0] if len(chosen) == 1 else None,
        person=people[0] if len(people) == 1 else None,
        when=wants.when,
        provider=provider.provider if provider is not None and not refused else None,
        refused=provider.provider if provider is not None and refused else None,
    )
